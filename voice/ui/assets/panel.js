// The call panel: state, Start/Stop, microphone, level, time left.

import { STATES, clock } from "./words.js";

const SHOW_INTERRUPTED_MS = 900; // it lasts only moments, and should be seen all the same
const SOON_OVER_S = 60;

export class Panel {
  #interruptedUntil = 0;
  #pending = 0;

  constructor(root, client, announce) {
    this.card = root.querySelector(".viva-call");
    this.word = root.querySelector("#viva-state");
    this.hint = root.querySelector("#viva-hint");
    this.startButton = root.querySelector("#viva-start");
    this.muteButton = root.querySelector("#viva-mute");
    this.select = root.querySelector("#viva-mic");
    this.meter = root.querySelector("#viva-meter");
    this.time = root.querySelector("#viva-time");
    this.remaining = root.querySelector("#viva-remaining");
    this.client = client;
    this.announce = announce;
    this.idleHint = this.hint.textContent;
    this.#wire();
  }

  #wire() {
    const { client } = this;
    this.startButton.addEventListener("click", () => this.toggle());
    this.muteButton.addEventListener("click", () => this.toggleMute());
    this.select.addEventListener("change", () => client.useMicrophone(this.select.value));
    client.on("state", (state) => this.#schedule(state));
    client.on("session_ready", ({ remaining_s: seconds }) => this.#tellTime(seconds));
    client.on("time_left", ({ remaining_s: seconds }) => this.#tellTime(seconds));
    client.on("waiting", () => this.say("Waiting for a place"));
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
    this.announce(client.microphone.muted ? "Muted" : "Microphone on");
  }

  /** Put a sentence under the state until the next state. */
  say(hint) {
    this.hint.textContent = hint;
  }

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

  #show(state) {
    const [word, hint] = STATES[state];
    const before = this.card.dataset.state;
    this.card.dataset.state = state;
    this.word.textContent = word;
    this.hint.textContent = state === "disconnected" ? this.idleHint : hint;
    this.#dress();
    // Every change of turn would be chatter; coming and going is news.
    if (state === "disconnected" || before === "disconnected" || before === "connecting") {
      this.announce(word);
    }
  }

  #dress() {
    const { client } = this;
    this.startButton.textContent = client.active ? "Stop" : "Start";
    this.startButton.classList.toggle("viva-stop", client.active);
    this.muteButton.hidden = !client.active;
    const { muted } = client.microphone;
    const off = client.active && !client.hasMicrophone;
    this.muteButton.textContent = off ? "Use microphone" : muted ? "Unmute" : "Mute";
    if (off) this.muteButton.removeAttribute("aria-pressed");
    else this.muteButton.setAttribute("aria-pressed", String(muted));
    this.time.hidden = !client.active;
    if (client.state === "listening" && (off || muted)) {
      this.say(off ? "Type your message below; the answer is spoken." : "Your microphone is muted.");
    }
  }

  #tellTime(seconds) {
    this.remaining.textContent = clock(seconds);
    this.time.classList.toggle("viva-soon", seconds <= SOON_OVER_S);
  }

  #tellLevel(level) {
    const percent = Math.round(level * 100);
    this.card.style.setProperty("--level", level.toFixed(2));
    this.meter.setAttribute("aria-valuenow", String(percent));
  }

  #offer(devices) {
    const chosen = this.client.deviceId;
    const options = devices
      .filter((device) => device.deviceId !== "default")
      .map((device, i) => new Option(device.label || `Microphone ${i + 1}`, device.deviceId));
    this.select.replaceChildren(new Option("Default microphone", ""), ...options);
    this.select.value = devices.some((device) => device.deviceId === chosen) ? chosen : "";
  }
}
