// What the second screen says in its own words: about the student, to somebody else.

/**
 * @import { ExamFinished, ExamView, State } from "./events.js"
 * @import { Advice } from "./types.js"
 */

/** @type {Record<State, string>} */
export const STATES = {
  disconnected: "The student is not connected",
  connecting: "The student is connecting",
  listening: "It is the student’s turn",
  thinking: "Viva is thinking",
  speaking: "Viva is speaking",
  interrupted: "The student cut in",
};

/** @type {Record<ExamView["phase"], string>} */
export const PHASES = {
  asking: "The examiner is speaking.",
  preparing: "The student is preparing an answer.",
  answering: "The student is to answer.",
  paused: "The exam is paused.",
  closing: "The exam is coming to its end.",
  over: "The exam is over.",
};

/** @type {Record<ExamFinished["reason"], string>} */
export const FINISHED = {
  finished: "The exam is over: that was the last question.",
  stopped: "The exam is over: the student ended it.",
  time: "The exam is over: its time was up.",
};

export const TEACHES =
  "You read along, and may correct the marks. Nobody can see or hear you, and you cannot change anything else.";

/** @type {Advice} */
export const ENDED = [
  "info",
  "The session has ended.",
  "What you see stays here until you close this page.",
];

/** @type {Advice} */
export const LOST = [
  "warning",
  "The connection was lost. Trying again…",
  "There is nothing you need to do.",
];

/** @type {Advice} */
export const NOT_WHOLE = [
  "error",
  "This link is not whole.",
  "Open all of it, as it was sent to you, or ask for it again.",
];

/**
 * Until when a link holds, in the reader's own time.
 *
 * @param {number} seconds
 */
export const until = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
