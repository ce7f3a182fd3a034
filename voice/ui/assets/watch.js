// The second screen's entry: shows a session to somebody who only watches, or corrects marks.
//
// All it knows comes from the fragment of its address, which browsers send to nobody.

import { Chat } from "./chat.js";
import { part } from "./dom.js";
import { claimsOf, Feed } from "./feed.js";
import { Marks } from "./marks.js";
import { Notices } from "./notices.js";
import { speak } from "./texts.js";
import { NAMES, speaker, Transcript } from "./transcript.js";
import { ENDED, FINISHED, LOST, NOT_WHOLE, PHASES, STATES, TEACHES, until } from "./watch_words.js";
import { clock } from "./words.js";

/**
 * @import { ExamFinished, ExamView, ServerEvent, SessionReady, State } from "./events.js"
 * @import { Failure } from "./feed.js"
 * @import { Advice, Announce } from "./types.js"
 */

const STANDS_STILL = new Set(["paused", "closing", "over"]);

NAMES.user = "chat.student"; // on this page, the reader is somebody else
await speak("en"); // what it has words of its own for, it says in English

/** @param {string} id */
const at = (id) => part(document, `#${id}`);
/** @type {Announce} */
const announce = (text) => {
  at("viva-polite").textContent = text;
};
const notices = new Notices(at("viva-notices"), announce);
const transcript = new Transcript();
/** @type {Omit<ExamView, "type" | "clock"> | null} */
let view = null; // the newest exam_view
let viewedAt = 0; // when it came, on performance.now()'s clock
/** @type {State} */
let state = "connecting";
/** @type {Marks | null} */
let marks = null;

function begin() {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dress = () => document.documentElement.classList.toggle("dark", system.matches);
  system.addEventListener("change", dress);
  dress();
  window.addEventListener("hashchange", () => location.reload()); // another link, in this tab
  new Chat(transcript, document);
  const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
  const claims = claimsOf(token);
  if (!claims?.session) return end(NOT_WHOLE);
  at("viva-watch-until").textContent = `This link holds until ${until(claims.exp)}.`;
  const feed = new Feed(token);
  const teaches = claims.role === "teach";
  if (teaches) at("viva-watch-may").textContent = TEACHES;
  marks = new Marks(document, feed, { announce, failed, teaches });
  setInterval(look, 500);
  feed.read({
    event: (event, first) => show(event, first),
    lost: () => notices.show("line", LOST),
    back: () => notices.clear("line"),
    gone: ({ message, fix }) => end(["error", message, fix]),
  });
  return undefined;
}

/**
 * What went wrong with a correction; null if nothing did.
 *
 * @param {Failure | null} error
 */
function failed(error) {
  if (error) notices.show("correct", ["error", error.message, error.fix]);
  else notices.clear("correct");
}

/**
 * Nothing more will come.
 *
 * @param {Advice} notice
 */
function end(notice) {
  notices.clear("line");
  notices.show("end", notice);
  tellState("disconnected", "Nothing more will come");
}

/**
 * @param {ServerEvent} event
 * @param {boolean} first
 */
function show(event, first) {
  const { type } = event;
  if (type === "session_ready") ready(event, first);
  else if (type === "state_changed") tellState(event.state, STATES[event.state]);
  else if (type === "session_ended") end(ENDED);
  else if (type === "exam_view") tellView(event);
  else if (type === "exam_marked") marks?.refresh();
  else if (type === "exam_finished") finish(event.reason);
  else if (type === "memory_cleared") clear();
  else tellTranscript(event);
}

/**
 * @param {SessionReady} event
 * @param {boolean} first
 */
function ready({ mode_title: mode, bank_title: bank, history }, first) {
  at("viva-watch-what").textContent = bank ? `${bank} · ${mode}` : mode;
  document.title = `${bank || mode} · Viva’s second screen`;
  // Later ones tell of changed settings, and know nothing of a reply that is being spoken.
  if (first) transcript.restore(history);
}

/**
 * @param {State} name
 * @param {string} words
 */
function tellState(name, words) {
  state = name;
  part(document, ".viva-watch-state").dataset.state = name;
  at("viva-watch-state").textContent = words;
}

/** @param {ServerEvent} event */
function tellTranscript(event) {
  switch (event.type) {
    case "partial_transcript":
      return transcript.partial(event);
    case "user_turn":
      announce(`${speaker("user")}: ${event.text}`);
      return transcript.userTurn(event);
    case "user_turn_empty":
      return transcript.userTurnEmpty(event);
    case "reply_started":
      return transcript.replyStarted(event);
    case "reply_text":
      return transcript.replyText(event);
    case "reply_done":
      if (event.text) {
        transcript.replyText({ reply: event.reply, text: "" }); // it may have begun before us
        announce(`${speaker("assistant")}: ${event.text}`);
      }
      return transcript.replyDone(event);
    default:
      return undefined;
  }
}

/** @param {Omit<ExamView, "type" | "clock">} event */
function tellView(event) {
  view = event;
  viewedAt = performance.now();
  const { number, of, phase, section, question } = view;
  const over = phase === "over";
  at("viva-exam").hidden = false;
  at("viva-exam").dataset.phase = phase;
  at("viva-exam-place").textContent = over
    ? "Exam over"
    : number
      ? `Question ${number} of ${Math.max(of, number)}`
      : "The exam begins";
  at("viva-exam-section").textContent = section;
  if (!over) at("viva-exam-phase").textContent = PHASES[phase];
  at("viva-exam-question").textContent = over ? "" : question;
  look();
}

/** The clocks, as they run on since the last view. */
function look() {
  if (!view) return;
  const { phase, left_s: left, answer_left_s: answer } = view;
  const still = STANDS_STILL.has(phase) || state === "disconnected" || state === "connecting";
  const passed = still ? 0 : (performance.now() - viewedAt) / 1000;
  const answers = (phase === "answering" || phase === "preparing") && answer !== null;
  at("viva-exam-left").textContent = clock(Math.ceil(Math.max(0, left - passed)));
  at("viva-answer-clock").hidden = !answers;
  if (answers) at("viva-answer-left").textContent = clock(Math.ceil(Math.max(0, answer - passed)));
}

/** @param {ExamFinished["reason"]} reason */
function finish(reason) {
  if (view) tellView({ ...view, phase: "over" });
  at("viva-exam-phase").textContent = FINISHED[reason] ?? PHASES.over;
  announce(at("viva-exam-phase").textContent);
  marks?.finish();
}

function clear() {
  transcript.clear();
  view = null;
  at("viva-exam").hidden = true;
  marks?.clear();
}

begin();
