// The microphone: opening, choosing, muting, measuring it; and a silent stand-in for it.

import { Emitter } from "./emitter.js";
import { insecureMicrophone, microphoneProblem } from "./words.js";

const LEVEL_EVERY_MS = 100;
// A live microphone in a still room shows more than this; a muted or wrong one does not.
const FLAT_PEAK = 0.002;
const FLAT_AFTER_MS = 8000;
const UNPLUGGED = new Set(["OverconstrainedError", "NotFoundError"]); // what browsers call it

/**
 * Emits "level" (0 to 1), "flat" (true when nothing is heard for long), "ended", "devices".
 *
 * @extends {Emitter<{ level: number, flat: boolean, ended: undefined, devices: MediaDeviceInfo[] }>}
 */
export class Microphone extends Emitter {
  /** @type {MediaStream | null} */
  stream = null;
  muted = false;
  listening = false; // flatness is only odd while the student is expected to speak
  /** @type {AudioContext | null} */
  #context = null;
  #timer = 0;
  #quietSince = 0;
  #flat = false;

  constructor() {
    super();
    navigator.mediaDevices?.addEventListener?.("devicechange", () => this.#tellDevices());
  }

  get track() {
    return this.stream?.getAudioTracks()[0] ?? null;
  }

  /**
   * Open the microphone `deviceId` ("" is the browser's choice); throws a Problem.
   *
   * @param {string} deviceId
   */
  async open(deviceId) {
    if (!navigator.mediaDevices?.getUserMedia) throw insecureMicrophone();
    let stream;
    try {
      stream = await this.#getStream(deviceId);
    } catch (error) {
      throw microphoneProblem(error);
    }
    this.close();
    this.stream = stream;
    const [track] = stream.getAudioTracks();
    track.enabled = !this.muted;
    track.addEventListener("ended", () => stream === this.stream && this.emit("ended"));
    this.#measure(stream);
    await this.#tellDevices();
    return track;
  }

  /** @param {string} deviceId */
  async #getStream(deviceId) {
    const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    /** @param {MediaTrackConstraints} more */
    const get = (more) => navigator.mediaDevices.getUserMedia({ audio: { ...audio, ...more } });
    if (!deviceId) return get({});
    try {
      return await get({ deviceId: { exact: deviceId } });
    } catch (error) {
      // The chosen one was unplugged since: any other is better than none.
      if (!(error instanceof Error) || !UNPLUGGED.has(error.name)) throw error;
      return get({});
    }
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.muted = muted;
    if (this.track) this.track.enabled = !muted;
  }

  close() {
    clearInterval(this.#timer);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.#context?.close();
    this.stream = this.#context = null;
    this.emit("level", 0);
    this.#tellFlat(false);
  }

  /** @param {MediaStream} stream */
  #measure(stream) {
    this.#context = new AudioContext();
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = 4096; // 85 ms at 48 kHz: nearly all of the time between two looks
    this.#context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#quietSince = performance.now();
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      let peak = 0;
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
      this.#look(peak);
    }, LEVEL_EVERY_MS);
  }

  /** @param {number} peak */
  #look(peak) {
    // -54 dB to 0 dB on a straight scale, as loudness is heard.
    this.emit("level", Math.min(1, Math.max(0, 1 + Math.log10(peak + 1e-9) / 2.7)));
    const now = performance.now();
    if (peak > FLAT_PEAK || !this.listening || this.muted) {
      this.#quietSince = now;
      if (peak > FLAT_PEAK || this.muted) this.#tellFlat(false);
    } else if (now - this.#quietSince > FLAT_AFTER_MS) {
      this.#tellFlat(true);
    }
  }

  /** @param {boolean} flat */
  #tellFlat(flat) {
    if (flat === this.#flat) return;
    this.#flat = flat;
    this.emit("flat", flat);
  }

  async #tellDevices() {
    const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    this.emit(
      "devices",
      all.filter((device) => device.kind === "audioinput" && device.deviceId),
    );
  }
}

/** A track of silence, so that someone without a microphone has a call all the same. */
export function silence() {
  const context = new AudioContext();
  const source = new ConstantSourceNode(context, { offset: 0 });
  const destination = context.createMediaStreamDestination();
  source.connect(destination);
  source.start();
  return { track: destination.stream.getAudioTracks()[0], close: () => context.close() };
}
