// Loads a player from elsewhere only when the reader asks for it.
(() => {
  for (const card of document.querySelectorAll("[data-player]")) {
    const button = card.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", () => {
      const frame = document.createElement("iframe");
      frame.src = card.dataset.player;
      frame.title = card.querySelector("a").textContent;
      frame.allow = "fullscreen; picture-in-picture";
      frame.sandbox = "allow-scripts allow-same-origin allow-popups allow-presentation";
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      card.classList.add("playing");
      card.replaceChildren(frame);
      frame.focus();
    });
  }
})();
