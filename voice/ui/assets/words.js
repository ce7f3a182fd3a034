// Everything the page says in its own words: states, and problems with what to do about them.

/**
 * @import { ExamFinished, ExamView, SessionEnded, State } from "./events.js"
 * @import { Judged } from "./sound.js"
 * @import { Advice, FileProblem, Finding, Standing } from "./types.js"
 * @typedef {Judged | "heard" | "unheard" | "echo" | "noEcho" | "understood"} Found
 */

/** @type {Record<State, [word: string, hint: string]>} */
export const STATES = {
  disconnected: ["Disconnected", "Press Start and speak, or type a message."],
  connecting: ["Connecting", "One moment."],
  listening: ["Listening", "Your turn: speak whenever you are ready."],
  thinking: ["Thinking", "Answering: one moment."],
  speaking: ["Speaking", "You can interrupt at any time: just speak."],
  interrupted: ["Interrupted", "You cut in. Go on, it is listening."],
};

/** Under the state, while it is the student's turn: what the examiner believes. */
export const CUES = {
  speaking: "Listening: you are speaking.",
  paused: "You paused – take your time.",
  held: "Take all the time you need. Press “I’m done” when you have finished.",
  typing: "Type your message below; the answer is spoken.",
  muted: "Your microphone is muted.",
  exam: "Press Start, and the examiner begins. Speak or type your answers.",
};

/**
 * What an exam's phase asks of the student.
 *
 * @type {Record<ExamView["phase"], string>}
 */
export const PHASES = {
  asking: "The examiner is speaking.",
  preparing: "Prepare your answer. Begin to speak, or press “I’m done”, when you are ready.",
  answering: "Your turn: answer the question.",
  paused: "The exam is paused and no time passes. Press Resume to go on.",
  closing: "The exam is coming to its end.",
  over: "The exam is over.",
};

/**
 * How an exam ended.
 *
 * @type {Record<ExamFinished["reason"], string>}
 */
export const EXAM_ENDS = {
  finished: "The exam is over: that was the last question.",
  stopped: "The exam is over: you ended it.",
  time: "The exam is over: its time is up.",
};

export const EXAM_AWAY = "The exam waits for you, and no time passes. Press Start to go on.";

/**
 * What the check of microphone and speaker says: [whether all is well, what, what to do].
 *
 * @type {Record<"notes" | "ask" | "speak" | "back" | "read" | "listening", string> & Record<Found, Finding>}
 */
export const CHECK = {
  notes: "Playing three notes, twice…",
  ask: "Did you hear the notes?",
  speak: "Recording: say a sentence now.",
  back: "Playing back what was recorded…",
  read: "Recording: read the sentence aloud.",
  listening: "One moment: Viva is looking for the words…",
  heard: [true, "The speaker works.", ""],
  unheard: [
    false,
    "You heard nothing.",
    "Turn the volume up, choose the right output in the system’s sound settings, and see that the browser’s tab is not muted.",
  ],
  echo: [
    false,
    "The microphone hears the speaker.",
    "Use headphones, or turn the volume down: otherwise Viva may take its own voice for yours.",
  ],
  noEcho: [true, "The microphone does not hear the speaker.", ""],
  muted: [
    false,
    "Nothing at all comes from the microphone.",
    "It may be muted by a switch of its own or by the system, or be the wrong one: choose another under Microphone.",
  ],
  quiet: [
    false,
    "You are very quiet.",
    "Come closer to the microphone, or raise its level in the system’s sound settings. If you said nothing, record once more.",
  ],
  clipping: [
    false,
    "You are too loud: the sound is distorted.",
    "Move away from the microphone, or lower its level in the system’s sound settings.",
  ],
  noisy: [
    false,
    "There is a lot of noise where you are.",
    "Words drown in it: close the window, switch off fans and music, or use a headset.",
  ],
  fine: [true, "The microphone hears you well.", "What you heard just now is what Viva hears."],
  understood: [true, "You are understood.", "Every word of the sentence arrived."],
};

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
  const what = heard ? `Not understood: ${missed.join(", ")}.` : "No words were recognised.";
  const name = new Intl.DisplayNames(["en"], { type: "language" }).of(language);
  const fix =
    sounds === "fine"
      ? `Come closer to the microphone and speak calmly. Viva listens for ${name}: if you speak another language, choose it in the settings.`
      : CHECK[sounds].slice(1).join(" ");
  return [false, what, `${heard ? `Viva heard: “${heard}” ` : ""}${fix}`];
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
  return new Problem("unexpected", `Something unexpected happened (${what}).`, "Reload the page.");
}

/** Thrown when every place is taken; `meta` has the ticket and the position in the line. */
export class Full extends Error {
  /** @param {Standing} meta */
  constructor(meta) {
    super("full");
    this.meta = meta;
  }
}

export const insecureMicrophone = () =>
  new Problem(
    "insecure",
    "The browser gives no microphone to a page that comes over plain HTTP from another machine.",
    `Open Viva on the machine it runs on (http://localhost:${location.port || 80}), ` +
      "or start it with --ssl-certfile and --ssl-keyfile and use https.",
  );

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
      return new Problem(
        "refused",
        "The browser was not allowed to use your microphone.",
        "Click the lock or microphone sign beside the address, allow the microphone, and press Start again.",
      );
    case "NotFoundError":
      return new Problem(
        "absent",
        "No microphone was found.",
        "Plug one in, or check that the system has not switched it off, and press Start again.",
      );
    case "NotReadableError":
    case "AbortError":
      return new Problem(
        "busy",
        "The microphone is there but could not be opened; another program may be holding it.",
        "Close other calls and recorders, and press Start again.",
      );
    default:
      return new Problem(
        "microphone",
        `The microphone could not be opened (${message}).`,
        "Choose another microphone, or reload the page.",
      );
  }
}

export const unreachable = () =>
  new Problem(
    "unreachable",
    "Viva does not answer.",
    "Check that it is still running in its window or terminal (start it with: python app.py), then press Start.",
  );

/** @type {Record<SessionEnded["reason"], Advice>} */
export const ENDINGS = {
  time_limit: [
    "warning",
    "Time is up: this practice has reached its limit.",
    "Press Start for a new one. The transcript stays here until then.",
  ],
  stopped: ["info", "The session was ended.", "Press Start for a new one."],
  shutdown: [
    "warning",
    "Viva was stopped on the computer it runs on.",
    "Start it again (python app.py), then press Start here.",
  ],
  failed: [
    "error",
    "The session broke down.",
    "Press Start for a new one; if it happens again, look at the messages in Viva's terminal.",
  ],
};

/** @type {Advice} */
export const TAKEN_OVER = [
  "info",
  "The conversation goes on in another tab or window.",
  "Press Start to go on with it here.",
];

/** @type {Advice} */
export const SILENT = [
  "warning",
  "Nothing has been heard from your microphone for a while.",
  "If you are speaking, check that it is not muted, or choose another microphone.",
];

/**
 * @param {number} attempt
 * @returns {Advice}
 */
export const lost = (attempt) => [
  "warning",
  `Connection lost. Trying again (attempt ${attempt})…`,
  "There is nothing you need to do: the conversation is kept.",
];

/**
 * @param {number} position
 * @returns {Advice}
 */
export function waiting(position) {
  const ahead = position <= 1 ? "You are next." : `${position - 1} before you.`;
  return [
    "info",
    `All places are taken at the moment. ${ahead}`,
    "Keep this page open: you get the next free place by yourself. Stop gives up waiting.",
  ];
}

/** @type {Advice} */
export const EXPIRED = [
  "info",
  "The earlier conversation is no longer kept by Viva, so this is a new one.",
  "",
];

/** @type {Advice} */
export const SOUND_BLOCKED = [
  "warning",
  "The browser is holding back the sound.",
  "Press the button to hear the replies.",
];

/** @param {number} seconds */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${Math.round(bytes / 1e6)} MB`;
}
