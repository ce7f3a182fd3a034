// What was said, by both sides, in order: knows nothing of the page.

import { Emitter } from "./emitter.js";

export const SPEAKERS = { user: "You", assistant: "Viva" };

/** Emits "item" (added or changed), "removed", "cleared". */
export class Transcript extends Emitter {
  items = [];
  title = "Viva";
  #next = 1;

  get empty() {
    return !this.items.some((item) => item.text);
  }

  /** Begin again with what the server remembers; keeps what is known better here. */
  restore(history) {
    const latencies = new Map(this.items.map((item) => [`${item.role} ${item.turn}`, item.latency]));
    this.clear();
    for (const { role, text, turn, interrupted } of history) {
      const latency = latencies.get(`${role} ${turn}`);
      this.#add({ role, text, turn, interrupted, latency, done: true, old: true });
    }
  }

  /** Keep what is shown, as the past: turns of another session follow, numbered anew. */
  shelve() {
    for (const item of this.items) this.#change(item, { old: true, done: true });
  }

  partial({ turn, text, stable }) {
    const item = this.#find((i) => i.role === "user" && i.turn === turn && !i.done);
    if (item) this.#change(item, { text, stable });
    else this.#add({ role: "user", turn, text, stable });
  }

  userTurn({ turn, text, source }) {
    const item = this.#find((i) => i.role === "user" && i.turn === turn);
    if (item) this.#change(item, { text, source, done: true });
    else this.#add({ role: "user", turn, text, source, done: true });
  }

  userTurnEmpty({ turn }) {
    const item = this.#find((i) => i.role === "user" && i.turn === turn && !i.done);
    if (item) this.#remove(item);
  }

  replyStarted({ reply, turn }) {
    this.#add({ role: "assistant", reply, turn, text: "" });
  }

  replyText({ reply, text }) {
    let item = this.#find((i) => i.reply === reply);
    // After a reconnection in mid-reply its beginning was told on the old line.
    if (!item) item = this.#add({ role: "assistant", reply, turn: 0, text: "" });
    const gap = item.text && !/\s$/.test(item.text) && !/^\s/.test(text) ? " " : "";
    this.#change(item, { text: item.text + gap + text });
  }

  replyDone({ reply, text, interrupted }) {
    const item = this.#find((i) => i.reply === reply);
    if (!item) return;
    if (text) this.#change(item, { text, interrupted, done: true });
    else this.#remove(item); // nothing of it was heard
  }

  measured({ reply, voice_to_voice }) {
    const item = this.#find((i) => i.reply === reply);
    if (item) this.#change(item, { latency: voice_to_voice });
  }

  clear() {
    this.items = [];
    this.emit("cleared");
  }

  /** The conversation as a file or for the clipboard. */
  toText(markdown) {
    const head = markdown ? `# ${this.title}` : this.title;
    const lines = this.items.filter((item) => item.text).map((item) => {
      const who = markdown ? `**${SPEAKERS[item.role]}:**` : `${SPEAKERS[item.role]}:`;
      return `${who} ${item.text}${item.interrupted ? " [interrupted]" : ""}`;
    });
    return `${[head, new Date().toLocaleString(), ...lines].join("\n\n")}\n`;
  }

  // From the end: turns are numbered anew after "start afresh".
  #find(test) {
    return this.items.findLast((item) => !item.old && test(item));
  }

  #add(fields) {
    const item = { id: this.#next++, done: false, interrupted: false, latency: null, ...fields };
    this.items.push(item);
    this.emit("item", item);
    return item;
  }

  #change(item, fields) {
    Object.assign(item, fields);
    this.emit("item", item);
  }

  #remove(item) {
    this.items = this.items.filter((other) => other !== item);
    this.emit("removed", item);
  }
}
