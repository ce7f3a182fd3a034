// The call over WebRTC: microphone up, voice down, events on a data channel.

import { tell } from "./api.js";
import { Emitter, sleep } from "./emitter.js";

/**
 * @import { Answer, Offer, TransportEvents } from "./types.js"
 */

const GATHER_MS = 500; // host candidates are there within milliseconds; never wait for more
const CONNECT_MS = 5000;
const RECOVER_MS = 3000; // "disconnected" often heals by itself

/** Thrown when the two sides cannot reach each other: try another transport. */
export class NoRoute extends Error {}

/**
 * Emits "message" (an event object), "stream" (the voice) and "closed".
 *
 * @extends {Emitter<TransportEvents>}
 */
export class RtcTransport extends Emitter {
  name = /** @type {const} */ ("webrtc");
  /** @type {RTCPeerConnection | undefined} */
  #pc;
  #id = crypto.getRandomValues(new Uint32Array(4)).join("-");
  /** @type {RTCRtpSender | undefined} */
  #sender;
  /** @type {RTCDataChannel | undefined} */
  #channel;
  #done = false;

  /**
   * Connect, sending `track`. `exchange` posts the offer and resolves to the answer, or throws.
   *
   * @param {MediaStreamTrack} track
   * @param {(offer: Offer) => Promise<Answer>} exchange
   */
  async open(track, exchange) {
    // Some browsers and extensions take it away.
    if (!window.RTCPeerConnection) throw new NoRoute("unsupported");
    // No STUN server: that would tell a stranger's machine that Viva is being used.
    const pc = new RTCPeerConnection({ iceServers: [] });
    this.#pc = pc;
    const channel = pc.createDataChannel("events");
    this.#channel = channel;
    channel.onmessage = ({ data }) => this.emit("message", JSON.parse(data));
    pc.ontrack = ({ track }) => this.emit("stream", new MediaStream([track]));
    this.#sender = pc.addTrack(track);
    const offer = await pc.createOffer();
    await pc.setLocalDescription(offer);
    await Promise.race([gathered(pc), sleep(GATHER_MS)]);
    const { sdp = "", type } = pc.localDescription ?? offer; // with what was gathered
    const answer = await exchange({ sdp, type, webrtc_id: this.#id });
    await pc.setRemoteDescription({ sdp: answer.sdp, type: answer.type });
    await connected(pc, channel);
    this.#watch(pc, channel);
  }

  /**
   * @param {RTCPeerConnection} pc
   * @param {RTCDataChannel} channel
   */
  #watch(pc, channel) {
    channel.onclose = () => this.#lost();
    pc.onconnectionstatechange = async () => {
      if (pc.connectionState === "disconnected") await sleep(RECOVER_MS);
      if (pc.connectionState !== "connected" && pc.connectionState !== "connecting") this.#lost();
    };
  }

  #lost() {
    if (this.#done) return;
    this.close();
    this.emit("closed");
  }

  /**
   * Send another track from now on (another microphone, or none).
   *
   * @param {MediaStreamTrack} track
   */
  async replaceTrack(track) {
    await this.#sender?.replaceTrack(track);
  }

  close() {
    if (this.#done) return;
    this.#done = true;
    this.#channel?.close();
    this.#pc?.close();
    // Otherwise a closed tab keeps its place until the server's patience ends. Nothing hangs
    // on the answer: a server that has gone has no place to free.
    tell("webrtc/hangup", { webrtc_id: this.#id });
  }
}

/**
 * @param {RTCPeerConnection} pc
 * @returns {Promise<void>}
 */
function gathered(pc) {
  return new Promise((resolve) => {
    if (pc.iceGatheringState === "complete") resolve();
    pc.onicegatheringstatechange = () => pc.iceGatheringState === "complete" && resolve();
  });
}

/**
 * @param {RTCPeerConnection} pc
 * @param {RTCDataChannel} channel
 * @returns {Promise<void>}
 */
function connected(pc, channel) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new NoRoute("timeout")), CONNECT_MS);
    const look = () => {
      if (pc.connectionState === "failed" || pc.connectionState === "closed") {
        clearTimeout(timer);
        reject(new NoRoute(pc.connectionState));
      } else if (pc.connectionState === "connected" && channel.readyState === "open") {
        clearTimeout(timer);
        resolve();
      }
    };
    pc.onconnectionstatechange = look;
    channel.onopen = look;
    look();
  });
}
