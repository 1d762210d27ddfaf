// The board and the queue by keyboard: j and k from line to line, h and l from language to language, Enter opens.
(() => {
  "use strict";
  const place = document.querySelector("[data-board]");
  if (!place) return;
  const lines = [...place.querySelectorAll("[data-line]")];
  let at = -1;

  const go = (number) => {
    if (!lines.length) return;
    at = Math.max(0, Math.min(number, lines.length - 1));
    lines.forEach((line, index) => line.toggleAttribute("data-here", index === at));
    lines[at].querySelector("[data-open]")?.focus({ preventScroll: true });
    lines[at].scrollIntoView({ block: "nearest" });
  };
  const sideways = (by) => {
    if (at < 0) return go(0);
    const all = [lines[at].querySelector("[data-open]"), ...lines[at].querySelectorAll("[data-cell]")];
    const here = all.indexOf(document.activeElement);
    all[Math.max(0, Math.min(here + by, all.length - 1))]?.focus();
    return undefined;
  };
  const acts = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    l: () => sideways(1),
    h: () => sideways(-1),
    x: () => lines[at]?.querySelector("[data-tick]")?.click(),
    "/": () => place.querySelector("[data-search]")?.focus(),
  };

  document.addEventListener("focusin", (event) => {
    const line = event.target.closest?.("[data-line]");
    if (line) at = lines.indexOf(line);
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea, [contenteditable=true]")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  // The order and the language are chosen in one step.
  place.querySelectorAll("form[method=get] select[name=sort], form[method=get] select[name=language]").forEach((box) => {
    box.addEventListener("change", () => box.form.requestSubmit());
  });
})();
