// Counts one read when the page is really seen, and fills the hot list. Nothing is stored.
(() => {
  const page = document.querySelector("[data-article]");
  const show = (answer) => {
    const line = document.querySelector(".reads");
    if (!line || !(answer.reads > 0)) return;
    const tongue = document.documentElement.lang;
    line.querySelector("[data-reads]").textContent = new Intl.NumberFormat(tongue, { numberingSystem: "latn" }).format(answer.reads);
    const form = { numberingSystem: "latn", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: line.dataset.zone };
    const clock = line.querySelector("[data-clock]");
    clock.textContent = new Intl.DateTimeFormat(tongue, form).format(new Date());
    clock.dateTime = new Date().toISOString();
    line.hidden = false;
  };
  const count = () =>
    fetch("/c/r", { method: "POST", body: new URLSearchParams({ a: page.dataset.article }), keepalive: true })
      .then((reply) => (reply.status === 200 ? reply.json().then(show) : null))
      .catch(() => null);
  const seen = () => {
    if (document.visibilityState === "visible") return count();
    document.addEventListener("visibilitychange", seen, { once: true });
  };
  if (page) {
    if (document.prerendering) document.addEventListener("prerenderingchange", seen, { once: true });
    else seen();
    addEventListener("pageshow", (event) => event.persisted && count());
  }
  for (const box of document.querySelectorAll("[data-hot]")) {
    fetch(box.dataset.hot)
      .then((reply) => (reply.ok ? reply.text() : ""))
      .then((list) => (box.innerHTML = list))
      .catch(() => null);
  }
})();
