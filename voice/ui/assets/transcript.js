// What was said, by both sides, in order: knows nothing of the page.

import { Emitter } from "./emitter.js";
import { worded } from "./texts.js";

/**
 * @import {
 *   PartialTranscript, PastTurn, ReplyDone, ReplyStarted, ReplyText, TurnMetrics, UserTurn, UserTurnEmpty,
 * } from "./events.js"
 * @import { Line } from "./types.js"
 */

/**
 * What the speakers are called, by role: keys of texts. A page for somebody else changes them.
 *
 * @type {{ user: string, assistant: string }}
 */
export const NAMES = { user: "chat.you", assistant: "chat.viva" };

/**
 * Who speaks.
 *
 * @param {keyof typeof NAMES} role
 */
export const speaker = (role) => worded(NAMES[role]);

/**
 * Emits "item" (added or changed), "removed", "cleared".
 *
 * @extends {Emitter<{ item: Line, removed: Line, cleared: undefined }>}
 */
export class Transcript extends Emitter {
  /** @type {Line[]} */
  items = [];
  title = "Viva";
  #next = 1;

  get empty() {
    return !this.items.some((item) => item.text);
  }

  /**
   * Begin again with what the server remembers; keeps what is known better here.
   *
   * @param {PastTurn[]} history
   */
  restore(history) {
    const latencies = new Map(
      this.items.map((item) => [`${item.role} ${item.turn}`, item.latency]),
    );
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

  /** @param {Pick<PartialTranscript, "turn" | "text" | "stable">} event */
  partial({ turn, text, stable }) {
    const item = this.#find((i) => i.role === "user" && i.turn === turn && !i.done);
    if (item) this.#change(item, { text, stable });
    else this.#add({ role: "user", turn, text, stable });
  }

  /** @param {Pick<UserTurn, "turn" | "text" | "source">} event */
  userTurn({ turn, text, source }) {
    const item = this.#find((i) => i.role === "user" && i.turn === turn);
    if (item) this.#change(item, { text, source, done: true });
    else this.#add({ role: "user", turn, text, source, done: true });
  }

  /** @param {Pick<UserTurnEmpty, "turn">} event */
  userTurnEmpty({ turn }) {
    const item = this.#find((i) => i.role === "user" && i.turn === turn && !i.done);
    if (item) this.#remove(item);
  }

  /** @param {Pick<ReplyStarted, "reply" | "turn">} event */
  replyStarted({ reply, turn }) {
    this.#add({ role: "assistant", reply, turn, text: "" });
  }

  /** @param {Pick<ReplyText, "reply" | "text">} event */
  replyText({ reply, text }) {
    let item = this.#find((i) => i.reply === reply);
    // After a reconnection in mid-reply its beginning was told on the old line.
    if (!item) item = this.#add({ role: "assistant", reply, turn: 0, text: "" });
    const gap = item.text && !/\s$/.test(item.text) && !/^\s/.test(text) ? " " : "";
    this.#change(item, { text: item.text + gap + text });
  }

  /** @param {Pick<ReplyDone, "reply" | "text" | "interrupted">} event */
  replyDone({ reply, text, interrupted }) {
    const item = this.#find((i) => i.reply === reply);
    if (!item) return;
    if (text) this.#change(item, { text, interrupted, done: true });
    else this.#remove(item); // nothing of it was heard
  }

  /** @param {Pick<TurnMetrics, "reply" | "voice_to_voice">} event */
  measured({ reply, voice_to_voice }) {
    const item = this.#find((i) => i.reply === reply);
    if (item) this.#change(item, { latency: voice_to_voice });
  }

  clear() {
    this.items = [];
    this.emit("cleared");
  }

  /**
   * The conversation as a file or for the clipboard.
   *
   * @param {boolean} markdown
   */
  toText(markdown) {
    const head = markdown ? `# ${this.title}` : this.title;
    const lines = this.items
      .filter((item) => item.text)
      .map((item) => {
        const who = markdown ? `**${speaker(item.role)}:**` : `${speaker(item.role)}:`;
        return `${who} ${item.text}${item.interrupted ? " [interrupted]" : ""}`;
      });
    return `${[head, new Date().toLocaleString(), ...lines].join("\n\n")}\n`;
  }

  // From the end: turns are numbered anew after "start afresh".
  /** @param {(item: Line) => boolean} test */
  #find(test) {
    return this.items.findLast((item) => !item.old && test(item));
  }

  /** @param {Pick<Line, "role" | "turn" | "text"> & Partial<Line>} fields */
  #add(fields) {
    const item = { id: this.#next++, done: false, interrupted: false, latency: null, ...fields };
    this.items.push(item);
    this.emit("item", item);
    return item;
  }

  /**
   * @param {Line} item
   * @param {Partial<Line>} fields
   */
  #change(item, fields) {
    Object.assign(item, fields);
    this.emit("item", item);
  }

  /** @param {Line} item */
  #remove(item) {
    this.items = this.items.filter((other) => other !== item);
    this.emit("removed", item);
  }
}
