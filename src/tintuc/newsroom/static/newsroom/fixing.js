// Puts a finding's replacement into the field its words stand in, and only there and only if they still do.
(() => {
  "use strict";
  const DESK = (globalThis.tintucFixing = {});

  // The desk counts code points and may have seen line breaks as two characters; a field counts UTF-16 units and one.
  const units = (text, points) => [...text].slice(0, points).join("").length;

  /** From and to, in UTF-16 units of `text`, of the quote that begins at code point `start`; null if it is not there. */
  DESK.spot = (text, quote, start) => {
    const wanted = quote.replace(/\r\n?/g, "\n");
    const lead = text.length - text.trimStart().length;
    const broken = text.replace(/\n/g, "\r\n");
    const before = broken.slice(0, units(broken, start));
    const candidates = [units(text, start), lead + units(text.slice(lead), start), before.replace(/\r/g, "").length];
    const from = candidates.find((at) => text.startsWith(wanted, at) && at + wanted.length <= text.length);
    return wanted && from !== undefined ? [from, from + wanted.length] : null;
  };

  /** The block of a list of texts, joined by line breaks, that holds from and to; null if none holds both. */
  DESK.within = (texts, [from, to]) => {
    let begin = 0;
    for (const [number, text] of texts.entries()) {
      if (from >= begin && to <= begin + text.length) return { number, from: from - begin, to: to - begin };
      begin += text.length + 1;
    }
    return null;
  };

  const inRichText = (input, quote, start, replacement) => {
    const { EditorState, Modifier, SelectionState } = globalThis.DraftJS;
    const editor = input.draftailEditor;
    const state = editor.getEditorState();
    const content = state.getCurrentContent();
    const blocks = content.getBlocksAsArray();
    const texts = blocks.map((block) => block.getText());
    const spot = DESK.spot(texts.join("\n"), quote, start);
    const here = spot && DESK.within(texts, spot);
    if (!here) return false;
    const block = blocks[here.number];
    const range = SelectionState.createEmpty(block.getKey()).merge({ anchorOffset: here.from, focusOffset: here.to });
    const style = block.getInlineStyleAt(here.from);
    const next = replacement
      ? Modifier.replaceText(content, range, replacement, style, block.getEntityAt(here.from))
      : Modifier.removeRange(content, range, "forward");
    editor.onChange(EditorState.push(state, next, replacement ? "insert-characters" : "remove-range"));
    return true;
  };

  const inPlainText = (field, quote, start, replacement) => {
    const spot = DESK.spot(field.value, quote, start);
    if (!spot || field.disabled || field.readOnly) return false;
    field.focus({ preventScroll: true });
    field.setSelectionRange(...spot);
    const expected = field.value.slice(0, spot[0]) + replacement + field.value.slice(spot[1]);
    // As if it were typed, so that it can be undone; where a browser does not know that, directly.
    document.execCommand(replacement ? "insertText" : "delete", false, replacement);
    if (field.value !== expected) {
      field.value = expected;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };

  const TEXT = "textarea, input[type=text], input:not([type])";

  // A rich-text field is a hidden input that holds its editor.
  const fieldIn = (root) => {
    const rich = [...(root?.querySelectorAll("input[type=hidden]") ?? [])].find((field) => field.draftailEditor);
    return rich ?? root?.querySelector(TEXT) ?? null;
  };

  /** The field of a place: of a block the part's own, of a list the entry's, else the first. */
  DESK.fieldOf = (section, { block, field, part }) => {
    if (!block) return section.querySelector(`[data-contentpath="${CSS.escape(field)}"]`)?.querySelector(TEXT) ?? null;
    if (!part) return fieldIn(section);
    if (/^\d+$/.test(part)) {
      const list = section.querySelector("[data-streamfield-list-container]");
      const entries = [...(list?.querySelectorAll(TEXT) ?? [])].filter((field) => field.offsetParent !== null);
      return entries[Number(part)] ?? null;
    }
    return fieldIn(section.querySelector(`[data-contentpath="${CSS.escape(part)}"]`));
  };

  /** Whether the replacement is now where the quote was. */
  DESK.apply = (section, place, quote, replacement) => {
    const field = DESK.fieldOf(section, place);
    if (!field) return false;
    const act = field.draftailEditor ? inRichText : inPlainText;
    return act(field, quote, place.start, replacement);
  };
})();
