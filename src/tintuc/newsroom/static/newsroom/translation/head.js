// The head of the desk: how far the article is, what is shown, and what can be done with the whole.

const STATES = ["untranslated", "stale", "draft", "draft-machine", "translated", "reviewed", "final", "left-out"];

const FILTERS = {
  all: () => true,
  todo: (row) => ["untranslated", "initial"].includes(row.state),
  stale: (row) => row.data.state === "stale" || row.data.upstream,
  findings: (row) => row.told?.length > 0,
  mine: (row, me) => row.data.by === me,
  comments: (row) => row.talks > 0,
};

/** Show all of it as it is now. */
export function showHead(root, at, { says, me }) {
  const $ = (part) => root.querySelector(`[data-td=${part}]`);
  const counted = at.rows.filter((row) => !row.data.added);
  const counts = Object.fromEntries(STATES.map((name) => [name, 0]));
  for (const row of counted) counts[row.element.dataset.stateName] = (counts[row.element.dataset.stateName] ?? 0) + 1;
  const done = counts.translated + counts.reviewed + counts.final + counts["left-out"];
  $("count").textContent = says.doneOf.replace("%(done)s", done).replace("%(all)s", counted.length);
  bar($("bar"), counts, counted.length, says);
  for (const button of root.querySelectorAll("[data-filter]")) {
    const wanted = FILTERS[button.dataset.filter];
    const some = at.rows.filter((row) => wanted(row, me)).length;
    button.setAttribute("aria-pressed", String(at.filter === button.dataset.filter));
    button.querySelector("[data-count]").textContent = some;
    button.classList.toggle("td-filter--none", some === 0);
  }
  let any = false;
  for (const row of at.rows) {
    // What one is at stays, though it is done by now: nothing vanishes under one's hands.
    row.element.hidden = !FILTERS[at.filter](row, me) && !(row === at.row && row.element.contains(document.activeElement));
    any ||= !row.element.hidden;
  }
  $("none").hidden = any;
  merge($, at.head, says);
  $("elsewhere").replaceChildren(...(at.elsewhere ?? []).map((one) => Object.assign(document.createElement("li"), { textContent: one.message })));
  $("elsewhere").hidden = !at.elsewhere?.length;
  $("vouched").textContent = at.head.vouched ? says.vouchedBy.replace("%s", at.head.vouched) : "";
  const vouch = root.querySelector("[data-act=vouch]");
  vouch.hidden = Boolean(at.head.vouched);
  const verdict = $("verdict");
  verdict.dataset.verdict = at.verdict ?? "";
  const now = at.verdict === "hold" ? says.holds.replace("%s", at.holds) : at.verdict === "go" ? says.go : "";
  if (verdict.textContent !== now) verdict.textContent = now;
}

function bar(element, counts, all, says) {
  element.replaceChildren(
    ...STATES.filter((name) => counts[name]).map((name) => {
      const part = document.createElement("span");
      part.className = `td-bar__part td-bar__part--${name}`;
      part.style.flexGrow = counts[name];
      part.title = `${says.states[name]}: ${counts[name]}`;
      return part;
    }),
  );
  element.setAttribute("aria-label", STATES.filter((name) => counts[name]).map((name) => `${says.states[name]}: ${counts[name]}`).join(", "));
}

function merge($, head, says) {
  const found = head.merge;
  $("merge").hidden = !found && !head.undo;
  if ($("merge").hidden) return;
  const what = found
    ? ["gained", "missing", "lost", "moved", "refreshed"].filter((name) => found[name]).map((name) => says.merge[name].replace("%s", found[name]))
    : [];
  $("merge-what").textContent = found ? `${says.merge.head} ${what.join(", ")}.` : says.merge.done;
  $("merge").querySelector("[data-act=follow]").hidden = !found;
  $("merge").querySelector("[data-act=undo-follow]").hidden = !head.undo;
}
