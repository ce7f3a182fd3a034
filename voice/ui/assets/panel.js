// The call panel: state, Start/Stop, microphone, level, time left.

import { part } from "./dom.js";
import { onTexts, worded } from "./texts.js";
import { clock, cueWords, stateWords } from "./words.js";

/**
 * @import { Client } from "./client.js"
 * @import { State } from "./events.js"
 * @import { Announce } from "./types.js"
 */

const SHOW_INTERRUPTED_MS = 900; // it lasts only moments, and should be seen all the same
const SOON_OVER_S = 60;

export class Panel {
  #interruptedUntil = 0;
  #pending = 0;
  #held = false; // "Let me think" is pressed
  /** @type {"" | "speaking" | "paused"} */
  #cue = ""; // what the examiner believes of a turn that is not over: a name among the cues

  /**
   * @param {ParentNode} root
   * @param {Client} client
   * @param {Announce} announce
   */
  constructor(root, client, announce) {
    this.card = part(root, ".viva-call");
    this.word = part(root, "#viva-state");
    this.hint = part(root, "#viva-hint");
    this.startButton = part(root, "#viva-start", HTMLButtonElement);
    this.muteButton = part(root, "#viva-mute");
    this.turnActions = part(root, "#viva-turn-actions");
    this.holdButton = part(root, "#viva-hold");
    this.doneButton = part(root, "#viva-done");
    this.select = part(root, "#viva-mic", HTMLSelectElement);
    this.meter = part(root, "#viva-meter");
    this.time = part(root, "#viva-time");
    this.remaining = part(root, "#viva-remaining");
    this.client = client;
    this.announce = announce;
    this.#wire();
  }

  #wire() {
    const { client } = this;
    this.startButton.addEventListener("click", () => this.toggle());
    this.muteButton.addEventListener("click", () => this.toggleMute());
    this.holdButton.addEventListener("click", () => this.toggleHold());
    this.doneButton.addEventListener("click", () => this.done());
    client.on("speech_started", () => this.#believe("speaking"));
    client.on("speech_stopped", () => this.#believe("paused"));
    client.on("user_turn_empty", () => this.#believe(""));
    client.on("hold_changed", ({ held }) => this.#hold(held));
    this.select.addEventListener("change", () => client.useMicrophone(this.select.value));
    client.on("state", (state) => this.#schedule(state));
    client.on("session_ready", ({ remaining_s: seconds }) => this.#tellTime(seconds));
    client.on("time_left", ({ remaining_s: seconds }) => this.#tellTime(seconds));
    client.on("settings", () => client.active || this.#hint());
    client.on("waiting", () => this.say(worded("news.waiting_hint")));
    onTexts(() => this.#redraw());
    client.microphone.on("level", (level) => this.#tellLevel(level));
    client.microphone.on("devices", (devices) => this.#offer(devices));
  }

  toggle() {
    if (this.client.active) this.client.stop();
    else this.client.start();
  }

  async toggleMute() {
    const { client } = this;
    if (!client.active) return;
    if (!client.hasMicrophone) await client.useMicrophone(this.select.value);
    else client.microphone.mute(!client.microphone.muted);
    this.#dress();
    this.#hint();
    this.announce(worded(client.microphone.muted ? "call.muted" : "call.unmuted"));
  }

  /** "Let me think", pressed or released; the server says whether it holds. */
  async toggleHold() {
    if (this.turnActions.hidden) return;
    await this.client.hold(!this.#held);
  }

  /** "I'm done": the examiner answers now. */
  async done() {
    if (this.turnActions.hidden) return;
    await this.client.done();
  }

  /** @param {boolean} held */
  #hold(held) {
    if (held === this.#held) return;
    this.#held = held;
    this.#dress();
    this.#hint();
    this.announce(held ? cueWords("held") : worded("call.pauses_end"));
  }

  /** @param {"" | "speaking" | "paused"} cue */
  #believe(cue) {
    this.#cue = cue;
    this.#hint();
  }

  #hint() {
    const state = /** @type {State} */ (this.card.dataset.state);
    const mine = state === "listening" || state === "interrupted";
    const { client } = this;
    if (state === "disconnected")
      this.say(client.settings.bank ? cueWords("exam") : worded("call.idle", this.hint.dataset));
    else if (state === "listening" && !client.hasMicrophone) this.say(cueWords("typing"));
    else if (state === "listening" && client.microphone.muted) this.say(cueWords("muted"));
    else if (mine && this.#held) this.say(cueWords("held"));
    else if (mine && this.#cue) this.say(cueWords(this.#cue));
    else this.say(stateWords(state)[1]);
  }

  /**
   * Put a sentence under the state until the next state.
   *
   * @param {string} hint
   */
  say(hint) {
    this.hint.textContent = hint;
  }

  /** @param {State} state */
  #schedule(state) {
    clearTimeout(this.#pending);
    const wait = this.#interruptedUntil - performance.now();
    if (state === "interrupted") this.#interruptedUntil = performance.now() + SHOW_INTERRUPTED_MS;
    if (wait > 0 && (state === "listening" || state === "thinking")) {
      this.#pending = setTimeout(() => this.#show(state), wait);
    } else {
      this.#show(state);
    }
  }

  /** @param {State} state */
  #show(state) {
    const [word] = stateWords(state);
    const before = this.card.dataset.state;
    this.card.dataset.state = state;
    this.word.textContent = word;
    if (state !== "listening" && state !== "interrupted") this.#cue = "";
    if (state === "disconnected") this.#held = false;
    this.#dress();
    this.#hint();
    // Every change of turn would be chatter; coming and going is news.
    if (state === "disconnected" || before === "disconnected" || before === "connecting") {
      this.announce(word);
    }
  }

  /** In another language. */
  #redraw() {
    [this.word.textContent] = stateWords(/** @type {State} */ (this.card.dataset.state));
    this.#dress();
    this.#hint();
  }

  #dress() {
    const { client } = this;
    this.startButton.textContent = worded(client.active ? "call.stop" : "call.start");
    this.startButton.classList.toggle("viva-stop", client.active);
    this.muteButton.hidden = !client.active;
    const { muted } = client.microphone;
    const off = client.active && !client.hasMicrophone;
    this.muteButton.textContent = worded(
      off ? "call.use_microphone" : muted ? "call.unmute" : "call.mute",
    );
    if (off) this.muteButton.removeAttribute("aria-pressed");
    else this.muteButton.setAttribute("aria-pressed", String(muted));
    this.time.hidden = !client.active;
    this.turnActions.hidden = !client.active || client.state === "connecting" || off || muted;
    this.holdButton.setAttribute("aria-pressed", String(this.#held));
  }

  /** @param {number} seconds */
  #tellTime(seconds) {
    this.remaining.textContent = clock(seconds);
    this.time.classList.toggle("viva-soon", seconds <= SOON_OVER_S);
  }

  /** @param {number} level */
  #tellLevel(level) {
    const percent = Math.round(level * 100);
    this.card.style.setProperty("--level", level.toFixed(2));
    this.meter.setAttribute("aria-valuenow", String(percent));
  }

  /** @param {MediaDeviceInfo[]} devices */
  #offer(devices) {
    const chosen = this.client.deviceId;
    const options = devices
      .filter((device) => device.deviceId !== "default")
      .map(
        (device, i) =>
          new Option(device.label || worded("call.microphone_n", { n: i + 1 }), device.deviceId),
      );
    this.select.replaceChildren(new Option(worded("call.default_microphone"), ""), ...options);
    this.select.value = devices.some((device) => device.deviceId === chosen) ? chosen : "";
  }
}
