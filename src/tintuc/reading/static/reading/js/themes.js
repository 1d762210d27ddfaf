// Light, dark, or as the machine is set.
(() => {
  const root = document.documentElement;
  const buttons = document.querySelectorAll("[data-choose-theme]");
  const show = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.chooseTheme === (root.dataset.theme || "")));
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const chosen = button.dataset.chooseTheme;
      try {
        if (chosen) localStorage.setItem("theme", chosen);
        else localStorage.removeItem("theme");
      } catch {} // it then holds for this page
      if (chosen) root.dataset.theme = chosen;
      else delete root.dataset.theme;
      show();
    });
  }
  for (const box of document.querySelectorAll(".themes")) box.hidden = false;
  show();
})();
