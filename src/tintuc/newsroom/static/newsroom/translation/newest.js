// Asks for what changes all the time, such as findings: never twice at once, and only the newest answer counts.

export class Newest {
  /** `ask` gives a promise of an answer; `show` is called with one that nothing has overtaken. */
  constructor(ask, show) {
    Object.assign(this, { ask, show, asking: false, overtaken: false });
  }

  /** What was answered before is old by now: ask anew, at once or when the question that is open is answered. */
  async again() {
    this.overtaken = this.asking;
    if (this.asking) return;
    this.asking = true;
    do {
      this.overtaken = false;
      try {
        const answer = await this.ask();
        if (!this.overtaken) this.show(answer);
      } catch {
        // Whatever makes it old next asks again.
      }
    } while (this.overtaken);
    this.asking = false;
  }

  /** Show an answer that came another way; it is newer than the question that is open. */
  put(answer) {
    this.overtaken = this.asking;
    this.show(answer);
  }
}
