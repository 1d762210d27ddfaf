// Shares with the device's own sheet, and copies the address.
(() => {
  const title = document.title;
  const address = document.querySelector("link[rel=canonical]")?.href || location.href;
  const said = (button) => {
    const usual = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = usual), 2500);
  };
  for (const button of document.querySelectorAll("[data-share]")) {
    if (!navigator.share) continue;
    button.hidden = false;
    button.addEventListener("click", () => navigator.share({ title, url: address }).catch(() => null));
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", () => navigator.clipboard.writeText(address).then(() => said(button), () => null));
  }
})();
