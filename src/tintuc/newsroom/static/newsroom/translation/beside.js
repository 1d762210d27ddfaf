// What stands beside the row one is at: suggestions, terms and names, comments, earlier words.

export class Beside {
  constructor(element, desk, says, { take, restore }) {
    Object.assign(this, { element, desk, says, take, restore });
    this.known = new Map();
    const part = (name) => element.querySelector(`[data-beside=${name}]`);
    this.parts = Object.fromEntries(["head", "suggestions", "terms", "comments", "history"].map((name) => [name, part(name)]));
    element.addEventListener("click", (event) => this.click(event));
  }

  /** Show what belongs to a row; ask for it once. */
  async show(row, comments) {
    this.row = row;
    this.element.hidden = !row;
    if (!row) return;
    this.parts.head.textContent = row.parts.kind.textContent;
    this.showTerms(row);
    this.showComments(row, comments);
    const known = this.known.get(row.key);
    this.fill(known);
    if (!known && !row.data.added) await this.ask(row);
  }

  async ask(row) {
    try {
      const found = await this.desk.show("beside", { key: row.key });
      this.known.set(row.key, found);
      if (this.row === row) this.fill(found);
      // A machine may cost money: it is asked by itself only where there is nothing yet.
      if (found.machines && row.field.empty) await this.machine(row, found);
    } catch {
      if (this.row === row) this.parts.suggestions.querySelector("[data-none]").textContent = this.says.noAnswer;
    }
  }

  async machine(row, found) {
    found.asked = true;
    try {
      const made = await this.desk.act("machine", { key: row.key });
      if (made.text || made.value) found.suggestions.push(made);
      found.problem = made.error ?? "";
    } catch (problem) {
      found.problem = problem.message;
    }
    if (this.row === row) this.fill(found);
  }

  forget(key) {
    this.known.delete(key);
  }

  fill(found) {
    const list = this.parts.suggestions.querySelector("ol");
    const none = this.parts.suggestions.querySelector("[data-none]");
    const all = found?.suggestions ?? [];
    list.replaceChildren(...all.map((one, number) => this.suggestion(one, number)));
    none.textContent = found ? (found.problem || (all.length ? "" : this.says.noSuggestion)) : this.row.data.added ? "" : this.says.looking;
    none.hidden = !none.textContent;
    const wanted = found?.machines && !found.asked;
    if (wanted) {
      const ask = Object.assign(document.createElement("button"), { type: "button", className: "td-mini", textContent: this.says.askMachine });
      ask.dataset.machine = "1";
      list.append(Object.assign(document.createElement("li"), {}));
      list.lastChild.append(ask);
    }
    const history = found?.history ?? [];
    this.parts.history.querySelector("ol").replaceChildren(...history.map((one, number) => this.earlier(one, number)));
    this.parts.history.hidden = history.length === 0;
  }

  suggestion(one, number) {
    const line = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "td-suggestion";
    button.dataset.take = String(number);
    const words = Object.assign(document.createElement("span"), { className: "td-suggestion__words", lang: this.row.parts.field.lang, dir: "auto" });
    words.textContent = one.text;
    const about = document.createElement("span");
    about.className = "td-about";
    const kind = one.from === "machine" ? `${this.says.machine} ${one.engine ?? ""}` : this.says.kinds[one.kind] ?? one.kind;
    about.textContent = [number < 9 ? `Alt+${number + 1}` : "", kind, one.from === "memory" && one.kind === "fuzzy" ? `${one.score} %` : "", one.quality ?? "", one.by ?? "", one.note ?? ""]
      .filter(Boolean)
      .join(" · ");
    button.append(words, about);
    line.append(button);
    if (one.changes?.length) line.append(this.difference(one.changes));
    return line;
  }

  difference(changes) {
    const line = Object.assign(document.createElement("p"), { className: "td-about", lang: this.row.parts.source.lang });
    for (const [kind, text] of changes) {
      const name = { gone: "del", new: "ins", same: "span" }[kind];
      line.append(Object.assign(document.createElement(name), { textContent: text }));
    }
    return line;
  }

  earlier(one, number) {
    const line = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "td-suggestion" });
    button.dataset.restore = String(number);
    const words = Object.assign(document.createElement("span"), { className: "td-suggestion__words", lang: this.row.parts.field.lang, dir: "auto" });
    const plain = new DOMParser().parseFromString(`<body>${one.value}`, "text/html").body.textContent;
    words.textContent = plain;
    const when = new Date(one.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    const about = Object.assign(document.createElement("span"), { className: "td-about" });
    about.textContent = [one.by || (one.origin === "machine" ? `${this.says.machine} ${one.engine}` : ""), when].filter(Boolean).join(" · ");
    button.append(words, about);
    line.append(button);
    return line;
  }

  showTerms(row) {
    const terms = row.terms ?? [];
    const list = this.parts.terms.querySelector("ul");
    const text = row.field.element.textContent.normalize("NFC").toLocaleLowerCase(row.parts.field.lang);
    list.replaceChildren(...terms.map((one) => this.term(one, text, row)));
    this.parts.terms.hidden = terms.length === 0;
  }

  term(one, text, row) {
    const line = document.createElement("li");
    line.className = "td-term";
    const has = one.forms.some((form) => text.includes(form.normalize("NFC").toLocaleLowerCase(row.parts.field.lang)));
    const wrong = one.forbidden.filter((form) => text.includes(form.normalize("NFC").toLocaleLowerCase(row.parts.field.lang)));
    const source = Object.assign(document.createElement("span"), { lang: row.parts.source.lang, textContent: one.source.join(" / ") });
    line.append(source, " → ");
    if (!one.forms.length) line.append(Object.assign(document.createElement("em"), { textContent: this.says.noForm }));
    one.forms.forEach((form, number) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "td-form", lang: row.parts.field.lang, textContent: form });
      button.dataset.insert = form;
      button.title = this.says.insert;
      line.append(...(number ? [" "] : []), button);
    });
    const told = [];
    if (one.forms.length && !has && !row.field.empty) told.push(this.says.missingForm);
    if (wrong.length) told.push(`${this.says.forbidden}: ${wrong.join(", ")}`);
    line.classList.toggle("td-term--missing", told.length > 0);
    const about = Object.assign(document.createElement("span"), { className: "td-about", textContent: [...told, one.note].filter(Boolean).join(" · ") });
    if (about.textContent) line.append(" ", about);
    return line;
  }

  showComments(row, comments) {
    const mine = (comments ?? []).filter((one) => one.place === row.data.place);
    const open = mine.filter((one) => !one.resolved);
    const list = this.parts.comments.querySelector("ol");
    list.replaceChildren(
      ...mine.map((one) => {
        const line = document.createElement("li");
        line.className = one.resolved ? "td-comment td-comment--done" : "td-comment";
        const when = new Date(one.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
        line.append(Object.assign(document.createElement("p"), { textContent: one.text, dir: "auto" }));
        const said = one.resolved ? `${one.by} · ${when} · ${this.says.resolvedBy.replace("%s", one.resolved)}` : `${one.by} · ${when}`;
        line.append(Object.assign(document.createElement("span"), { className: "td-about", textContent: said }));
        return line;
      }),
    );
    this.parts.comments.querySelector("[data-act=resolve]").hidden = open.length === 0;
    this.parts.comments.querySelector("[data-act=reopen]").hidden = open.length > 0 || mine.length === 0;
  }

  /** Take the suggestion with a number, counted from 0; whether there is one. */
  pick(number) {
    const one = this.known.get(this.row?.key)?.suggestions[number];
    if (!one) return false;
    this.take(this.row, one);
    return true;
  }

  click(event) {
    const button = event.target.closest("button");
    if (!button || !this.row) return;
    if (button.dataset.machine) this.machine(this.row, this.known.get(this.row.key));
    if (button.dataset.take) this.pick(Number(button.dataset.take));
    if (button.dataset.restore) this.restore(this.row, this.known.get(this.row.key).history[Number(button.dataset.restore)]);
  }
}
