// One student's side of the conversation: connects, comes back, keeps the session's id.

import { get, post } from "./api.js";
import { Emitter, sleep } from "./emitter.js";
import { Microphone, silence } from "./microphone.js";
import { NoRoute, RtcTransport } from "./rtc.js";
import { SocketTransport } from "./socket.js";
import { Full, Problem, problem, problemOf, unreachable } from "./words.js";

/**
 * @import { ServerEvent, SessionReady, State } from "./events.js"
 * @import { Answer, ClientEvents, Offer, Opening, Settings, Standing } from "./types.js"
 */

const ASK_EVERY_MS = 2000; // while waiting for a place
const RETRIES = 12; // with the pauses below: about a minute
const LONGEST_PAUSE_MS = 8000;
// The server tells the time every second; so long without a word means the line is dead.
const DEAD_AFTER_MS = 8000;
const READY_MS = 5000; // from a connected line to the session's first event
const KEPT_AS = "viva-session";
/** @type {(keyof Settings)[]} */
const DETAILS = ["topics", "minutes", "difficulty", "material"];
/** @type {(keyof Settings)[]} */
const EXAM = ["bank", "mode", ...DETAILS];
// Settings that the server tells; what the student brings to an exam it keeps to itself, and
// tells only that it is there ("brought").
const TOLD = /** @type {const} */ (["mode", "voice", "language", "speed", "bank", "brought"]);
const TOLD_OF_EXAM = /** @type {const} */ (["topics", "minutes", "difficulty"]);
const WANTED_AS = "viva-wanted"; // kept by the tab, for a reload before the start
const MICROPHONE_AS = "viva-microphone"; // kept by the browser

/** Thrown inside a start that the student has stopped meanwhile. */
class Cancelled extends Error {}

/**
 * Emits every server event by its type and as "event"; and "state", "transport", "stream",
 * "problem" (a Problem), "waiting" (position), "lost" (attempt), "recovered", "expired",
 * "settings", "reset" (the conversation begins again).
 *
 * @extends {Emitter<ClientEvents>}
 */
export class Client extends Emitter {
  /** @type {State} */
  state = "disconnected";
  microphone = new Microphone();
  /** @type {RtcTransport | SocketTransport | null} */
  transport = null;
  deviceId = localStorage.getItem(MICROPHONE_AS) ?? "";
  /** @type {Settings} */
  settings = JSON.parse(sessionStorage.getItem(WANTED_AS) ?? "{}"); // in force, as far as known
  /** @type {Settings} */
  #wanted = { ...this.settings }; // changed by the student; the rest is the server's to choose
  #held = false; // something was changed that the server has not been told
  #run = 0; // each start and stop begins a new one; what belongs to an older one ends
  /** @type {Promise<boolean> | null} */
  #started = null; // the promise of the latest start
  /** @type {ReturnType<typeof silence> | null} */
  #silence = null;
  #ready = () => {}; // what waits for the first event of a connection
  #lastMessage = 0;
  #watchdog = 0;

  constructor() {
    super();
    this.sessionId = sessionStorage.getItem(KEPT_AS) ?? "";
    this.microphone.on("ended", () => this.#microphoneGone());
    window.addEventListener("pagehide", () => this.transport?.close());
  }

  get active() {
    return this.state !== "disconnected";
  }

  get hasMicrophone() {
    return this.microphone.track !== null;
  }

  /**
   * Connect; without a microphone the replies are spoken all the same. Resolves to success.
   *
   * @param {{ microphone?: boolean }} options
   * @returns {Promise<boolean>}
   */
  start(options = {}) {
    if (!this.active || !this.#started) this.#started = this.#start(options);
    return this.#started;
  }

  /** @param {{ microphone?: boolean }} options */
  async #start({ microphone = true }) {
    const run = ++this.#run;
    this.#setState("connecting");
    try {
      // Made here, where the student's own click still counts as leave to play sound.
      this.#silence = silence();
      if (microphone) await this.microphone.open(this.deviceId);
      if (!this.active) this.microphone.close(); // stopped while the browser asked for leave
      if (run !== this.#run) throw new Cancelled();
      await this.#sendHeld();
      await this.#connect(run);
      this.#held = false;
      return true;
    } catch (error) {
      this.#fail(run, error);
      return false;
    }
  }

  /**
   * *Let me think*: while held, no pause ends the turn. Resolves to whether it was taken.
   *
   * @param {boolean} held
   */
  hold(held) {
    return this.#tell("hold", { held });
  }

  /** *I'm done*: the turn ends now. */
  done() {
    return this.#tell("done");
  }

  /**
   * Press one of the exam's buttons. Resolves to whether it was taken.
   *
   * @param {string} name
   */
  command(name) {
    return this.#tell(`exam/${name}`);
  }

  /**
   * @param {string} what
   * @param {object} [body]
   */
  async #tell(what, body) {
    try {
      await post(`session/${this.sessionId}/${what}`, body);
      return true;
    } catch (error) {
      this.emit("problem", problemOf(error));
      return false;
    }
  }

  /** Hang up; the conversation can be gone on with by another start. */
  stop() {
    this.#run++;
    clearInterval(this.#watchdog);
    this.transport?.close();
    this.transport = null;
    this.microphone.close();
    this.#silence?.close();
    this.#silence = null;
    this.#setState("disconnected");
  }

  /**
   * Send typed text, connecting first if need be. Resolves to whether it was taken.
   *
   * @param {string} text
   */
  async say(text) {
    // A start under way is waited for: before it there may be no session to write to.
    return (await this.start({ microphone: false })) && this.#tell("say", { text });
  }

  /**
   * Change any of the settings: now, or from the next start on. The details of an exam count from
   * the next one on, as does all that is to be held back until `later`.
   *
   * @param {Settings} wanted
   * @param {boolean} later
   */
  async change(wanted, later = false) {
    const before = this.settings;
    this.settings = { ...before, ...wanted };
    this.#wanted = { ...this.#wanted, ...wanted };
    if ("language" in wanted && !("voice" in wanted)) {
      delete this.#wanted.voice; // it spoke another language
      this.settings.voice = "";
    }
    const held = later || namesIn(wanted).every((name) => DETAILS.includes(name));
    this.#held ||= held;
    try {
      if (this.sessionId && !held) await this.#send(wanted);
    } catch (error) {
      if (has(error, "unknown_session")) return this.#forget();
      for (const name of namesIn(wanted)) delete this.#wanted[name];
      this.settings = before;
      this.emit("problem", problemOf(error));
    } finally {
      const { material, ...rest } = this.#wanted; // a text of one's own is kept nowhere
      sessionStorage.setItem(WANTED_AS, JSON.stringify(rest));
      this.emit("settings", this.settings);
    }
    return undefined;
  }

  /** @param {Settings} wanted */
  async #send(wanted) {
    let body = wanted;
    if (this.settings.bank && EXAM.some((name) => name in wanted)) {
      // The server makes an exam of what comes together, and of nothing that came before.
      const known = EXAM.filter((name) => this.settings[name] !== undefined);
      body = { ...Object.fromEntries(known.map((name) => [name, this.settings[name]])), ...wanted };
      this.#held = false;
    }
    this.#adopt(await post(`session/${this.sessionId}/settings`, body));
  }

  /** Send what was held back; resolves to whether that began another exam. */
  async #sendHeld() {
    if (!this.#held || !this.sessionId || !this.settings.bank) return false;
    try {
      await this.#send({ bank: this.settings.bank });
    } catch (error) {
      if (!has(error, "unknown_session")) throw error;
      return false; // to be found out by the start, which then begins another session
    }
    this.emit("reset");
    return true;
  }

  /** Start afresh: the server forgets the conversation. */
  async reset() {
    try {
      if (await this.#sendHeld()) return;
      if (this.sessionId) await post(`session/${this.sessionId}/reset`);
      this.emit("reset");
    } catch (error) {
      if (!has(error, "unknown_session")) throw error;
      this.#forget();
      this.emit("reset");
    }
  }

  /**
   * Use another microphone ("" is the browser's choice), during the call or from now on.
   *
   * @param {string} deviceId
   */
  async useMicrophone(deviceId) {
    this.deviceId = deviceId;
    localStorage.setItem(MICROPHONE_AS, deviceId);
    if (!this.active) return;
    try {
      const track = await this.microphone.open(deviceId);
      await this.transport?.replaceTrack(track);
    } catch (error) {
      this.emit("problem", problemOf(error));
    }
  }

  /**
   * What a conversation from before a reload of the page was about; null if there is none.
   *
   * @returns {Promise<SessionReady | null>}
   */
  async earlier() {
    if (!this.sessionId) return null;
    try {
      const ready = await get(`session/${this.sessionId}`);
      this.#adopt(ready);
      return ready;
    } catch {
      this.#forget(); // gone, or the server is: either way there is nothing to go on with
      return null;
    }
  }

  /** @param {number} run */
  async #connect(run) {
    let ticket = "";
    for (;;) {
      if (run !== this.#run) throw new Cancelled();
      try {
        await this.#open(ticket);
        if (run !== this.#run) throw new Cancelled();
        this.#watch(run);
        return;
      } catch (error) {
        if (run !== this.#run) throw new Cancelled();
        this.#drop();
        if (error instanceof Full) ticket = await this.#wait(error.meta, run);
        else if (error instanceof NoRoute) this.preferSocket = true;
        else if (has(error, "unknown_session") && this.sessionId) {
          this.#forget();
          this.emit("expired");
        } else throw error;
      }
    }
  }

  /** @param {string} ticket */
  async #open(ticket) {
    const transport = this.preferSocket ? new SocketTransport() : new RtcTransport();
    this.transport = transport;
    transport.on("message", (message) => transport === this.transport && this.#receive(message));
    // Until it is open, a line that breaks fails this attempt; afterwards it is to be mended.
    const broken = new Promise((_, reject) => {
      transport.on("closed", () => reject(unreachable()));
    });
    transport.on("stream", (stream) => this.emit("stream", stream));
    const track = this.microphone.track ?? this.#silence?.track;
    if (!track) throw new Cancelled(); // stopping has closed both
    const opening = { session_id: this.sessionId, ticket, settings: this.#wanted };
    if (transport instanceof SocketTransport) {
      if (this.sessionId) await get(`session/${this.sessionId}`); // 404 if it is gone
      await Promise.race([transport.open(track, opening), broken]);
    } else {
      /** @type {Promise<void>} */
      const ready = new Promise((resolve) => {
        this.#ready = resolve;
      });
      await transport.open(track, (offer) => this.#offer({ ...opening, ...offer }));
      await Promise.race([
        ready,
        broken,
        sleep(READY_MS).then(() => Promise.reject(unreachable())),
      ]);
    }
    transport.on("closed", () => transport === this.transport && this.#reconnect());
    this.emit("transport", transport.name);
  }

  /**
   * @param {Opening & Offer} body
   * @returns {Promise<Answer>}
   */
  async #offer(body) {
    const answer = await post("webrtc/offer", body);
    if (answer.status !== "failed") {
      this.sessionId = answer.session_id; // before any event: a fallback goes on with this one
      return answer;
    }
    if (answer.meta?.error === "concurrency_limit_reached") throw new Full(answer.meta);
    throw problem("offer");
  }

  /**
   * @param {Standing} standing
   * @param {number} run
   */
  async #wait({ ticket, position }, run) {
    while (position > 0) {
      this.emit("waiting", position);
      await sleep(ASK_EVERY_MS);
      if (run !== this.#run) throw new Cancelled();
      ({ ticket, position } = await get(`webrtc/place?ticket=${encodeURIComponent(ticket)}`));
    }
    return ticket;
  }

  async #reconnect() {
    const run = this.#run;
    this.#drop();
    this.#setState("connecting");
    for (let attempt = 1; attempt <= RETRIES; attempt++) {
      this.emit("lost", attempt);
      await sleep(Math.min(LONGEST_PAUSE_MS, 250 * 2 ** attempt));
      if (run !== this.#run) return;
      try {
        await this.#connect(run);
        this.emit("recovered");
        return;
      } catch (error) {
        if (!has(error, "unreachable")) return this.#fail(run, error);
      }
    }
    return this.#fail(run, unreachable());
  }

  /** @param {number} run */
  #watch(run) {
    this.#lastMessage = performance.now();
    clearInterval(this.#watchdog);
    this.#watchdog = setInterval(() => {
      if (run !== this.#run) clearInterval(this.#watchdog);
      else if (performance.now() - this.#lastMessage > DEAD_AFTER_MS) this.#reconnect();
    }, 1000);
  }

  /** @param {ServerEvent | { type: string }} message */
  #receive(message) {
    // FastRTC sends messages of its own on the same channel; ours all carry a clock.
    if (!("clock" in message)) return;
    this.#lastMessage = performance.now();
    if (message.type === "session_ready") {
      this.#adopt(message);
      this.#ready();
    }
    if (message.type === "state_changed") this.#setState(message.state);
    if (message.type === "session_ended") {
      this.#forget();
      this.stop();
    }
    if (message.type === "taken_over") this.stop(); // by another tab: not to be fought over
    this.emit("event", message);
    this.emit(message.type, message);
  }

  /** @param {SessionReady} ready */
  #adopt(ready) {
    this.sessionId = ready.session_id;
    sessionStorage.setItem(KEPT_AS, ready.session_id);
    // Details that are held back for the next exam are newer than those of the present one.
    const names = ready.bank && !this.#held ? [...TOLD, ...TOLD_OF_EXAM] : TOLD;
    const told = names.filter((name) => name in ready).map((name) => [name, ready[name]]);
    this.settings = { ...this.settings, ...Object.fromEntries(told) };
    this.emit("settings", this.settings);
  }

  #forget() {
    this.sessionId = "";
    sessionStorage.removeItem(KEPT_AS);
  }

  #drop() {
    clearInterval(this.#watchdog);
    const transport = this.transport;
    this.transport = null;
    transport?.close();
  }

  /**
   * @param {number} run
   * @param {unknown} error
   */
  #fail(run, error) {
    if (run !== this.#run || error instanceof Cancelled) return;
    this.stop();
    this.emit("problem", problemOf(error));
  }

  async #microphoneGone() {
    this.microphone.close();
    if (this.#silence) await this.transport?.replaceTrack(this.#silence.track);
    this.emit("problem", problem("unplugged"));
  }

  /** @param {State} state */
  #setState(state) {
    if (state === this.state) return;
    this.state = state;
    this.microphone.listening = state === "listening";
    this.emit("state", state);
  }
}

/**
 * Whether it is the problem of this code.
 *
 * @param {unknown} error
 * @param {string} code
 */
const has = (error, code) => error instanceof Problem && error.code === code;

/**
 * Whose values they have.
 *
 * @param {Settings} settings
 */
const namesIn = (settings) => /** @type {(keyof Settings)[]} */ (Object.keys(settings));
