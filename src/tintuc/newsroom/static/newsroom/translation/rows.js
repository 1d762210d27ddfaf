// One row of the desk: a passage of the source beside its translation.
import { Field } from "./field.js";
import { mark } from "./marks.js";
import { fill, read, range } from "./text.js";

const LEVELS = { hold: 0, query: 1, note: 2 };
const DONE = new Set(["translated", "reviewed", "final", "left-out", "added"]);

export class Row {
  constructor(data, template, { language, sourceLanguage, direction, sourceDirection, says, changed }) {
    this.says = says;
    this.key = data.key;
    this.data = data;
    this.seen = data.digest;
    this.sourceSeen = data.sourceDigest; // of the source as it was when somebody began to type here
    this.findings = [];
    this.made = { origin: "", engine: "" };
    this.element = template.content.firstElementChild.cloneNode(true);
    const part = (name) => this.element.querySelector(`[data-part=${name}]`);
    this.parts = Object.fromEntries(
      ["kind", "state", "source", "changes", "field", "under", "findings", "tools", "meeting", "refused", "claim", "talk", "note"].map(
        (name) => [name, part(name)],
      ),
    );
    this.mode = data.rich ? "rich" : data.lines ? "lines" : "line";
    Object.assign(this.parts.source, { lang: sourceLanguage, dir: sourceDirection });
    Object.assign(this.parts.field, { lang: language, dir: direction });
    this.element.dataset.key = data.key;
    this.element.dataset.place = data.place;
    this.parts.field.id = `td-${data.key}`;
    for (const name of ["source", "findings"]) this.parts[name].id = `${this.parts.field.id}-${name}`;
    this.parts.field.setAttribute("aria-describedby", `${this.parts.source.id} ${this.parts.findings.id}`);
    this.parts.field.setAttribute("aria-multiline", String(this.mode !== "line"));
    this.field = new Field(this.parts.field, this.mode, data.value, (byHand) => {
      if (this.field?.empty) this.made = { origin: "", engine: "" };
      else if (byHand && this.made.origin) this.made.edited = true;
      this.showUnder();
      changed(this);
    });
    this.show();
  }

  get state() {
    return this.field.empty && this.data.state !== "left-out" && !this.data.added ? "untranslated" : this.data.state;
  }

  get finished() {
    return DONE.has(this.data.state);
  }

  get out() {
    return this.data.state === "left-out";
  }

  sending() {
    return { key: this.key, place: this.data.place, source: this.dirty ? this.sourceSeen : this.data.sourceDigest, ...this.made };
  }

  /** What the desk says of the row now. Words come over only where nobody has typed others here. */
  take(data, { words = true } = {}) {
    const before = this.data;
    this.data = { ...this.data, ...data };
    if (words && !this.dirty && data.value !== undefined && data.digest !== this.seen) {
      this.field.set(data.value, { quiet: true });
    }
    if (!this.dirty && data.digest !== undefined) this.seen = data.digest;
    if (data.source !== undefined && data.source !== before.source) this.shownSource = null;
    this.show();
  }

  show() {
    const { data, parts, says } = this;
    parts.kind.textContent = data.partLabel && data.part !== "text" ? `${data.label} · ${data.partLabel}` : data.label;
    if (data.speaker) parts.kind.textContent += ` · ${data.speaker}`;
    const state = this.showState();
    parts.field.setAttribute("aria-label", `${parts.kind.textContent}, ${state}`);
    if (this.shownSource !== data.source) {
      fill(parts.source, data.source, this.mode);
      for (const link of parts.source.querySelectorAll("a")) link.title = link.getAttribute("href");
      if (data.added) parts.source.textContent = data.state === "lost" ? says.lost : data.note ? `${says.addedHere}: ${data.note}` : says.addedHere;
      parts.source.classList.toggle("td-words--none", Boolean(data.added));
      this.shownSource = data.source;
    }
    this.showChanges();
    this.showUnder();
  }

  showState() {
    const { data, parts, says } = this;
    const state = this.out ? "left-out" : data.state;
    const name = state === "initial" ? (data.origin === "machine" && !data.edited ? "draft-machine" : "draft") : state;
    this.element.dataset.state = state;
    this.element.dataset.stateName = name;
    parts.state.textContent = says.states[name] ?? name;
    parts.state.title = [data.reviewer && says.reviewedBy.replace("%s", data.reviewer), data.by && says.madeBy.replace("%s", data.by)]
      .filter(Boolean)
      .join("\n");
    this.element.classList.toggle("td-row--upstream", Boolean(data.upstream));
    this.element.classList.toggle("td-row--out", this.out);
    return parts.state.textContent;
  }

  showChanges() {
    const { data, parts, says } = this;
    const changes = data.changes ?? [];
    const lines = [];
    if (changes.length) {
      const line = document.createElement("p");
      line.append(Object.assign(document.createElement("strong"), { textContent: `${says.changed} ` }));
      for (const [kind, text] of changes) {
        const name = { gone: "del", new: "ins", same: "span" }[kind];
        line.append(Object.assign(document.createElement(name), { textContent: text }));
      }
      line.lang = parts.source.lang;
      lines.push(line);
    }
    if (data.upstream) lines.push(Object.assign(document.createElement("p"), { textContent: says.upstream }));
    parts.changes.replaceChildren(...lines);
    parts.changes.hidden = lines.length === 0;
    parts.note.textContent = this.out ? `${says.leftOut}: ${data.note}` : data.state === "untranslated" && data.note ? `${says.leftOutBefore}: ${data.note}` : "";
    parts.note.hidden = !parts.note.textContent;
  }

  showUnder() {
    const { data, parts, says } = this;
    if (!this.field) return;
    const words = [];
    const made = this.made.origin ? this.made : data;
    if (made.origin === "machine" && !this.field.empty) words.push(`${says.machine}${made.engine ? ` ${made.engine}` : ""}${made.edited ? `, ${says.edited}` : ""}`);
    if (made.origin === "memory" && !this.field.empty) words.push(`${says.memory}${made.edited ? `, ${says.edited}` : ""}`);
    const count = [...this.field.value].length;
    parts.under.classList.toggle("td-under--over", Boolean(data.room) && count > data.room);
    if (data.room && count > data.room * 0.8) words.push(`${count}/${data.room}`);
    parts.under.textContent = words.join(" · ");
    parts.under.hidden = words.length === 0;
  }

  /** Findings at their characters and as a list under the words. */
  showFindings(findings) {
    this.findings = [...findings].sort((a, b) => LEVELS[a.level] - LEVELS[b.level] || a.start - b.start);
    const open = this.findings.filter((one) => !one.waiver);
    // That a passage is to be done is what its state says already.
    this.told = open.filter((one) => !["translation.untranslated", "translation.stale"].includes(one.check));
    // A finding about the whole passage is told under it; a mark over everything would only hide the words.
    const all = [...read(this.parts.field, this.mode).text].length;
    const placed = this.told.filter((one) => one.end - one.start < all || all < 12);
    mark(this.parts.field, this.mode, placed.map((one) => [one.level, one.start, one.end]));
    const groups = Map.groupBy ? [...Map.groupBy(this.told, (one) => one.check + one.message).values()] : this.told.map((one) => [one]);
    // Whoever had a button of this list under the keyboard has it again, or the words if it is gone.
    const had = this.parts.findings.contains(document.activeElement) ? document.activeElement : null;
    this.parts.findings.replaceChildren(...groups.map((group) => this.finding(group[0], group)));
    this.parts.findings.hidden = this.told.length === 0;
    this.element.dataset.level = this.told[0]?.level ?? "";
    if (!had) return;
    const line = CSS.escape(had.closest("[data-finding]").dataset.finding);
    const again = this.parts.findings.querySelector(`[data-finding="${line}"] [data-act="${had.dataset.act ?? ""}"]`);
    (again ?? this.parts.field).focus({ preventScroll: true });
  }

  finding(one, group) {
    const line = document.createElement("li");
    line.className = `td-finding td-finding--${one.level}`;
    line.dataset.finding = one.fingerprint;
    const text = document.createElement("span");
    text.textContent = group.length > 1 ? `${one.message} ×${group.length}` : one.message;
    const level = Object.assign(document.createElement("span"), { className: "td-level", textContent: this.says.levels[one.level] });
    line.append(level, " ", text);
    if (one.replacement !== null && one.replacement !== undefined) {
      const fix = Object.assign(document.createElement("button"), { type: "button", className: "td-mini" });
      fix.dataset.act = "fix";
      fix.textContent = one.replacement ? this.says.fixTo.replace("%s", one.replacement) : this.says.fixAway;
      line.append(" ", fix);
    }
    if (one.waivable) {
      const waive = Object.assign(document.createElement("button"), { type: "button", className: "td-mini", textContent: this.says.waive });
      waive.dataset.act = "waive";
      line.append(" ", waive);
    }
    if (one.card) {
      const card = Object.assign(document.createElement("a"), { href: one.card, target: "_blank", rel: "noopener", textContent: "?" });
      card.className = "td-card";
      card.setAttribute("aria-label", one.title);
      line.append(" ", card);
    }
    return line;
  }

  showTerms(marks, terms) {
    this.terms = [...new Set((marks ?? []).map(([, , number]) => number))].map((number) => terms[number]);
    mark(this.parts.source, this.mode, (marks ?? []).map(([start, end, number]) => [terms[number].kind === "term" ? "term" : "name", start, end]));
  }

  /** Select the words a finding is about; whether they are there. */
  select(one) {
    this.parts.field.focus({ preventScroll: true });
    const found = range(this.parts.field, this.mode, one.start, one.end);
    if (!found) return false;
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(found);
    return true;
  }

  /** Mend all findings of this one's kind and words, the last first, so that none moves another. */
  fixAll(one) {
    const alike = this.told.filter((other) => other.check === one.check && other.message === one.message && other.replacement != null);
    return alike
      .sort((a, b) => b.start - a.start)
      .map((other) => this.fix(other))
      .some(Boolean);
  }

  /** Put a finding's replacement where its quote stands, if it still does. */
  fix(one) {
    const seen = read(this.parts.field, this.mode);
    const found = range(this.parts.field, this.mode, one.start, one.end, seen);
    const quoted = [...seen.text].slice(one.start, one.end).join("");
    if (!found || quoted !== one.quote) return false;
    found.deleteContents();
    if (one.replacement) found.insertNode(document.createTextNode(one.replacement));
    this.parts.field.normalize();
    this.field.touched = 0;
    this.field.note();
    this.field.changed(true);
    return true;
  }
}
