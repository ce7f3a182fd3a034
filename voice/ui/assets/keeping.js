// Whether exams are kept: the switches beside the settings, and the button in a report.

import { get, post } from "./api.js";
import { part } from "./dom.js";
import { Notices } from "./notices.js";
import { onTexts, worded } from "./texts.js";
import { Problem } from "./words.js";

/**
 * @import { Client } from "./client.js"
 * @import { Announce, HistoryAbout } from "./types.js"
 */

const CHOSEN_AS = "viva-keeps"; // by this browser: "no", "exams" or "voice"

export class Keeping {
  available = false;
  #always = false; // the server keeps exams unless it is told otherwise
  #wish = { save: false, save_voice: false };
  #told = ""; // of which session the server knows what is wished

  /**
   * @param {ParentNode} root
   * @param {Client} client
   * @param {Announce} announce
   */
  constructor(root, client, announce) {
    this.client = client;
    this.keep = part(root, "#viva-keep", HTMLInputElement);
    this.voice = part(root, "#viva-keep-voice", HTMLInputElement);
    this.voiceChoice = part(root, "#viva-keep-voice-choice");
    this.state = part(root, "#viva-keep-state");
    this.words = part(root, "#viva-keep-words", HTMLDetailsElement);
    this.file = part(root, "#viva-keep-file");
    this.choices = part(root, "#viva-history-choices");
    this.none = part(root, "#viva-history-none");
    this.notices = new Notices(part(root, "#viva-keep-notices"), announce);
    this.button = reportButton(root, () => this.#keepNow());
    this.keep.addEventListener("change", () => this.#change());
    this.voice.addEventListener("change", () => this.#change());
    client.on("session_ready", () => this.#tell());
    client.on("session_ended", () => this.withdraw()); // what could be kept has gone with it
    onTexts(() => this.#show());
    client.on("exam_kept", () => {
      this.#showKept(true);
      announce(worded("history.kept_now"));
    });
  }

  /**
   * What the server says of its history.
   *
   * @param {HistoryAbout} about
   */
  know({ available, always, words, file }) {
    this.available = available;
    this.#always = always;
    this.choices.hidden = !available;
    this.none.hidden = available;
    part(this.words, "p").textContent = words;
    this.file.textContent = file && worded("history.file", { file });
    const chosen = localStorage.getItem(CHOSEN_AS);
    const save = available && (chosen ? chosen !== "no" : always);
    this.#wish = { save, save_voice: save && chosen === "voice" };
    this.#show();
    this.#tell();
  }

  /** An exam is over: it can be kept, unless it is already. */
  async offer() {
    const session = this.client.sessionId;
    if (!this.available || !session) return;
    try {
      const { attempt } = await get(`session/${session}/keeping`);
      if (session === this.client.sessionId) this.#showKept(Boolean(attempt));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }

  /** There is no exam any more. */
  withdraw() {
    this.button.hidden = true;
  }

  async #change() {
    const save = this.keep.checked;
    this.notices.clear("keeping");
    if (save && !this.#wish.save && !(await this.#possible())) return;
    this.#wish = { save, save_voice: save && this.voice.checked };
    localStorage.setItem(CHOSEN_AS, !save ? "no" : this.#wish.save_voice ? "voice" : "exams");
    this.words.open = save;
    this.#show();
    await this.#tell();
  }

  /** See that something could be kept, before an exam has been sat in vain. */
  async #possible() {
    try {
      await post("history/check");
      return true;
    } catch (error) {
      this.keep.checked = false;
      this.#fail(error);
      return false;
    }
  }

  #show() {
    const { save, save_voice: voice } = this.#wish;
    this.keep.checked = save;
    this.voice.checked = voice;
    this.voiceChoice.hidden = !save;
    const started = this.#always ? ` ${worded("history.started_so")}` : "";
    this.state.textContent = save
      ? `${worded(voice ? "history.on_voice" : "history.on")}${started}`
      : worded("history.off");
  }

  /** Tell the server what is wished of the present session. */
  async #tell() {
    const { sessionId } = this.client;
    const told = JSON.stringify([sessionId, this.#wish]);
    const asItIs = !this.#told && !this.#wish.save && !this.#always;
    if (!this.available || !sessionId || told === this.#told || asItIs) return;
    this.#told = told;
    try {
      await post(`session/${sessionId}/keeping`, this.#wish);
    } catch (error) {
      this.#told = "";
      if (!(error instanceof Problem) || error.code !== "unknown_session") this.#fail(error);
    }
  }

  async #keepNow() {
    this.button.disabled = true;
    try {
      await post(`session/${this.client.sessionId}/keep`);
      this.#showKept(true);
    } catch (error) {
      this.button.disabled = false;
      if (!(error instanceof Problem)) throw error;
      this.client.emit("problem", error);
    }
  }

  /** @param {boolean} kept */
  #showKept(kept) {
    this.button.hidden = false;
    this.button.disabled = kept;
    this.button.textContent = worded(kept ? "history.kept" : "history.keep_this");
  }

  /** @param {unknown} error */
  #fail(error) {
    if (!(error instanceof Problem)) throw error;
    this.notices.show("keeping", [
      "error",
      worded("history.not_kept", { why: error.message }),
      error.fix,
    ]);
  }
}

/**
 * @param {ParentNode} root
 * @param {() => void} press
 */
function reportButton(root, press) {
  const button = document.createElement("button");
  button.type = "button";
  button.id = "viva-report-keep";
  button.className = "viva-button viva-small";
  button.dataset.title = "history.keep_this_hint";
  button.title = worded("history.keep_this_hint");
  button.hidden = true;
  button.addEventListener("click", press);
  part(root, "#viva-report .viva-tools").prepend(button);
  return button;
}
