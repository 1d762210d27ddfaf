// Asks now and then whether a live story has new entries, and offers them; nothing moves under a reader's eyes.
// The page is complete without it. An unchanged page costs the server a 304.
"use strict";
(() => {
  const live = document.querySelector("[data-live]");
  const offer = live?.querySelector("[data-new]");
  if (!offer || !window.fetch) return;
  const SOON = 30000, LATE = 240000;
  let wait = SOON, tag = null, fresh = null, timer = 0;

  const entries = (root) => root.querySelector("[data-entries]");
  const known = () => new Set([...entries(live).querySelectorAll(".live-group")].map((entry) => entry.outerHTML));

  async function ask() {
    try {
      const answer = await fetch(location.pathname, { cache: "no-cache", credentials: "omit" });
      const now = answer.headers.get("ETag");
      if (answer.ok && now !== tag) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const found = page.querySelector("[data-live]");
        const old = known();
        if (!found || [...entries(found).querySelectorAll(".live-group")].some((entry) => !old.has(entry.outerHTML))) {
          fresh = page;
          offer.hidden = false;
        }
        tag = now;
        wait = SOON;
      } else {
        wait = Math.min(wait * 1.5, LATE);
      }
    } catch {
      wait = Math.min(wait * 2, LATE);
    }
    plan();
  }

  function plan() {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, wait * (0.85 + 0.3 * Math.random()));
  }

  offer.querySelector("button").addEventListener("click", () => {
    const found = fresh?.querySelector("[data-live]");
    if (!found) return location.reload();
    entries(live).replaceWith(document.importNode(entries(found), true));
    const was = live.querySelector(".points"), is = found.querySelector(".points");
    if (was && is) was.replaceWith(document.importNode(is, true));
    offer.hidden = true;
    entries(live).querySelector("a")?.focus();
  });
  document.addEventListener("visibilitychange", () => {
    wait = SOON;
    plan();
  });
  plan();
})();
