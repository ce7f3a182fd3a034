// The call over a WebSocket, for when WebRTC finds no way (flight mode, a shared link).

import { socketUrl } from "./api.js";
import { CAPTURE_RATE as RATE, capture } from "./capture.js";
import { Emitter } from "./emitter.js";
import { Player } from "./player.js";
import { Full, Problem, unreachable } from "./words.js";

const FRAME = 320; // 20 ms

const refused = ({ code, message, fix }) => new Problem(code, message, fix);

/** Emits "message", "closed"; plays what it receives by itself. */
export class SocketTransport extends Emitter {
  name = "websocket";
  #socket;
  #context = null;
  #silenceTimer = 0;
  #player = new Player();
  #settle;
  #done = false;

  /** Connect, sending `track`; `first` is the content of the start message. */
  async open(track, first) {
    const socket = (this.#socket = new WebSocket(socketUrl("webrtc/socket")));
    socket.binaryType = "arraybuffer";
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(unreachable());
    });
    const begun = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = () => this.#lost();
    socket.send(JSON.stringify({ type: "start", ...first }));
    await begun;
    await this.replaceTrack(track);
  }

  #receive(data) {
    if (data instanceof ArrayBuffer) {
      this.#player.play(new Int16Array(data));
      return;
    }
    const message = JSON.parse(data);
    if (message.type === "session_ready") this.#settle.resolve();
    if (message.status === "failed") this.#settle.reject(new Full(message.meta));
    else if (message.error) this.#settle.reject(refused(message.error));
    else if (message.type === "audio_format") this.#player.format(message.sample_rate);
    else if (message.type === "clear_audio") this.#player.clear();
    else this.emit("message", message);
  }

  /** Send another track from now on. */
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

  #send(frame) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }

  #stopCapture() {
    clearInterval(this.#silenceTimer);
    this.#context?.close();
    this.#context = null;
  }

  #lost() {
    this.#settle.reject(unreachable());
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
