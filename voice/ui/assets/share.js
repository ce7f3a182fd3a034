// A link to the second screen: made, copied, withdrawn. It lets others watch, and correct marks if
// the student wants that; nothing else.

import { post, remove, url } from "./api.js";
import { part } from "./dom.js";
import { dress, onTexts, worded } from "./texts.js";
import { until } from "./watch_words.js";
import { Problem } from "./words.js";

/**
 * @import { Client } from "./client.js"
 * @import { Announce } from "./types.js"
 * @typedef {"watch" | "teach"} Role
 */

const MINUTES = 180; // longer than an exam lasts, with what comes after it
const LOCAL = new Set(["localhost", "127.0.0.1", "[::1]"]);

const DIALOG = `
  <dialog class="viva-dialog" id="viva-share-dialog" aria-labelledby="viva-share-title">
    <form method="dialog">
      <p class="viva-dialog-title" id="viva-share-title" data-text="share.title"></p>
      <p data-text="share.what"></p>
      <p><label class="viva-share-role"><input type="checkbox" id="viva-share-teach"> <span data-text="share.teach"></span></label></p>
      <p class="viva-share-link">
        <input id="viva-share-link" readonly data-label="share.link">
        <button type="button" class="viva-button viva-primary viva-small" id="viva-share-copy" data-text="share.copy"></button>
      </p>
      <p class="viva-muted" id="viva-share-until" role="status"></p>
      <p class="viva-muted" id="viva-share-local" data-text="share.local"></p>
      <div class="viva-dialog-buttons">
        <button type="button" class="viva-button viva-danger" id="viva-share-end" data-text="share.end"></button>
        <button class="viva-button" value="close" autofocus data-text="close"></button>
      </div>
    </form>
  </dialog>`;

export class Share {
  /** @type {Partial<Record<Role, { session: string, href: string, expires: number }>>} */
  #links = {}; // by role: { session, href, expires }

  /**
   * @param {ParentNode} root
   * @param {Client} client
   * @param {Announce} announce
   */
  constructor(root, client, announce) {
    this.client = client;
    this.announce = announce;
    this.button = part(root, "#viva-share", HTMLButtonElement);
    part(root, ".viva-conversation").insertAdjacentHTML("beforeend", DIALOG);
    dress(root);
    this.dialog = part(root, "#viva-share-dialog", HTMLDialogElement);
    this.field = part(root, "#viva-share-link", HTMLInputElement);
    this.until = part(root, "#viva-share-until");
    this.teach = part(root, "#viva-share-teach", HTMLInputElement);
    this.teach.addEventListener("change", () => this.open());
    part(root, "#viva-share-local").hidden = !LOCAL.has(location.hostname);
    this.button.addEventListener("click", () => this.open());
    part(root, "#viva-share-copy").addEventListener("click", () => this.#copy());
    part(root, "#viva-share-end").addEventListener("click", () => this.#end());
    this.field.addEventListener("focus", () => this.field.select());
    client.on("settings", () => this.#dress());
    client.on("session_ended", () => this.#dress());
    onTexts(() => this.#dress());
    this.#dress();
  }

  /** Show the link, making one if there is none that holds. */
  async open() {
    const session = this.client.sessionId;
    if (!session) return;
    const role = this.teach.checked ? "teach" : "watch";
    let link = this.#links[role];
    try {
      if (link?.session !== session || Date.now() >= link.expires * 1000)
        link = await this.#make(session, role);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.dialog.close();
      this.client.emit("problem", error);
      return;
    }
    this.field.value = link.href;
    this.until.textContent = worded("share.until", { time: until(link.expires) });
    if (!this.dialog.open) this.dialog.showModal();
  }

  /**
   * @param {string} session
   * @param {Role} role
   */
  async #make(session, role) {
    const given = await post(`v1/sessions/${session}/tokens`, { role, minutes: MINUTES });
    const link = { session, href: url(given.watch.slice(1)), expires: given.expires_at };
    this.#links[role] = link;
    this.#dress();
    return link;
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.field.value);
      const copied = worded("share.copied");
      this.until.textContent = `${copied} ${this.until.textContent.replace(`${copied} `, "")}`;
    } catch {
      // No clipboard for pages over plain HTTP: it is selected, to be copied by hand.
      this.field.focus();
      this.field.select();
      this.until.textContent = worded("share.by_hand");
    }
  }

  async #end() {
    try {
      for (const [role, { session }] of Object.entries(this.#links)) {
        await remove(`v1/sessions/${session}/tokens?role=${role}`);
      }
      this.announce(worded("share.nobody"));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code !== "unknown_session") this.client.emit("problem", error);
    }
    this.#links = {};
    this.dialog.close();
    this.#dress();
  }

  #dress() {
    const shares = Object.values(this.#links).some(
      ({ session }) => session === this.client.sessionId,
    );
    this.button.disabled = !this.client.sessionId;
    this.button.textContent = worded(shares ? "share.shared" : "share.share");
  }
}
