// What the page says in its own words of states, and of problems with what to do about them.

import { advice, language as spoken, worded } from "./texts.js";

/**
 * @import { ExamFinished, ExamView, SessionEnded, State } from "./events.js"
 * @import { Judged } from "./sound.js"
 * @import { Advice, FileProblem, Finding, Standing } from "./types.js"
 * @typedef {Judged | "heard" | "unheard" | "echo" | "noEcho" | "understood"} Found
 */

/**
 * A state's name, and what it asks of the student.
 *
 * @param {State} state
 */
export const stateWords = (state) => advice(`states.${state}`);

/**
 * Under the state, while it is the student's turn: what the examiner believes.
 *
 * @param {string} cue
 */
export const cueWords = (cue) => worded(`cues.${cue}`);

/**
 * What an exam's phase asks of the student.
 *
 * @param {ExamView["phase"]} phase
 */
export const phaseWords = (phase) => worded(`phases.${phase}`);

/**
 * How an exam ended; "" as long as that is not known.
 *
 * @param {ExamFinished["reason"] | ""} reason
 */
export const endWords = (reason) => worded(reason ? `ends.${reason}` : "phases.over");

/** @type {Set<Found>} */
const WELL = new Set(["heard", "noEcho", "fine", "understood"]);

/**
 * What the check of microphone and speaker found: [whether all is well, what, what to do].
 *
 * @param {Found} found
 * @returns {Finding}
 */
export const finding = (found) => [WELL.has(found), ...advice(`findings.${found}`)];

/**
 * What became of the sentence read aloud: the words that were missed, and how it sounded.
 *
 * @param {string[]} missed
 * @param {string} heard
 * @param {Judged} sounds
 * @param {string} language
 * @returns {Finding}
 */
export function misunderstood(missed, heard, sounds, language) {
  const what = heard
    ? worded("check.not_understood", { words: missed.join(", ") })
    : worded("check.no_words");
  const name = new Intl.DisplayNames([spoken() || "en"], { type: "language" }).of(language);
  const fix =
    sounds === "fine"
      ? worded("check.calmly", { language: name })
      : finding(sounds).slice(1).join(" ");
  return [false, what, `${heard ? `${worded("check.heard_this", { text: heard })} ` : ""}${fix}`];
}

/** A problem worded for the student: what is wrong, and what to do about it. */
export class Problem extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {string} fix
   * @param {FileProblem[]} problems - in a file that was sent
   */
  constructor(code, message, fix = "", problems = []) {
    super(message);
    this.code = code;
    this.fix = fix;
    this.problems = problems;
  }
}

/**
 * A problem as it is; anything else that was thrown, in words.
 *
 * @param {unknown} error
 */
export function problemOf(error) {
  if (error instanceof Problem) return error;
  const what = error instanceof Error ? error.message : String(error);
  return problem("unexpected", { what });
}

/** Thrown when every place is taken; `meta` has the ticket and the position in the line. */
export class Full extends Error {
  /** @param {Standing} meta */
  constructor(meta) {
    super("full");
    this.meta = meta;
  }
}

/**
 * One of the problems that the page itself has words for.
 *
 * @param {string} code
 * @param {Record<string, unknown>} values
 */
export const problem = (code, values = {}) =>
  new Problem(code, ...advice(`problems.${code}`, values));

export const insecureMicrophone = () => problem("insecure", { port: location.port || 80 });

/**
 * What `getUserMedia` threw, in words.
 *
 * @param {unknown} error
 */
export function microphoneProblem(error) {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      return problem("refused");
    case "NotFoundError":
      return problem("absent");
    case "NotReadableError":
    case "AbortError":
      return problem("busy");
    default:
      return problem("microphone", { what: message });
  }
}

export const unreachable = () => problem("unreachable");

/** @type {Record<SessionEnded["reason"], Advice[0]>} */
const GRAVITY = { time_limit: "warning", stopped: "info", shutdown: "warning", failed: "error" };

/**
 * Why a session is over.
 *
 * @param {SessionEnded["reason"]} reason
 * @returns {Advice}
 */
export const ending = (reason) => [GRAVITY[reason], ...advice(`endings.${reason}`)];

/** @returns {Advice} */
export const takenOver = () => ["info", ...advice("news.taken_over")];

/** @returns {Advice} */
export const silent = () => ["warning", ...advice("news.silent")];

/** @returns {Advice} */
export const earlier = () => ["info", ...advice("news.earlier")];

/**
 * @param {number} attempt
 * @returns {Advice}
 */
export const lost = (attempt) => ["warning", ...advice("news.lost", { attempt })];

/**
 * @param {number} position
 * @returns {Advice}
 */
export const waiting = (position) => [
  "info",
  ...advice(position <= 1 ? "news.waiting_next" : "news.waiting", { n: position - 1 }),
];

/** @returns {Advice} */
export const expired = () => ["info", ...advice("news.expired")];

/** @returns {Advice} */
export const soundBlocked = () => ["warning", ...advice("news.sound_blocked")];

/** @param {number} seconds */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${Math.round(bytes / 1e6)} MB`;
}
