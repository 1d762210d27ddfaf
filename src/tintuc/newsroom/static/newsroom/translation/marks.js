// Marks at the characters: findings in the translation, terms and names in the source. They lie over the words and are
// no part of the document, so they disturb nobody who types. Where a browser cannot, the lists beside say the same.
import { range, read } from "./text.js";

const KINDS = ["hold", "query", "note", "term", "name", "current", "gone", "new"];
const can = typeof Highlight === "function" && CSS.highlights;
const marks = {};
if (can) {
  for (const kind of KINDS) {
    marks[kind] = new Highlight();
    CSS.highlights.set(`tintuc-${kind}`, marks[kind]);
  }
  marks.hold.priority = 3;
  marks.query.priority = 2;
  marks.current.priority = 4;
}

const held = new WeakMap(); // ranges by element

function clear(element) {
  for (const [kind, one] of held.get(element) ?? []) marks[kind].delete(one);
  held.delete(element);
}

/** Mark places of an element: each a kind and two code points as the desk counts them. Those of before are gone. */
export function mark(element, mode, places) {
  if (!can) return;
  clear(element);
  const seen = read(element, mode);
  const made = [];
  for (const [kind, start, end] of places) {
    const found = end > start ? range(element, mode, start, end, seen) : null;
    if (!found) continue;
    marks[kind].add(found);
    made.push([kind, found]);
  }
  held.set(element, made);
}
