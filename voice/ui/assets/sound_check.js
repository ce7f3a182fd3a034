// Microphone and speaker check before the start: a level, a test sound, two seconds recorded and
// played back, a sentence read aloud and recognised, and in words what is wrong.

import { get, send } from "./api.js";
import { CAPTURE_RATE, capture } from "./capture.js";
import { part, targetOf } from "./dom.js";
import { sleep } from "./emitter.js";
import { Microphone } from "./microphone.js";
import { hears, judge, loud } from "./sound.js";
import { worded } from "./texts.js";
import { wav } from "./wav.js";
import { finding, misunderstood, Problem } from "./words.js";

/**
 * @import { Client } from "./client.js"
 * @import { Judged } from "./sound.js"
 * @import { Finding } from "./types.js"
 * @typedef {{ text: string, words: { text: string, understood: boolean }[] }} Heard
 */

const NOTES = [523.25, 659.26, 783.99]; // Hz: C, E, G
const NOTE_S = 0.35;
const RECORD_S = 2;
const BEFORE_S = 0.4; // of the room, before the notes
const LATE_S = 0.5; // by which the notes may reach the microphone late
const FRAME_S = 0.02; // of a capture
const LOOK_S = 0.1; // between two looks whether the sentence is over
const STILL_S = 1.5; // of silence after it
const READ_S = 12; // longest; the server takes 15

export class SoundCheck {
  #microphone = new Microphone(); // not the call's: the check leaves nothing behind
  /** @type {AudioContext | null} */
  #capturing = null; // the context of the capture
  /** @type {ArrayBuffer[]} */
  #frames = [];
  /** @type {AudioContext | null} */
  #player = null;
  #language = "en"; // of the sentence
  #reading = false;
  #run = 0; // each opening and closing of the dialog begins a new one

  /**
   * @param {ParentNode} root
   * @param {Client} client
   */
  constructor(root, client) {
    this.client = client;
    this.button = part(root, "#viva-check");
    this.dialog = part(root, "#viva-check-dialog", HTMLDialogElement);
    this.meter = part(root, "#viva-check-meter");
    this.soundButton = part(root, "#viva-check-sound", HTMLButtonElement);
    this.recordButton = part(root, "#viva-check-record", HTMLButtonElement);
    this.sentence = part(root, "#viva-check-sentence");
    this.reading = part(root, "#viva-check-reading");
    this.readButton = part(root, "#viva-check-read", HTMLButtonElement);
    this.now = part(root, "#viva-check-now");
    this.heard = part(root, "#viva-check-heard");
    this.results = part(root, "#viva-check-results");
    this.button.addEventListener("click", () => this.open());
    this.dialog.addEventListener("close", () => this.#close());
    this.soundButton.addEventListener("click", () => this.#playNotes());
    this.recordButton.addEventListener("click", () => this.#record());
    this.readButton.addEventListener("click", () => this.#pressRead());
    this.heard.addEventListener("click", (event) => this.#answer(targetOf(event).dataset.heard));
    this.#microphone.on("level", (level) => this.#tellLevel(level));
    client.on("state", () => {
      this.button.hidden = client.active; // the call has a level of its own
    });
  }

  async open() {
    if (this.client.active || this.dialog.open) return;
    const run = ++this.#run;
    this.results.replaceChildren();
    this.#say("");
    this.#free(true, false);
    this.dialog.showModal();
    this.#offerSentence(run);
    // Made here, where the student's own click still counts as leave to play sound.
    this.#player = new AudioContext();
    try {
      const track = await this.#microphone.open(this.client.deviceId);
      const capturing = await capture(new MediaStream([track]), (frame) =>
        this.#frames.push(frame),
      );
      if (run !== this.#run) return this.#tooLate(capturing);
      this.#capturing = capturing;
      this.#free(true, true);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (run === this.#run) this.#find("microphone", [false, error.message, error.fix]);
    }
    return undefined;
  }

  /**
   * The dialog was closed before the microphone was open.
   *
   * @param {AudioContext} capturing
   */
  #tooLate(capturing) {
    capturing.close();
    if (!this.dialog.open) this.#microphone.close();
  }

  #close() {
    this.#run++;
    this.#reading = false;
    this.#microphone.close();
    this.#capturing?.close();
    this.#player?.close();
    this.#capturing = this.#player = null;
    this.#frames = [];
  }

  /**
   * Something to read in the language that will be spoken.
   *
   * @param {number} run
   */
  async #offerSentence(run) {
    const place = this.reading;
    place.hidden = true;
    const { language = "en" } = this.client.settings;
    try {
      const { sentence } = await get(`check/sentence?language=${encodeURIComponent(language)}`);
      if (run !== this.#run) return;
      this.#language = this.sentence.lang = language;
      this.sentence.textContent = sentence;
      place.hidden = false;
    } catch (error) {
      if (!(error instanceof Problem)) throw error; // the rest of the check works without it
    }
  }

  #pressRead() {
    if (this.#reading)
      this.#reading = false; // that is enough
    else this.#read();
  }

  /** The sentence, read aloud: what is understood of it. */
  async #read() {
    const run = this.#run;
    this.#reading = true;
    this.#free(false, false);
    this.readButton.disabled = false;
    this.readButton.textContent = worded("check.stop_recording");
    this.#say(worded("check.read"));
    await this.#hearOut(run);
    this.#reading = false;
    this.readButton.textContent = worded("check.record_sentence");
    if (run !== this.#run) return;
    this.readButton.disabled = true;
    this.#say(worded("check.listening"));
    const frames = this.#frames;
    const sounds = this.#microphone.track?.muted
      ? "muted"
      : judge(this.#taken(READ_S), CAPTURE_RATE);
    try {
      const heard = await send(`check/heard?language=${this.#language}`, wav(frames, CAPTURE_RATE));
      if (run === this.#run) this.#tellHeard(heard, sounds);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (run === this.#run) this.#find("sentence", [false, error.message, error.fix]);
    }
    if (run !== this.#run) return;
    this.#say("");
    this.#free(true, true);
    this.readButton.focus();
  }

  /**
   * Until the student has read it: they press, or fall silent, or it takes too long.
   *
   * @param {number} run
   */
  async #hearOut(run) {
    this.#frames = [];
    let spoke = false;
    let still = 0;
    for (
      let at = 0;
      at < READ_S && still < STILL_S && this.#reading && run === this.#run;
      at += LOOK_S
    ) {
      await sleep(LOOK_S * 1000);
      const sounds = loud(this.#taken(LOOK_S));
      spoke ||= sounds;
      still = sounds || !spoke ? 0 : still + LOOK_S;
    }
  }

  /**
   * Mark in the sentence what was not understood.
   *
   * @param {Heard} heard
   * @param {Judged} sounds
   */
  #tellHeard({ text, words }, sounds) {
    const missed = words.filter((word) => !word.understood).map((word) => word.text);
    const space = this.#language === "zh" ? "" : " ";
    this.sentence.replaceChildren(
      ...words.flatMap(({ text: word, understood }) => {
        const element = document.createElement(understood ? "span" : "mark");
        element.textContent = word;
        return [element, space];
      }),
    );
    const bare = missed.map((word) => word.replace(/[.,，。]+$/, ""));
    this.#find(
      "sentence",
      missed.length ? misunderstood(bare, text, sounds, this.#language) : finding("understood"),
    );
  }

  /** The speaker, and whether the microphone hears it. */
  async #playNotes() {
    const run = this.#run;
    this.#free(false, false);
    this.#say(worded("check.notes"));
    await this.#take(BEFORE_S);
    if (run !== this.#run) return;
    const before = this.#taken(BEFORE_S);
    const once = NOTES.length * NOTE_S;
    if (!this.#player) return; // the dialog was closed
    this.#notes(this.#player, 0);
    this.#notes(this.#player, once);
    await this.#take(2 * once + LATE_S);
    if (run !== this.#run) return;
    // The browser's echo canceller has learnt the room by the second time.
    const during = this.#taken(once + LATE_S);
    if (this.#capturing)
      this.#find(
        "echo",
        hears(before, during, NOTES, NOTE_S, CAPTURE_RATE) ? finding("echo") : finding("noEcho"),
      );
    this.#say(worded("check.ask"), true);
    this.#free(true, this.#capturing !== null);
  }

  /**
   * @param {AudioContext} context
   * @param {number} after
   */
  #notes(context, after) {
    NOTES.forEach((frequency, index) => {
      const from = context.currentTime + after + index * NOTE_S;
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.setTargetAtTime(0.25, from, 0.01);
      gain.gain.setTargetAtTime(0, from + NOTE_S - 0.06, 0.015);
      const note = new OscillatorNode(context, { frequency });
      note.connect(gain).connect(context.destination);
      note.start(from);
      note.stop(from + NOTE_S);
    });
  }

  /** @param {string | undefined} heard */
  #answer(heard) {
    if (!heard) return; // between the buttons
    this.#say("");
    this.#find("speaker", heard === "yes" ? finding("heard") : finding("unheard"));
    this.soundButton.focus();
  }

  async #record() {
    const run = this.#run;
    this.#free(false, false);
    this.#say(worded("check.speak"));
    await this.#take(RECORD_S);
    if (run !== this.#run) return;
    const samples = this.#taken(RECORD_S);
    this.#say(worded("check.back"));
    await this.#playBack(samples);
    if (run !== this.#run) return;
    const muted = this.#microphone.track?.muted;
    this.#find("microphone", finding(muted ? "muted" : judge(samples, CAPTURE_RATE)));
    this.#say("");
    this.#free(true, true);
    this.recordButton.focus();
  }

  /** @param {Float32Array<ArrayBuffer>} samples */
  async #playBack(samples) {
    if (!this.#player || !samples.length) return; // closed, or not one frame came
    const buffer = new AudioBuffer({ length: samples.length, sampleRate: CAPTURE_RATE });
    buffer.copyToChannel(samples, 0);
    const source = new AudioBufferSourceNode(this.#player, { buffer });
    source.connect(this.#player.destination);
    source.start();
    await sleep((samples.length / CAPTURE_RATE) * 1000);
  }

  /**
   * Let the microphone run for so long, from now.
   *
   * @param {number} seconds
   */
  async #take(seconds) {
    this.#frames = [];
    await sleep(seconds * 1000);
  }

  /**
   * The last seconds of what came, float32.
   *
   * @param {number} seconds
   */
  #taken(seconds) {
    const last = this.#frames.slice(-Math.ceil(seconds / FRAME_S));
    const all = last.flatMap((frame) => [...new Int16Array(frame)]);
    return Float32Array.from(all.slice(-seconds * CAPTURE_RATE), (sample) => sample / 32768);
  }

  /** @param {number} level */
  #tellLevel(level) {
    this.meter.style.setProperty("--level", level.toFixed(2));
    this.meter.setAttribute("aria-valuenow", String(Math.round(level * 100)));
  }

  /**
   * @param {string} text
   * @param {boolean} [asks]
   */
  #say(text, asks = false) {
    this.now.textContent = text;
    this.heard.hidden = !asks;
  }

  /**
   * @param {boolean} sound
   * @param {boolean} record
   */
  #free(sound, record) {
    this.soundButton.disabled = !sound;
    this.recordButton.disabled = this.readButton.disabled = !record;
  }

  /**
   * One finding for each subject, the newest.
   *
   * @param {string} subject
   * @param {Finding} finding
   */
  #find(subject, [well, text, fix]) {
    const item = document.createElement("li");
    item.dataset.subject = subject;
    item.classList.toggle("viva-well", well);
    const strong = document.createElement("strong");
    strong.textContent = text;
    item.append(strong, fix);
    const before = this.results.querySelector(`[data-subject="${subject}"]`);
    if (before) before.replaceWith(item);
    else this.results.append(item);
    item.scrollIntoView({ block: "nearest" });
  }
}
