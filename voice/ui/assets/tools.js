// What can be done with the conversation: type, copy, download, start afresh.

import { part } from "./dom.js";
import { worded } from "./texts.js";
import { problemOf } from "./words.js";

/**
 * @import { Client } from "./client.js"
 * @import { Notices } from "./notices.js"
 * @import { Transcript } from "./transcript.js"
 * @import { Announce, Confirm } from "./types.js"
 */

export class Tools {
  /**
   * @param {ParentNode} root
   * @param {Client} client
   * @param {Transcript} transcript
   * @param {Announce} announce
   * @param {Notices} notices
   */
  constructor(root, client, transcript, announce, notices) {
    this.client = client;
    this.transcript = transcript;
    this.announce = announce;
    this.notices = notices;
    this.form = part(root, "#viva-say", HTMLFormElement);
    this.text = part(root, "#viva-text", HTMLTextAreaElement);
    this.dialog = part(root, "#viva-dialog", HTMLDialogElement);
    this.needText = ["#viva-copy", "#viva-save-md", "#viva-save-txt"].map((id) =>
      part(root, id, HTMLButtonElement),
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.text.addEventListener("keydown", (event) => {
      // While an input method composes a word, Enter belongs to it.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send();
    });
    this.needText[0].addEventListener("click", () => this.copy());
    this.needText[1].addEventListener("click", () => this.#save(true));
    this.needText[2].addEventListener("click", () => this.#save(false));
    part(root, "#viva-reset").addEventListener("click", () => this.startAfresh());
    for (const event of /** @type {const} */ (["item", "removed", "cleared"]))
      transcript.on(event, () => this.#enable());
  }

  #enable() {
    for (const button of this.needText) button.disabled = this.transcript.empty;
  }

  async #send() {
    const text = this.text.value.trim();
    if (!text) return;
    this.text.value = "";
    // Nothing typed is ever lost: what was not taken comes back, unless more was typed since.
    if (!(await this.client.say(text)) && !this.text.value) this.text.value = text;
  }

  async copy() {
    if (this.transcript.empty) return;
    const text = this.transcript.toText(false);
    try {
      await navigator.clipboard.writeText(text);
      this.#flash();
    } catch {
      // No clipboard for pages over plain HTTP, nor where it is forbidden: a file does as well.
      this.#save(false);
    }
  }

  #flash() {
    const [button] = this.needText;
    button.textContent = worded("chat.copied");
    this.announce(worded("chat.transcript_copied"));
    setTimeout(() => {
      button.textContent = worded("chat.copy");
    }, 1500);
  }

  /** @param {boolean} markdown */
  #save(markdown) {
    const link = document.createElement("a");
    const type = markdown ? "text/markdown" : "text/plain";
    link.href = URL.createObjectURL(new Blob([this.transcript.toText(markdown)], { type }));
    const day = new Date().toISOString().slice(0, 10);
    link.download = `viva-${day}.${markdown ? "md" : "txt"}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  async startAfresh() {
    const agreed =
      this.transcript.empty ||
      (await this.confirm(
        worded("chat.afresh_sure"),
        worded("chat.afresh_what"),
        worded("chat.afresh"),
      ));
    if (!agreed) return;
    try {
      await this.client.reset();
      this.transcript.clear();
      this.notices.clear("earlier", "ended", "expired");
      this.announce(worded("chat.cleared"));
    } catch (error) {
      this.client.emit("problem", problemOf(error));
    }
  }

  /**
   * Ask before another "mode" or "exam" takes the place of the conversation.
   *
   * @param {"mode" | "exam"} what
   */
  confirmAnew(what) {
    return this.confirm(
      worded(`chat.change_${what}`),
      worded(`chat.change_${what}_what`),
      worded("chat.change_ok"),
    );
  }

  /**
   * Ask; resolves to whether the student agreed.
   *
   * @type {Confirm}
   */
  confirm(title, text, ok) {
    const { dialog } = this;
    if (dialog.open) return Promise.resolve(false);
    part(dialog, "#viva-dialog-title").textContent = title;
    part(dialog, "#viva-dialog-text").textContent = text;
    part(dialog, "#viva-dialog-ok").textContent = ok;
    dialog.returnValue = "cancel"; // what Escape means
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "ok"), { once: true });
    });
  }
}
