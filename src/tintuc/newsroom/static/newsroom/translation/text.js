// The words of a field: what it holds as the desk stores it, and where in it a place counted by the desk is.
// A field is an element people write in; its mode is "rich" (bold, italic, links), "lines" or "line" (plain words).

const KEEP = { B: "b", STRONG: "b", I: "i", EM: "i", A: "a" };
const BREAKS = new Set(["P", "DIV", "LI", "TR", "H1", "H2", "H3", "H4", "H5", "H6", "BLOCKQUOTE", "PRE", "SECTION", "ARTICLE", "UL", "OL", "TABLE"]);
const SKIP = new Set(["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "IFRAME", "SVG", "MATH", "TITLE", "HEAD", "OBJECT", "TEXTAREA", "SELECT", "BUTTON"]);
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u2060\ufeff\u00ad\u202a-\u202e]/g;
const SPACE = /[ \t\r\n\u00a0]/;
const SCHEME = /^(https?:|mailto:|tel:)/i;

const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const attribute = (text) => escape(text).replace(/"/g, "&quot;");

/** Nodes that hold of some markup only words and what a paragraph may have; nothing in it is ever run. */
export function build(markup) {
  const parsed = new DOMParser().parseFromString(`<body>${markup}`, "text/html");
  const out = document.createDocumentFragment();
  copy(parsed.body, out);
  while (out.lastChild?.nodeName === "BR") out.lastChild.remove();
  return out;
}

function copy(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.data.replace(UNSEEN, "").replace(/[ \t\r\n]+/g, " ");
      if (text) to.append(text);
    } else if (node.nodeName === "BR") {
      to.append(document.createElement("br"));
    } else if (node.nodeType === Node.ELEMENT_NODE && !SKIP.has(node.nodeName)) {
      const begun = BREAKS.has(node.nodeName) && last(to);
      if (begun) to.append(document.createElement("br"));
      copy(node, inside(node, to));
      if (BREAKS.has(node.nodeName) && node.nextSibling && last(to)) to.append(document.createElement("br"));
    }
  }
}

// Whether words stand before, so that a new paragraph is a new line.
function last(to) {
  return to.textContent.trim() && to.lastChild && to.lastChild.nodeName !== "BR";
}

function inside(node, to) {
  const name = KEEP[node.nodeName];
  const href = node.getAttribute("href") ?? "";
  // Word and the like wrap everything they copy in a bold that is not bold.
  if (!name || (name === "a" && !SCHEME.test(href)) || node.style?.fontWeight === "normal") return to;
  const kept = document.createElement(name);
  if (name === "a") kept.setAttribute("href", href);
  to.append(kept);
  return kept;
}

/** Put a value of the desk into an element. */
export function fill(element, value, mode) {
  if (mode === "rich") element.replaceChildren(build(value));
  else element.textContent = value;
}

/** What a field holds, as it is sent: markup or plain text. */
export function value(element, mode) {
  const text = mode === "rich" ? markup(element) : plain(element);
  return text.replace(UNSEEN, "");
}

function markup(element) {
  let out = "";
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) out += escape(node.data);
    else if (node.nodeName === "BR") out += "<br>";
    else if (node.nodeType === Node.ELEMENT_NODE && !SKIP.has(node.nodeName)) {
      const name = KEEP[node.nodeName];
      const words = markup(node);
      if (BREAKS.has(node.nodeName) && out && !out.endsWith("<br>")) out += "<br>";
      if (!name || !words) out += words;
      else if (name === "a") out += `<a href="${attribute(node.getAttribute("href") ?? "")}">${words}</a>`;
      else out += `<${name}>${words}</${name}>`;
    }
  }
  return out.replace(/(<br>|\s)+$/, (end) => (element.isContentEditable && element.dataset.mode ? "" : end));
}

function plain(element) {
  let out = "";
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) out += node.data;
    else if (node.nodeName === "BR") out += "\n";
    else if (node.nodeType === Node.ELEMENT_NODE && !SKIP.has(node.nodeName)) {
      if (BREAKS.has(node.nodeName) && out && !out.endsWith("\n")) out += "\n";
      out += plain(node);
    }
  }
  return out.replace(/\u00a0/g, " ");
}

/** The text of an element as the desk reads it, and for each of its code points where that is in the document. */
export function read(element, mode) {
  const text = [];
  const at = [];
  let gap = null;
  const add = (character, node, offset) => {
    text.push(character);
    at.push([node, offset, character.length]);
  };
  const visit = (node) => {
    if (node.nodeName === "BR") {
      gap = mode === "rich" ? gap : null;
      if (gap) add(" ", ...gap);
      gap = null;
      if (text.length) add("\n", node.parentNode, [...node.parentNode.childNodes].indexOf(node));
      return;
    }
    if (node.nodeType !== Node.TEXT_NODE) {
      for (const child of node.childNodes) visit(child);
      return;
    }
    let offset = 0;
    for (const character of node.data) {
      const here = offset;
      offset += character.length;
      if (character.search(UNSEEN) === 0) continue;
      if (mode === "lines" && character === "\n") {
        gap = null;
        if (text.length) add("\n", node, here);
      } else if (SPACE.test(character)) {
        if (text.length && (text.at(-1) !== "\n" || mode === "rich")) gap ??= [node, here];
      } else {
        if (gap) add(" ", ...gap);
        gap = null;
        add(character, node, here);
      }
    }
  };
  visit(element);
  while (text.at(-1) === "\n") {
    text.pop();
    at.pop();
  }
  return { text: text.join(""), at };
}

/** The range of code points `start` to `end` of an element as the desk reads it; null if it has no such. */
export function range(element, mode, start, end, seen = read(element, mode)) {
  const first = seen.at[start];
  const final = seen.at[Math.max(start, end - 1)];
  if (!first || !final) return null;
  const found = document.createRange();
  found.setStart(first[0], first[1]);
  const length = final[0].nodeType === Node.TEXT_NODE ? final[2] : 1;
  found.setEnd(final[0], final[1] + length);
  return found;
}

/** Where the caret and the other end of the selection are, in characters from the beginning; null if elsewhere. */
export function caret(element) {
  const selection = getSelection();
  if (!selection.rangeCount || !element.contains(selection.anchorNode) || !element.contains(selection.focusNode)) return null;
  const here = selection.getRangeAt(0);
  const before = document.createRange();
  before.selectNodeContents(element);
  before.setEnd(here.startContainer, here.startOffset);
  const start = length(before.cloneContents());
  return [start, start + length(here.cloneContents())];
}

function length(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.length;
  if (node.nodeName === "BR") return 1;
  let sum = 0;
  for (const child of node.childNodes) sum += length(child);
  return sum;
}

/** Put the caret there again. */
export function place(element, [start, end]) {
  const found = document.createRange();
  found.selectNodeContents(element);
  found.collapse(false);
  const put = (wanted, set) => {
    let left = wanted;
    const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const size = node.nodeType === Node.TEXT_NODE ? node.data.length : node.nodeName === "BR" ? 1 : 0;
      if (node.nodeType === Node.TEXT_NODE && left <= size) {
        set(node, left);
        return;
      }
      if (node.nodeName === "BR" && left <= 0) {
        set(node.parentNode, [...node.parentNode.childNodes].indexOf(node));
        return;
      }
      left -= size;
    }
  };
  put(start, (node, offset) => found.setStart(node, offset));
  put(end, (node, offset) => found.setEnd(node, offset));
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(found);
}
