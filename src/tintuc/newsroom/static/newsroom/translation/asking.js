// Dialogs: a reason, a few words, help.

/** Open a dialog. */
export function open(id) {
  const dialog = document.getElementById(id);
  if (!dialog.open) dialog.showModal();
  return dialog;
}

/** Open a dialog with a form; what was filled in, or null if it was closed. `title` takes the place of its heading. */
export function ask(id, title = "") {
  const dialog = document.getElementById(id);
  const form = dialog.querySelector("form");
  form.reset();
  if (title) dialog.querySelector("h2").textContent = title;
  return new Promise((answer) => {
    const end = () => {
      dialog.removeEventListener("close", end);
      answer(dialog.returnValue === "yes" ? Object.fromEntries(new FormData(form)) : null);
    };
    dialog.returnValue = "";
    dialog.addEventListener("close", end);
    dialog.showModal();
  });
}
