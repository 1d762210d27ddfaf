// Runs the desk's fixing.js on Wagtail's own editor of rich text, with as much of a browser as that asks for.
// Arguments: folder of Wagtail's scripts, place of fixing.js. Reads cases as JSON from standard input.
const fs = require("fs");
const vm = require("vm");

const nothing = () =>
  new Proxy(function () {}, {
    get: (known, name) => {
      if (name === Symbol.toPrimitive) return () => "";
      if (name === Symbol.iterator) return function* () {};
      if (name === "nodeType") return 1;
      return name in known ? known[name] : (known[name] = nothing());
    },
    apply: nothing,
    construct: nothing,
    has: () => true,
  });

const [scripts, fixing] = process.argv.slice(2);
const quiet = { log() {}, error() {}, warn() {}, info() {} };
class Nothing {
  observe() {}
}
const window = {
  document: nothing(), navigator: { userAgent: "node", platform: "node", language: "en" }, console: quiet, setTimeout, clearTimeout,
  setInterval() {}, queueMicrotask, MutationObserver: Nothing, HTMLElement: Nothing, Element: Nothing, Node: Nothing, Event: Nothing,
  CustomEvent: Nothing, location: { href: "http://desk.test/", search: "", hash: "" }, URL, URLSearchParams, localStorage: nothing(),
  customElements: { define() {}, get() {} }, jQuery: nothing(), $: nothing(), gettext: (text) => text, matchMedia: nothing,
  requestAnimationFrame() {}, getComputedStyle: nothing, addEventListener() {}, removeEventListener() {}, performance, MessageChannel,
  CSS: { escape: (text) => text },
};
window.window = window.self = window.global = window;
vm.createContext(window);
for (const place of [`${scripts}/vendor.js`, `${scripts}/draftail.js`, fixing]) vm.runInContext(fs.readFileSync(place, "utf8"), window);

const { EditorState, convertFromRaw, convertToRaw } = window.DraftJS;
const block = (text, number) => ({
  key: `k${number}`, text, type: "unstyled", depth: 0, entityRanges: [], inlineStyleRanges: [{ offset: 0, length: 3, style: "BOLD" }],
});

const rich = ({ texts, quote, start, replacement }) => {
  let state = EditorState.createWithContent(convertFromRaw({ blocks: texts.map(block), entityMap: {} }));
  const input = { draftailEditor: { getEditorState: () => state, onChange: (next) => (state = next) } };
  const section = { querySelector: () => null, querySelectorAll: () => [input] };
  const done = window.tintucFixing.apply(section, { block: "p1", field: "body", part: "", start }, quote, replacement);
  const undo = state.getUndoStack().size;
  return { done, texts: convertToRaw(state.getCurrentContent()).blocks.map((one) => one.text), undo };
};

const plain = ({ value, quote, start, replacement }) => window.tintucFixing.spot(value, quote, start);

const cases = JSON.parse(fs.readFileSync(0, "utf8"));
// React keeps a message channel open, which would keep node running.
process.stdout.write(JSON.stringify(cases.map((one) => (one.texts ? rich(one) : plain(one)))), () => process.exit(0));
