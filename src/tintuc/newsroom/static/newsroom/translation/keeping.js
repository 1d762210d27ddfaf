// Keeps words: saves them a moment after they are typed, on this device first, and tries again until the desk has them.
import { Away, Refused } from "./sending.js";

const PAUSE = 600; // milliseconds without a key before words are sent
const WAITS = [2, 4, 8, 15, 30]; // seconds between attempts

export class Keeper {
  /** `told(status)` hears "saved", "saving", "waiting" (with why) and "dirty"; the others hear of single rows. `stamp` tells what the screen has seen. */
  constructor(desk, article, { told, saved, met, refused, stamp }) {
    Object.assign(this, { desk, told, saved, met, refused, stamp });
    this.prefix = `tintuc-desk:${article}:`;
    this.waiting = new Map(); // row by key, in the order they are to be sent
    this.timers = new Map();
    this.attempt = 0;
    this.busy = false;
    addEventListener("online", () => this.again());
  }

  get unsaved() {
    return this.waiting.size > 0 || this.busy;
  }

  /** A row's words have changed. */
  note(row) {
    if (!row.dirty) row.sourceSeen = row.data.sourceDigest;
    row.dirty = true;
    row.due = Date.now() + PAUSE;
    this.put(row);
    this.waiting.set(row.key, row);
    this.told("dirty");
    clearTimeout(this.timers.get(row.key));
    this.timers.set(row.key, setTimeout(() => this.send(), PAUSE + 10));
  }

  /** Send a row now; `done` if its writer calls it so. */
  now(row, done = false) {
    if (done) row.done = true;
    if (!row.dirty && !done) return;
    clearTimeout(this.timers.get(row.key));
    row.due = 0;
    this.waiting.set(row.key, row);
    this.send();
  }

  async send() {
    if (this.busy || this.retry) return;
    const open = [...this.waiting.values()].filter((row) => !row.met);
    const row = open.find((one) => !one.field.composing && one.due <= Date.now());
    if (!open.length) this.told(this.waiting.size ? "met" : "saved");
    if (!row) return;
    this.busy = true;
    this.told("saving");
    const sent = row.field.value;
    const done = Boolean(row.done);
    try {
      const answer = await this.desk.act("save", { ...row.sending(), value: sent, done, seen: row.seen, stamp: this.stamp() });
      this.attempt = 0;
      row.seen = answer.row.digest;
      if (row.done === done) row.done = false;
      if (row.field.value === sent && !row.done) this.forget(row);
      this.saved(row, answer);
    } catch (problem) {
      this.fail(row, problem);
    } finally {
      this.busy = false;
    }
    this.send();
  }

  fail(row, problem) {
    if (problem instanceof Refused && problem.status === 409) {
      row.met = true;
      this.met(row, problem.answer);
    } else if (problem instanceof Refused) {
      this.waiting.delete(row.key);
      row.done = false;
      this.refused(row, problem.message);
      this.told("refused");
    } else {
      const wait = WAITS[Math.min(this.attempt++, WAITS.length - 1)];
      this.told("waiting", problem instanceof Away ? problem.message : String(problem));
      this.retry = setTimeout(() => this.again(), wait * 1000);
    }
  }

  again() {
    clearTimeout(this.retry);
    this.retry = null;
    this.send();
  }

  /** The desk has the row's words. */
  forget(row) {
    row.dirty = false;
    row.met = false;
    this.waiting.delete(row.key);
    this.drop(row.key);
  }

  /** What goes out while the page goes away. */
  leave() {
    for (const row of this.waiting.values()) {
      if (row.met || row.field.composing) continue;
      this.desk.act("save", { ...row.sending(), value: row.field.value, done: false, seen: row.seen }, { last: true }).catch(() => {});
    }
  }

  put(row) {
    try {
      const kept = JSON.stringify({ value: row.field.value, seen: row.seen, source: row.sourceSeen, at: Date.now() });
      localStorage.setItem(this.prefix + row.key, kept);
    } catch {
      // A device that keeps nothing still sends.
    }
  }

  /** The words kept on this device for a key, if there are any. */
  kept(key) {
    try {
      return JSON.parse(localStorage.getItem(this.prefix + key) ?? "null");
    } catch {
      return null;
    }
  }

  drop(key) {
    try {
      localStorage.removeItem(this.prefix + key);
    } catch {
      // Nothing was kept.
    }
  }
}
