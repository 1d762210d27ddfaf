// Sends what the screen does, and says plainly when it could not.

export class Refused extends Error {
  constructor(answer, status) {
    super(answer.error ?? "");
    this.answer = answer;
    this.status = status;
  }
}

export class Away extends Error {}

export class Desk {
  constructor(root) {
    this.acts = root.dataset.acts;
    this.token = root.dataset.token;
  }

  /** Do one thing; the answer, or Refused with reasons, or Away if nobody answered or one is logged out. */
  async act(name, values, { last = false } = {}) {
    return this.fetch(this.acts.replace("ACT", name), {
      method: "POST",
      headers: { "X-CSRFToken": this.token, Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify(values),
      keepalive: last,
    });
  }

  /** Ask for something. */
  async show(kind, values = {}) {
    return this.fetch(`${this.acts.replace("ACT", `show/${kind}`)}?${new URLSearchParams(values)}`, {
      headers: { Accept: "application/json" },
    });
  }

  async fetch(address, options) {
    let answer;
    try {
      answer = await fetch(address, { redirect: "manual", credentials: "same-origin", ...options });
    } catch {
      throw new Away("offline");
    }
    if (answer.type === "opaqueredirect") throw new Away("logged out");
    if (answer.status >= 500 || answer.status === 429) throw new Away("server");
    const known = (answer.headers.get("Content-Type") ?? "").includes("json");
    if (!known) throw new Away(answer.status === 403 ? "logged out" : "server");
    const said = await answer.json();
    if (!answer.ok) throw new Refused(said, answer.status);
    return said;
  }
}
