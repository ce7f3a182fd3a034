// The call over a WebSocket, for when WebRTC finds no way (flight mode, a shared link).

import { socketUrl } from "./api.js";
import { capture, CAPTURE_RATE as RATE } from "./capture.js";
import { Emitter } from "./emitter.js";
import { Player } from "./player.js";
import { Full, Problem, unreachable } from "./words.js";

/**
 * @import { Opening, Standing, TransportEvents } from "./types.js"
 * @import { ServerEvent, SocketMessage } from "./events.js"
 * @typedef {{ status: "failed", meta: Standing } | { error: { code: string, message: string, fix: string } }} Refusal
 * @typedef {ServerEvent | SocketMessage | Refusal} Message
 */

const FRAME = 320; // 20 ms

/** @param {{ code: string, message: string, fix: string }} error */
const refused = ({ code, message, fix }) => new Problem(code, message, fix);

/**
 * Emits "message", "closed"; plays what it receives by itself.
 *
 * @extends {Emitter<TransportEvents>}
 */
export class SocketTransport extends Emitter {
  name = /** @type {const} */ ("websocket");
  /** @type {WebSocket | undefined} */
  #socket;
  /** @type {AudioContext | null} */
  #context = null;
  #silenceTimer = 0;
  #player = new Player();
  /** @type {{ resolve: () => void, reject: (error: Error) => void } | undefined} */
  #settle;
  #done = false;

  /**
   * Connect, sending `track`; `first` is the content of the start message.
   *
   * @param {MediaStreamTrack} track
   * @param {Opening} first
   */
  async open(track, first) {
    const socket = new WebSocket(socketUrl("webrtc/socket"));
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(unreachable());
    });
    /** @type {Promise<void>} */
    const begun = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = () => this.#lost();
    socket.send(JSON.stringify({ type: "start", ...first }));
    await begun;
    await this.replaceTrack(track);
  }

  /** @param {string | ArrayBuffer} data */
  #receive(data) {
    if (data instanceof ArrayBuffer) {
      this.#player.play(new Int16Array(data));
      return;
    }
    /** @type {Message} */
    const message = JSON.parse(data);
    if (!("type" in message)) {
      this.#settle?.reject("meta" in message ? new Full(message.meta) : refused(message.error));
      return;
    }
    if (message.type === "session_ready") this.#settle?.resolve();
    if (message.type === "audio_format") this.#player.format(message.sample_rate);
    else if (message.type === "clear_audio") this.#player.clear();
    else this.emit("message", message);
  }

  /**
   * Send another track from now on.
   *
   * @param {MediaStreamTrack} track
   */
  async replaceTrack(track) {
    this.#stopCapture();
    // A page over plain HTTP has no worklets, and no microphone either: silence by the clock.
    if (!window.isSecureContext) return this.#sendSilence();
    const stream = new MediaStream([track]);
    this.#context = await capture(stream, (frame) => this.#send(frame));
    return undefined;
  }

  #sendSilence() {
    const began = performance.now();
    let sent = 0;
    this.#silenceTimer = setInterval(() => {
      const due = ((performance.now() - began) / 1000) * RATE;
      for (; sent + FRAME <= due; sent += FRAME) this.#send(new Int16Array(FRAME).buffer);
    }, 100);
  }

  /** @param {ArrayBuffer} frame */
  #send(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }

  #stopCapture() {
    clearInterval(this.#silenceTimer);
    this.#context?.close();
    this.#context = null;
  }

  #lost() {
    this.#settle?.reject(unreachable());
    if (this.#done) return;
    this.close();
    this.emit("closed");
  }

  close() {
    this.#done = true;
    this.#stopCapture();
    this.#player.close();
    this.#socket?.close();
  }
}
