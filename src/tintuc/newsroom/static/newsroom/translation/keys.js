// The keys of the desk: Pontoon's habits and the house's own. While an input method composes, all keys are its own.

const SHORTCUTS = [
  // ctrl (or command), shift, alt, code, name
  [1, 0, 0, "Enter", "done"],
  [1, 1, 0, "Enter", "approve"],
  [0, 0, 1, "ArrowDown", "next"],
  [0, 0, 1, "ArrowUp", "previous"],
  [1, 1, 0, "KeyC", "copy"],
  [1, 1, 0, "Backspace", "clear"],
  [0, 0, 1, "KeyU", "todo"],
  [0, 0, 1, "KeyJ", "nextFinding"],
  [0, 0, 1, "KeyK", "previousFinding"],
  [0, 0, 1, "Enter", "fix"],
  [0, 0, 1, "KeyM", "comment"],
  [0, 0, 1, "KeyP", "preview"],
  [1, 0, 0, "KeyS", "save"],
  [1, 0, 0, "KeyZ", "undo"],
  [1, 1, 0, "KeyZ", "redo"],
  [1, 0, 0, "KeyY", "redo"],
  [1, 0, 0, "KeyK", "link"],
];

/** Whether an input method has the keyboard. */
export const composing = (event) => event.isComposing || event.keyCode === 229 || event.key === "Process" || event.key === "Unidentified";

/** Call `acts[name]` for a key; a name without an act, or an act that answers false, leaves the key to the browser. */
export function listen(root, acts) {
  document.addEventListener(
    "keydown",
    (event) => {
      if (composing(event) || document.querySelector("dialog[open]")) return;
      const name = named(event, root);
      if (!name || !acts[name.act] || acts[name.act](name.number, event) === false) return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
}

function named(event, root) {
  const writing = event.target.closest?.("[contenteditable=true], [contenteditable=plaintext-only], textarea, input, select");
  if (writing && !root.contains(writing)) return null;
  // AltGr, which types letters, comes as Ctrl and Alt.
  const alt = event.altKey && !event.getModifierState("AltGraph");
  const control = event.ctrlKey || event.metaKey;
  if (event.key === "F1" || (event.key === "?" && !writing && !control && !alt)) return { act: "help" };
  if (event.key === "Enter" && !control && !alt && !event.shiftKey && writing?.dataset.mode === "line") return { act: "done" };
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit && alt && !control && !event.shiftKey) return { act: "suggestion", number: Number(digit[1]) - 1 };
  const found = SHORTCUTS.find(
    ([withControl, shift, withAlt, code]) =>
      code === event.code && Boolean(withControl) === control && Boolean(shift) === event.shiftKey && Boolean(withAlt) === alt,
  );
  return found && { act: found[4] };
}
