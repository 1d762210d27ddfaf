// The desk's panels: marks at the blocks, keys, waivers, and what the panels send.
(() => {
  "use strict";
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
  const panel = () => document.querySelector("[data-tintuc-desk]");
  const findings = () => [...(panel()?.querySelectorAll("[data-finding]:not(.tintuc-finding--waived)") ?? [])];

  const target = (item) => {
    const { block, field } = item.dataset;
    if (block) return document.getElementById(`block-${block}-section`);
    return document.querySelector(`[data-contentpath="${CSS.escape(field)}"]`)?.closest("section") ?? null;
  };

  const goTo = (item) => {
    const place = target(item);
    if (!place) return;
    if (place.matches("[data-panel]") || place.querySelector("[data-panel-toggle][aria-expanded=false]")) {
      place.querySelector("[data-panel-toggle][aria-expanded=false]")?.click();
    }
    place.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    place.querySelector("[contenteditable=true], textarea, input:not([type=hidden])")?.focus({ preventScroll: true });
  };

  const mark = () => {
    document.querySelectorAll(".tintuc-mark").forEach((old) => old.remove());
    for (const item of findings()) {
      const place = target(item);
      if (!place) continue;
      const note = document.createElement("button");
      note.type = "button";
      note.className = `tintuc-mark tintuc-mark--${item.dataset.level}`;
      note.textContent = item.dataset.message;
      note.addEventListener("click", () => show(item, true));
      place.prepend(note);
    }
    const counter = document.querySelector("[data-side-panel-toggle=integrity] [data-side-panel-toggle-counter]");
    const open = Number(panel()?.dataset.open ?? 0);
    if (counter) {
      counter.textContent = String(open);
      counter.hidden = open === 0;
    }
  };

  // The panel opens with a transition; what is in it can be scrolled to and focused when it is there.
  const show = (item, focus) => {
    const toggle = document.querySelector("[data-side-panel-toggle=integrity]");
    const closed = toggle && toggle.getAttribute("aria-expanded") !== "true";
    if (closed) toggle.click();
    panel().querySelectorAll("[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
    item.setAttribute("aria-current", "true");
    setTimeout(() => {
      item.scrollIntoView({ block: "nearest" });
      if (focus) item.focus();
    }, closed ? 350 : 0);
  };

  let at = -1;
  const step = (by) => {
    const all = findings();
    if (!all.length) return;
    at = (at + by + all.length) % all.length;
    // The caret goes to the words, so that they can be mended at once; the panel only shows which finding it is.
    show(all[at], !target(all[at]));
    goTo(all[at]);
  };

  const send = async (url, values) => {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "X-CSRFToken": token(), Accept: "application/json" },
      body: new URLSearchParams(values),
    });
    return answer.json();
  };

  const replace = (answer) => {
    if (!answer.panel) return;
    const fresh = document.createRange().createContextualFragment(answer.panel);
    panel().replaceWith(fresh);
    mark();
  };

  const waive = async (button) => {
    const item = button.closest("[data-finding]");
    const answer = await send(button.dataset.waive, {
      fingerprint: item.dataset.finding,
      reason: item.querySelector("[data-reason]").value,
    });
    const error = item.querySelector(".tintuc-error");
    error.textContent = answer.error ?? "";
    error.hidden = !answer.error;
    replace(answer);
  };

  // A panel stands inside the editor's form, so what it sends goes out in a form of its own.
  const post = (button) => {
    if (button.dataset.confirm && !confirm(button.dataset.confirm)) return;
    const form = document.createElement("form");
    form.method = "post";
    form.action = button.dataset.post;
    const values = { csrfmiddlewaretoken: token() };
    for (const name of (button.dataset.postFrom ?? "").split(" ").filter(Boolean)) {
      values[name] = button.closest(".tintuc-desk").querySelector(`[data-name=${name}]`).value;
    }
    for (const name of ["key", "language", "placement", "credit"]) {
      const value = button.dataset[`post${name[0].toUpperCase()}${name.slice(1)}`];
      if (value !== undefined) values[name] = value;
    }
    for (const [name, value] of Object.entries(values)) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const item = button.closest("[data-finding], [data-block]");
    if (button.matches("[data-goto]")) goTo(item);
    else if (button.matches("[data-open-waive]")) {
      const box = item.querySelector(".tintuc-waive");
      box.hidden = !box.hidden;
      button.setAttribute("aria-expanded", String(!box.hidden));
      if (!box.hidden) box.querySelector("textarea").focus();
    } else if (button.matches("[data-waive]")) await waive(button);
    else if (button.matches("[data-take-back]")) replace(await send(button.dataset.takeBack, { fingerprint: item.dataset.finding }));
    else if (button.matches("[data-post]")) post(button);
  });

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || !event.altKey || event.code !== "KeyN") return;
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  });

  document.addEventListener("w-autosave:success", () => setTimeout(mark, 50));
  document.addEventListener("DOMContentLoaded", () => setTimeout(mark, 300));
})();
