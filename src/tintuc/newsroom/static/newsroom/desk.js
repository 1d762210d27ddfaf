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

  const fresh = () => {
    moved = [];
    renewed();
  };

  // The panel has been made anew: what one was at is so still, and new findings are said aloud. The panel cannot be listened
  // to itself, since a screen reader would hear all of it after each save, or nothing.
  const renewed = () => {
    chosen()?.setAttribute("aria-current", "true");
    mark();
    tell();
    keepReason();
    if (within === null || document.activeElement !== document.body) return;
    const item = panel()?.querySelector(`[data-finding="${CSS.escape(within)}"]`);
    (item ?? findings()[0] ?? panel())?.focus({ preventScroll: true });
  };

  // The finding of the panel that has the keyboard, "" if another part of the panel has it; null if it is elsewhere.
  let within = null;
  document.addEventListener("focusin", ({ target: now }) => {
    within = panel()?.contains(now) ? (now.closest("[data-finding]")?.dataset.finding ?? "") : null;
  });

  // A reason that is being written when a save makes the panel anew.
  let reason = null;
  document.addEventListener("input", ({ target: now }) => {
    if (now.matches("[data-reason]")) reason = { finding: now.closest("[data-finding]").dataset.finding, text: now.value };
  });
  const keepReason = () => {
    const item = findings().find((one) => one.dataset.finding === reason?.finding);
    const box = item?.querySelector("[data-reason]");
    if (!box) reason = null;
    else if (box.value !== reason.text) {
      box.value = reason.text;
      openWaive(item, true);
    }
  };

  const voice = Object.assign(document.createElement("p"), { className: "w-sr-only" });
  voice.setAttribute("role", "status");
  let known = null;
  const tell = () => {
    const line = (item) => `${item.querySelector(".tintuc-level").textContent}: ${item.dataset.message}`;
    const all = new Map(findings().map((item) => [item.dataset.finding, line(item)]));
    const verdict = panel()?.querySelector(".tintuc-verdict").textContent.replace(/\s+/g, " ").trim() ?? "";
    if (known) {
      const made = [...all].filter(([one]) => !known.has(one)).map(([, text]) => text);
      if (made.length || [...known.keys()].some((one) => !all.has(one))) voice.textContent = [...made, verdict].join(" ");
    }
    known = all;
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
    choose(item);
    setTimeout(() => {
      item.scrollIntoView({ block: "nearest" });
      if (focus) item.focus();
    }, closed ? 350 : 0);
  };

  // The finding one is at stays so when the panel is made anew after a save; if it is mended, its place in the row does.
  let current = null;
  let at = -1;
  const chosen = () => findings().find((item) => item.dataset.finding === current) ?? null;
  const choose = (item) => {
    current = item.dataset.finding;
    at = findings().indexOf(item);
  };
  const step = (by) => {
    const all = findings();
    if (!all.length) return;
    const here = all.indexOf(chosen());
    const next = here >= 0 ? here + by : by < 0 ? at - 1 : Math.max(at, 0);
    const item = all[(Math.max(next, -1) + all.length) % all.length];
    // The caret goes to the words, so that they can be mended at once; the panel only shows which finding it is.
    show(item, !target(item));
    goTo(item);
  };

  // What was replaced since the panel was made moves what stands after it in the same place.
  let moved = [];
  const apply = (item) => {
    const { block, field, part, start, quote, replacement } = item.dataset;
    const section = target(item);
    const key = [field, block, part].join("|");
    const shift = moved.filter((one) => one.key === key && one.start < Number(start));
    const place = { block, field, part, start: shift.reduce((sum, one) => sum + one.by, Number(start)) };
    const done = Boolean(section) && tintucFixing.apply(section, place, quote, replacement);
    const error = item.querySelector("[data-apply-error]");
    error.hidden = done;
    if (!done) return;
    moved.push({ key, start: Number(start), by: [...replacement].length - [...quote].length });
    if (item.contains(document.activeElement)) goTo(item);
    item.classList.add("tintuc-finding--applied");
    item.querySelector("[data-apply]").disabled = true;
  };

  const openWaive = (item, open) => {
    const box = item.querySelector(".tintuc-waive");
    if (!box) return;
    box.hidden = !open;
    item.querySelector("[data-open-waive]").setAttribute("aria-expanded", String(open));
    if (open) box.querySelector("textarea").focus();
    else reason = null;
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
    panel().replaceWith(document.createRange().createContextualFragment(answer.panel));
    // The words in the form are those the panel was made from only after a save, so what moved stays noted.
    renewed();
  };

  const waive = async (button) => {
    const item = button.closest("[data-finding]");
    const answer = await send(button.dataset.waive, {
      fingerprint: item.dataset.finding,
      reason: item.querySelector("[data-reason]").value,
      until: item.querySelector("[data-until]").value,
    });
    const error = item.querySelector("[data-waive-error]");
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
      const named = `[data-name=${name}]`;
      const near = button.closest("[data-post-scope]") ?? button.closest("li, p");
      values[name] = (near?.querySelector(named) ?? button.closest(".tintuc-desk").querySelector(named)).value;
    }
    for (const name of ["key", "language", "placement", "credit", "release", "chain", "digest", "seen"]) {
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
    else if (button.matches("[data-open-waive]")) openWaive(item, button.getAttribute("aria-expanded") !== "true");
    else if (button.matches("[data-apply]")) apply(item);
    else if (button.matches("[data-waive]")) await waive(button);
    else if (button.matches("[data-take-back]")) replace(await send(button.dataset.takeBack, { fingerprint: button.dataset.fingerprint }));
    else if (button.matches("[data-post]")) post(button);
  });

  const KEYS = {
    KeyJ: () => step(1),
    KeyK: () => step(-1),
    Enter: () => apply(chosen()),
    KeyW: () => {
      const item = chosen();
      if (!item?.querySelector("[data-open-waive]")) return;
      show(item, false);
      setTimeout(() => openWaive(item, true), 400);
    },
  };

  // Alt and nothing else: AltGr, which types letters, comes as Ctrl and Alt. An input method keeps its own keys.
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || !event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.shiftKey || event.getModifierState("AltGraph") || !Object.hasOwn(KEYS, event.code) || !panel()) return;
    if (event.code === "Enter" && !chosen()?.querySelector("[data-apply]:not(:disabled)")) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat || event.code === "KeyJ" || event.code === "KeyK") KEYS[event.code]();
  }, true);

  // How often Wagtail looks whether the form has changed, in milliseconds. Words are sent when it has not for as long again,
  // Draftail's quarter of a second and the settings' WAGTAIL_AUTOSAVE_INTERVAL: some 0.6 s after the last key.
  const LOOK = 150;

  // Half a word of an input method is nobody's words: a save waits until it is whole.
  let composing = false;
  let waiting = null;
  document.addEventListener("compositionstart", () => {
    composing = true;
  });
  document.addEventListener("compositionend", () => {
    composing = false;
    if (waiting) window.wagtail.app.getControllerForElementAndIdentifier(waiting, "w-unsaved").notify();
    waiting = null;
  });
  document.addEventListener("w-autosave:save", (event) => {
    if (!composing) return;
    waiting = event.target;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("w-autosave:success", () => setTimeout(fresh, 50));
  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form[data-controller~=w-autosave]");
    if (form) form.dataset.wUnsavedCheckIntervalValue = String(LOOK);
    document.body.append(voice);
    setTimeout(renewed, 300);
  });
})();
