// One field: writing, undoing, pasting. It changes nothing of itself while somebody types, so that every input method
// (Telex, VNI, pinyin, kana) finds the words as it left them.
import { build, caret, fill, place, value } from "./text.js";

const GROUP = 900; // milliseconds within which typing is one step of undoing
const STEPS = 200;
const FORMATS = new Set(["formatBold", "formatItalic"]);

export class Field {
  /** `changed(byHand)` is called after every change but those made by `set` with `quiet`. */
  constructor(element, mode, initial, changed) {
    this.element = element;
    this.mode = mode;
    this.changed = changed;
    this.composing = false;
    this.touched = 0;
    element.dataset.mode = mode;
    fill(element, initial, mode);
    this.steps = [this.step()];
    this.at = 0;
    element.addEventListener("beforeinput", (event) => this.before(event));
    element.addEventListener("input", (event) => this.after(event));
    element.addEventListener("compositionstart", () => (this.composing = true));
    element.addEventListener("compositionend", () => {
      this.composing = false;
      this.note();
      this.changed(true);
    });
    element.addEventListener("paste", (event) => this.paste(event));
    element.addEventListener("drop", (event) => event.preventDefault());
  }

  get value() {
    return value(this.element, this.mode);
  }

  get empty() {
    return !this.element.textContent.trim();
  }

  /** Let people write in it, or not. */
  lock(locked) {
    this.element.contentEditable = locked ? "false" : this.mode === "rich" ? "true" : "plaintext-only";
    if (!locked && !this.element.isContentEditable) this.element.contentEditable = "true";
    this.element.setAttribute("aria-readonly", String(locked));
  }

  /** Other words, as one step that can be undone; `quiet` if they come from elsewhere and are saved already. */
  set(words, { quiet = false, plain = false } = {}) {
    if (plain && this.mode === "rich") {
      const text = document.createElement("p");
      text.textContent = words;
      words = text.innerHTML.replace(/\n/g, "<br>");
    }
    fill(this.element, words, this.mode);
    if (document.activeElement === this.element) place(this.element, [Infinity, Infinity]);
    this.touched = 0;
    this.note();
    if (!quiet) this.changed(false);
  }

  step() {
    return { value: this.value, caret: caret(this.element) };
  }

  note() {
    const now = this.step();
    if (now.value === this.steps[this.at].value) {
      this.steps[this.at].caret = now.caret ?? this.steps[this.at].caret;
      return;
    }
    const together = Date.now() - this.touched < GROUP && this.at > 0 && this.at === this.steps.length - 1;
    this.steps.length = this.at + 1;
    if (together) this.steps[this.at] = now;
    else this.steps.push(now);
    if (this.steps.length > STEPS) this.steps.shift();
    this.at = this.steps.length - 1;
    if (!together) this.touched = Date.now();
  }

  undo(by) {
    const next = this.steps[this.at + by];
    if (!next) return;
    this.at += by;
    fill(this.element, next.value, this.mode);
    place(this.element, next.caret ?? [Infinity, Infinity]);
    this.touched = 0;
    this.changed(false);
  }

  before(event) {
    const kind = event.inputType;
    if (kind === "historyUndo" || kind === "historyRedo") {
      event.preventDefault();
      this.undo(kind === "historyUndo" ? -1 : 1);
    } else if (kind === "insertParagraph") {
      event.preventDefault();
      if (this.mode !== "line") document.execCommand("insertLineBreak");
    } else if (kind === "insertLineBreak" && this.mode === "line") {
      event.preventDefault();
    } else if (kind.startsWith("format") && !(this.mode === "rich" && FORMATS.has(kind))) {
      event.preventDefault();
    } else if (kind === "insertFromDrop") {
      event.preventDefault();
    }
  }

  after(event) {
    if (this.composing || event.isComposing) return;
    this.note();
    this.changed(true);
  }

  paste(event) {
    event.preventDefault();
    const copied = event.clipboardData;
    const rich = this.mode === "rich" && copied.getData("text/html");
    const plain = copied.getData("text/plain").replace(/\r\n?/g, "\n").trim();
    const words = rich ? build(rich) : lines(this.mode === "line" ? plain.replace(/\s+/g, " ") : plain, this.mode);
    this.insert(words);
  }

  insert(words) {
    const selection = getSelection();
    if (!selection.rangeCount || !this.element.contains(selection.anchorNode)) return;
    const here = selection.getRangeAt(0);
    here.deleteContents();
    const end = words.lastChild;
    here.insertNode(words);
    if (end) here.setStartAfter(end);
    here.collapse(true);
    selection.removeAllRanges();
    selection.addRange(here);
    this.touched = 0;
    this.note();
    this.changed(true);
  }
}

function lines(text, mode) {
  const out = document.createDocumentFragment();
  if (mode !== "rich") {
    out.append(text);
    return out;
  }
  text.split(/\n+/).forEach((line, number) => {
    if (number) out.append(document.createElement("br"));
    out.append(line);
  });
  return out;
}
