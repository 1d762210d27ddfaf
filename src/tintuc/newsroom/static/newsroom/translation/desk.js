// The translation desk: one screen for a whole article. Here its parts meet.
import { Beside } from "./beside.js";
import { Keeper } from "./keeping.js";
import { listen } from "./keys.js";
import { ask, open } from "./asking.js";
import { showHead } from "./head.js";
import { Newest } from "./newest.js";
import { Row } from "./rows.js";
import { Desk } from "./sending.js";

const root = document.querySelector("[data-translation]");
const said = (id) => JSON.parse(document.getElementById(id).textContent);
const says = said("td-says");
const opened = said("td-opened");
const me = root.dataset.me;
const $ = (part, from = root) => from.querySelector(`[data-td=${part}]`);
const list = $("rows");
const desk = new Desk(root);
const narrow = matchMedia("(max-width: 60em)");
const quiet = matchMedia("(prefers-reduced-motion: reduce)");
const PULSE = 10_000;

const at = { rows: [], row: null, filter: "all", comments: opened.comments, claims: opened.claims, stamp: opened.stamp, finding: null, head: opened };
const byKey = () => new Map(at.rows.map((row) => [row.key, row]));

// — saying —

function status(kind, why = "") {
  const line = $("status");
  const text = says.status[kind] ?? kind;
  const reason = why === "logged out" ? says.status.loggedOut : kind === "waiting" && why === "offline" ? says.status.offline : "";
  line.dataset.kind = kind;
  const full = reason || text;
  if (line.textContent !== full) line.textContent = full;
}

function say(text) {
  const line = $("said");
  line.textContent = text;
  line.hidden = !text;
}

function problem(failure) {
  if (failure.answer?.findings?.length) {
    const items = failure.answer.findings.map((one) => Object.assign(document.createElement("li"), { textContent: one }));
    const box = Object.assign(document.createElement("ul"), {});
    box.append(...items);
    say(failure.message);
    $("said").append(box);
  } else if (failure.status) {
    say(failure.message || says.status.refused);
  } else {
    say(failure.message === "logged out" ? says.status.loggedOut : says.notDone);
  }
}

// — saving —

const keeper = new Keeper(desk, root.dataset.article, {
  stamp: () => at.stamp,
  told: status,
  saved(row, answer) {
    at.stamp = answer.stamp || at.stamp;
    at.head.words = answer.words || at.head.words;
    row.parts.refused.hidden = true;
    row.take(answer.row, { words: false });
    at.head.vouched = "";
    head();
    findings();
    if (row === at.row) beside.showTerms(row);
  },
  met(row, answer) {
    meeting(row, answer);
  },
  refused(row, message) {
    row.parts.refused.textContent = message || says.status.refused;
    row.parts.refused.hidden = false;
  },
});

function typed(row) {
  keeper.note(row);
  if (row === at.row) beside.showTerms(row);
  claim(row);
}

const newest = new Newest(() => desk.show("findings"), showFindings);
const findings = () => newest.again();

function showFindings(answer) {
  const keys = byKey();
  at.elsewhere = answer.findings.filter((one) => !keys.has(one.key) && !one.waiver);
  const before = at.row?.told?.map(aloud) ?? [];
  for (const row of at.rows) row.showFindings(answer.findings.filter((one) => one.key === row.key));
  tell(before, at.row?.told?.map(aloud) ?? []);
  at.verdict = answer.verdict;
  at.holds = answer.holds;
  head();
}

const aloud = (one) => `${says.levels[one.level]}: ${one.message}`;

/** Say aloud what the desk has found since in the passage one is at; its list is only seen. */
function tell(before, now) {
  const made = [...new Set(now)].filter((one) => !before.includes(one));
  if (made.length) $("told").textContent = made.join(" ");
  else if (before.length && !now.length) $("told").textContent = says.mended;
}

// — two at one passage —

function meeting(row, answer) {
  const theirs = answer.theirs?.find((one) => one.key === row.key);
  const box = row.parts.meeting;
  const part = (name) => box.querySelector(`[data-meet=${name}]`);
  part("why").textContent = theirs?.by && !answer.person ? `${answer.error} (${theirs.by})` : answer.error;
  part("theirs").textContent = new DOMParser().parseFromString(`<body>${theirs?.value ?? ""}`, "text/html").body.textContent || says.nothing;
  part("mine").textContent = row.field.element.textContent || says.nothing;
  for (const name of ["theirs", "mine"]) Object.assign(part(name), { lang: row.parts.field.lang, dir: "auto" });
  box.hidden = false;
  row.theirs = theirs;
  row.element.classList.add("td-row--met");
  head();
  row.parts.meeting.querySelector("button")?.focus({ preventScroll: true });
}

function settle(row, keepMine) {
  row.parts.meeting.hidden = true;
  row.element.classList.remove("td-row--met");
  row.met = false;
  row.seen = row.theirs?.digest ?? "";
  if (keepMine) keeper.now(row);
  else {
    keeper.forget(row);
    if (row.theirs) row.field.set(row.theirs.value, { quiet: true });
    row.take(row.theirs ?? {});
    status(keeper.unsaved ? "dirty" : "saved");
  }
  row.parts.field.focus();
  head();
}

// — where one is, and who else —

let claimed = "";
async function claim(row) {
  if (claimed === row.data.place) return;
  claimed = row.data.place;
  try {
    await desk.act("claim", { place: row.data.place });
  } catch (failure) {
    claimed = "";
    if (failure.answer?.person) {
      at.claims[row.data.place] = failure.answer.person;
      showClaims();
    }
  }
}

function showClaims() {
  for (const row of at.rows) {
    const person = at.claims[row.data.place];
    const held = Boolean(person) && !row.dirty;
    row.field.lock(held || row.out);
    row.parts.claim.textContent = person ? says.writesHere.replace("%s", person) : "";
    row.parts.claim.hidden = !person;
    row.element.classList.toggle("td-row--held", Boolean(person));
  }
}

async function pulse() {
  if (document.hidden && !keeper.unsaved) return;
  try {
    const place = at.row && (at.row.dirty || claimed === at.row.data.place) ? at.row.data.place : "";
    take(await desk.act("pulse", { place, stamp: at.stamp }));
  } catch {
    // The next one will say.
  }
}

/** What the desk says of the whole article now. */
function take(answer) {
  if (answer.claims) at.claims = answer.claims;
  if (answer.comments) at.comments = answer.comments;
  if (answer.stamp) at.stamp = answer.stamp;
  if (answer.rows) takeRows(answer.rows);
  for (const name of ["merge", "undo", "vouched", "words", "origin"]) if (name in answer) at.head[name] = answer[name];
  showClaims();
  showTalk();
  if (answer.rows) findings();
  head();
}

function takeRows(rows) {
  const known = byKey();
  at.rows = rows.map((data) => {
    const row = known.get(data.key);
    known.delete(data.key);
    if (!row) return made(data);
    if (row.data.digest !== data.digest) beside.forget(row.key);
    row.take(data);
    return row;
  });
  for (const row of known.values()) if (row.dirty) at.rows.push(row);
  arrange();
}

function arrange() {
  let last = "";
  at.rows.forEach((row, number) => {
    row.number = number;
    row.element.classList.toggle("td-row--joined", row.data.place === last);
    last = row.data.place;
  });
  const wanted = at.rows.map((row) => row.element);
  const here = [...list.children].filter((element) => element.matches(".td-row"));
  if (wanted.length === here.length && wanted.every((element, number) => element === here[number])) return;
  const focused = document.activeElement;
  list.replaceChildren(...wanted);
  if (focused && root.contains(focused) && document.activeElement !== focused) focused.focus({ preventScroll: true });
  if (at.row && !at.rows.includes(at.row)) at.row = null;
  putBeside();
}

function made(data) {
  const row = new Row(data, document.getElementById("td-row"), {
    language: root.dataset.language,
    sourceLanguage: root.dataset.sourceLanguage,
    direction: root.dataset.direction,
    sourceDirection: root.dataset.sourceDirection,
    says,
    changed: typed,
  });
  row.showTerms(opened.marks[data.key], opened.terms);
  row.parts.field.addEventListener("focus", () => go(row, false));
  row.parts.field.addEventListener("blur", () => keeper.now(row));
  return row;
}

// — moving —

function go(row, focus = true) {
  if (!row) return;
  if (at.row !== row) {
    at.row?.element.classList.remove("td-row--at");
    at.row = row;
    row.element.classList.add("td-row--at");
    putBeside();
    beside.show(row, at.comments);
  }
  if (!focus) return;
  row.parts.field.focus({ preventScroll: true });
  if (document.activeElement !== row.parts.field) row.parts.field.closest(".td-row").querySelector("button:not([hidden])")?.focus({ preventScroll: true });
  row.element.scrollIntoView({ block: "center", behavior: quiet.matches ? "auto" : "smooth" });
}

function putBeside() {
  const element = $("beside");
  if (narrow.matches && at.row) at.row.element.append(element);
  else if (element.parentElement !== $("main")) $("main").append(element);
}

const shown = () => at.rows.filter((row) => !row.element.hidden);
function step(by, wanted = () => true) {
  const rows = shown();
  if (!rows.length) return;
  let place = at.row ? rows.indexOf(at.row) : by > 0 ? -1 : rows.length;
  if (place < 0 && at.row) place = rows.findIndex((row) => row.number > at.row.number) - (by > 0 ? 1 : 0);
  for (let left = rows.length; left; left--) {
    place = (place + by + rows.length) % rows.length;
    if (wanted(rows[place])) {
      go(rows[place]);
      return;
    }
  }
  say(says.noneLeft);
}

function stepFinding(by) {
  const all = shown().flatMap((row) => (row.told ?? []).map((one) => [row, one]));
  if (!all.length) {
    say(says.noFinding);
    return;
  }
  let here = all.findIndex(([row, one]) => row === at.row && one.fingerprint === at.finding);
  if (here < 0 && at.row) here = all.findIndex(([row]) => row.number >= at.row.number) - (by > 0 ? 1 : 0);
  const [row, one] = all[(here + by + all.length) % all.length];
  at.finding = one.fingerprint;
  go(row);
  row.select(one);
  for (const line of list.querySelectorAll(".td-finding[aria-current]")) line.removeAttribute("aria-current");
  row.parts.findings.querySelector(`[data-finding="${one.fingerprint}"]`)?.setAttribute("aria-current", "true");
}

// — acts —

async function act(name, values = {}) {
  say("");
  try {
    const answer = await desk.act(name, values);
    take(answer);
    return answer;
  } catch (failure) {
    problem(failure);
    if (failure.status === 409) pulse();
    return null;
  }
}

/** Everything typed is with the desk, so that what is done next is done to it. */
async function settled() {
  for (const row of at.rows) if (row.dirty) keeper.now(row);
  for (let left = 60; left && keeper.unsaved; left--) await new Promise((go) => setTimeout(go, 100));
  if (keeper.unsaved) say(says.saveFirst);
  return !keeper.unsaved;
}

function done() {
  const row = at.row;
  if (!row) return false;
  keeper.now(row, !row.field.empty && row.data.state !== "stale" ? true : row.dirty);
  claimed = "";
  step(1);
  return true;
}

async function approve() {
  const row = at.row;
  if (!row || row.field.empty || row.data.added) return;
  if (row.data.state === "initial") keeper.now(row, true);
  if (!(await settled())) return;
  const looked = { key: row.key, seen: row.seen, source: row.data.sourceDigest };
  await act(row.data.state === "stale" ? "confirm" : "review", looked);
}

function takeSuggestion(row, one) {
  if (row.element.classList.contains("td-row--held")) return;
  row.made = { origin: one.from, engine: one.engine ?? "", edited: false };
  if (one.value !== undefined) row.field.set(one.value);
  else row.field.set(one.text, { plain: true });
  row.parts.field.focus();
}

const acts = {
  done,
  approve,
  next: () => step(1),
  previous: () => step(-1),
  todo: () => step(1, (row) => ["untranslated", "stale", "initial"].includes(row.state)),
  nextFinding: () => stepFinding(1),
  previousFinding: () => stepFinding(-1),
  suggestion: (number) => beside.pick(number),
  copy() {
    if (!at.row || at.row.data.added) return false;
    at.row.made = { origin: "", engine: "" };
    at.row.field.set(at.row.data.source);
    return true;
  },
  clear() {
    if (!at.row) return false;
    at.row.field.set("");
    return true;
  },
  fix() {
    const one = at.row?.told?.find((finding) => finding.fingerprint === at.finding && finding.replacement != null) ?? at.row?.told?.find((finding) => finding.replacement != null);
    if (!one) return false;
    if (!at.row.fix(one)) say(says.notThere);
    return true;
  },
  undo: () => (at.row && document.activeElement === at.row.parts.field ? at.row.field.undo(-1) : false),
  redo: () => (at.row && document.activeElement === at.row.parts.field ? at.row.field.undo(1) : false),
  save: () => at.rows.forEach((row) => row.dirty && keeper.now(row)),
  comment() {
    if (!at.row) return false;
    $("comment").focus();
    return true;
  },
  async link() {
    const row = at.row;
    if (row?.mode !== "rich" || document.activeElement !== row.parts.field) return;
    const selection = getSelection();
    if (selection.isCollapsed) return;
    const kept = selection.getRangeAt(0).cloneRange();
    const address = await ask("td-link");
    row.parts.field.focus();
    selection.removeAllRanges();
    selection.addRange(kept);
    if (address === null) return;
    document.execCommand(address.value ? "createLink" : "unlink", false, address.value);
    row.field.note();
    typed(row);
  },
  help: () => open("td-help"),
  async preview() {
    if (!(await settled())) return;
    const frame = $("page", document);
    frame.src = `${root.dataset.acts.replace("ACT", "show/preview")}?edition=${$("edition", document)?.value ?? ""}`;
    open("td-preview");
  },
  async vouch() {
    if (await settled()) await act("vouch", { words: at.head.words });
  },
  async release() {
    if (!(await settled())) return;
    const answer = await act("release");
    if (!answer) return;
    say(says.released);
    if (answer.address) {
      const link = Object.assign(document.createElement("a"), { href: answer.address, target: "_blank", rel: "noopener", textContent: answer.address });
      $("said").append(" ", link);
    }
  },
  async follow() {
    if (await settled()) await act("follow", { fingerprint: at.head.merge.fingerprint });
  },
  async "undo-follow"() {
    if (await settled()) await act("undo-follow");
  },
  async "leave-out"(_, event) {
    const row = at.row;
    const told = await ask("td-reason", says.reasonOut);
    if (told && (await settled())) await act("leave-out", { place: row.data.place, reason: told.value });
    event?.target?.focus?.();
  },
  async "bring-back"() {
    await act("bring-back", { place: at.row.data.place });
  },
  async add() {
    const after = at.row.data.place;
    const told = await ask("td-add");
    if (!told || !(await settled())) return;
    const answer = await act("add", { after, kind: told.kind, value: told.text, reason: told.reason });
    if (answer) go(byKey().get(answer.made));
  },
  async remove() {
    if (await settled()) await act("remove", { place: at.row.data.place });
  },
  async waive(_, event) {
    const fingerprint = event.target.closest("[data-finding]").dataset.finding;
    const told = await ask("td-reason", says.reasonWaive);
    if (!told || !(await settled())) return;
    try {
      newest.put(await desk.act("waive", { fingerprint, reason: told.value }));
    } catch (failure) {
      problem(failure);
    }
  },
  async send() {
    const field = $("comment");
    if (!at.row || !field.value.trim()) return;
    if (await act("comment", { place: at.row.data.place, text: field.value })) field.value = "";
  },
  resolve: () => act("resolve", { place: at.row.data.place }),
  reopen: () => act("resolve", { place: at.row.data.place, open: true }),
};

function showTalk() {
  for (const row of at.rows) {
    const open = at.comments.filter((one) => one.place === row.data.place && !one.resolved).length;
    row.talks = open;
    row.parts.talk.textContent = open ? says.comments.replace("%s", open) : "";
    row.parts.talk.hidden = !open || row.element.classList.contains("td-row--joined");
  }
  if (at.row) beside.showComments(at.row, at.comments);
}

const head = () => showHead(root, at, { says, me });

const beside = new Beside($("beside"), desk, says, {
  take: takeSuggestion,
  restore(row, one) {
    row.made = { origin: "", engine: "" };
    row.field.set(one.value);
    row.parts.field.focus();
  },
});

root.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) {
    const row = at.rows.find((one) => one.element.contains(event.target) && one.parts.source.contains(event.target));
    if (row && getSelection().isCollapsed) go(row);
    return;
  }
  const row = at.rows.find((one) => one.element.contains(button));
  if (row && !button.closest("[data-td=beside]")) go(row, false);
  if (button.dataset.filter) {
    at.filter = button.dataset.filter;
    head();
  } else if (button.dataset.meet) settle(row, button.dataset.meet === "keep");
  else if (button.dataset.insert && at.row) {
    at.row.parts.field.focus();
    document.execCommand("insertText", false, button.dataset.insert);
  } else if (button.dataset.act === "fix") {
    const one = row.told.find((finding) => finding.fingerprint === button.closest("[data-finding]").dataset.finding);
    if (row.fixAll(one)) row.parts.field.focus({ preventScroll: true });
    else say(says.notThere);
  } else if (acts[button.dataset.act]) acts[button.dataset.act](undefined, event);
});
list.addEventListener("mousedown", (event) => {
  // A button of a row does not take the caret away from the words.
  if (event.target.closest("[data-part=tools] button, .td-form, .td-suggestion")) event.preventDefault();
});
$("comment").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) acts.send();
});
document.getElementById("td-preview").addEventListener("change", () => acts.preview());
document.getElementById("td-preview").addEventListener("click", (event) => {
  const width = event.target.closest("button")?.dataset.width;
  if (width) $("page", document).style.inlineSize = width;
});
narrow.addEventListener("change", putBeside);
addEventListener("beforeunload", (event) => {
  if (keeper.unsaved) event.preventDefault();
});
addEventListener("pagehide", () => {
  keeper.leave();
  if (claimed) desk.act("leave", {}, { last: true }).catch(() => {});
});
listen(root, acts);

// What is stuck to the head of the window ends where the head does.
new ResizeObserver(() => root.style.setProperty("--td-head", `${$("head").offsetHeight}px`)).observe($("head"));

// — begin —

takeRows(opened.rows);
for (const row of at.rows) {
  const kept = keeper.kept(row.key);
  if (!kept) continue;
  if (kept.value === row.field.value) keeper.drop(row.key);
  else if (kept.seen === row.seen) {
    row.field.set(kept.value);
    row.sourceSeen = kept.source ?? row.sourceSeen;
    keeper.put(row);
  }
  else {
    row.field.set(kept.value, { quiet: true });
    row.sourceSeen = kept.source ?? row.sourceSeen;
    row.dirty = row.met = true;
    keeper.waiting.set(row.key, row);
    meeting(row, { error: says.keptHere, theirs: [row.data] });
  }
}
showClaims();
showTalk();
status(keeper.unsaved ? "dirty" : "saved");
head();
findings();
setInterval(pulse, PULSE);
document.addEventListener("visibilitychange", () => !document.hidden && pulse());
root.dataset.ready = "true";
const wanted = decodeURIComponent(location.hash.slice(1));
const named = byKey().get(wanted) ?? at.rows.find((row) => row.data.place === wanted);
go(named ?? at.rows.find((row) => !row.finished) ?? at.rows[0], Boolean(named));
