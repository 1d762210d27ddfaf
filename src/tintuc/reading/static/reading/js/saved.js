// Stories a reader keeps, on the reader's own device alone; with their pages too where the edition offers that.
(() => {
  const KEY = "saved";
  const STORE = "saved-1"; // the same name as in worker.js
  const root = document.documentElement;
  const offline = "offline" in root.dataset && "caches" in window;
  const read = () => {
    try {
      const list = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(list) ? list.filter((story) => story && typeof story.path === "string" && story.path[0] === "/" && story.path[1] !== "/") : [];
    } catch {
      return [];
    }
  };
  const write = (list) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(list.slice(0, 200)));
      return true;
    } catch {
      return false;
    }
  };
  const parts = () => [...document.querySelectorAll("link[rel=stylesheet], link[rel=preload], script[src], main article img")].map((part) => part.currentSrc || part.src || part.href);
  const keep = (path) => offline && caches.open(STORE).then((store) => Promise.allSettled([path, ...parts(), root.dataset.offline].map((url) => store.add(url))));
  // The last story takes along the styles and scripts that were kept for all of them.
  const drop = (path) => offline && (read().length ? caches.open(STORE).then((store) => store.delete(path)) : caches.delete(STORE));

  for (const button of document.querySelectorAll("[data-save]")) {
    const path = location.pathname;
    const show = () => {
      const kept = read().some((story) => story.path === path);
      button.setAttribute("aria-pressed", String(kept));
      button.textContent = kept ? button.dataset.done : button.dataset.save;
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      const list = read();
      const others = list.filter((story) => story.path !== path);
      if (others.length < list.length) {
        write(others);
        drop(path);
      } else if (write([{ path, lang: root.lang, headline: document.querySelector("h1").textContent.trim() }, ...others])) {
        keep(path);
      }
      show();
    });
    show();
  }

  const shelf = document.querySelector("[data-saved]");
  if (shelf) {
    const list = read();
    for (const story of list) {
      const line = document.createElement("li");
      const link = document.createElement("a");
      const button = document.createElement("button");
      link.href = story.path;
      link.lang = String(story.lang || "");
      link.textContent = String(story.headline);
      button.className = "button";
      button.textContent = shelf.dataset.remove;
      button.addEventListener("click", () => {
        write(read().filter((other) => other.path !== story.path));
        drop(story.path);
        line.remove();
        document.querySelector("[data-none]").hidden = read().length > 0;
      });
      line.append(link, button);
      shelf.append(line);
    }
    document.querySelector("[data-none]").hidden = list.length > 0;
  }

  if (navigator.serviceWorker) {
    if (offline) navigator.serviceWorker.register("/worker.js").catch(() => null);
    else navigator.serviceWorker.getRegistration().then((found) => found && found.unregister(), () => null);
  }
})();
