// The exam under way: which question, how much time, and what can be done about it.

import { get } from "./api.js";
import { part } from "./dom.js";
import { onTexts, worded } from "./texts.js";
import { clock, endWords, phaseWords } from "./words.js";

/**
 * @import { Client } from "./client.js"
 * @import { ExamFinished, ExamView } from "./events.js"
 * @import { Announce, Confirm, ExamNow } from "./types.js"
 * @typedef {Omit<ExamView, "type" | "clock">} View
 * @typedef {"repeat" | "slower" | "hint" | "skip" | "back" | "done" | "pause" | "stop"} Command
 * @typedef {object} Wishes
 * @property {Confirm} confirm asks the student
 * @property {(reason: ExamFinished["reason"]) => void} onFinished an exam has ended
 * @property {() => void} onGone there is none any more
 */

const LOOK_EVERY_MS = 250; // between the server's views, which come about once a second
const SOON_S = 60; // the exam's clock is shown in another colour
const SOON_ANSWER_S = 10;
const HIDES_AS = "viva-hides-question";
const ASK_AFTER_MS = 700; // less than between two views
const STANDS_STILL = new Set(["paused", "closing", "over"]);
const ANSWER_RUNS = new Set(["preparing", "answering"]);

export class Exam {
  /** @type {View | null} */
  #view = null;
  #at = 0; // when it came, on performance.now()'s clock
  /** @type {ExamFinished["reason"] | ""} */
  #reason = ""; // why it ended
  #timer = 0;
  #asking = 0;
  #hides = localStorage.getItem(HIDES_AS) === "yes";

  /**
   * @param {ParentNode} root
   * @param {Client} client
   * @param {Announce} announce
   * @param {Wishes} wishes
   */
  constructor(root, client, announce, { confirm, onFinished, onGone }) {
    this.client = client;
    this.announce = announce;
    this.confirm = confirm;
    this.onFinished = onFinished;
    this.onGone = onGone;
    this.panel = part(root, "#viva-exam");
    this.conversation = part(root, ".viva-conversation");
    this.call = part(root, ".viva-call");
    this.place = part(root, "#viva-exam-place");
    this.section = part(root, "#viva-exam-section");
    this.left = part(root, "#viva-exam-left");
    this.phase = part(root, "#viva-exam-phase");
    this.question = part(root, "#viva-exam-question");
    this.hide = part(root, "#viva-exam-hide");
    this.report = part(root, "#viva-exam-report");
    this.answerClock = part(root, "#viva-answer-clock");
    this.answerWord = part(root, "#viva-answer-word");
    this.answerLeft = part(root, "#viva-answer-left");
    /** @param {Command} name */
    const button = (name) => part(this.panel, `[data-command="${name}"]`, HTMLButtonElement);
    this.buttons = {
      repeat: button("repeat"),
      slower: button("slower"),
      hint: button("hint"),
      skip: button("skip"),
      back: button("back"),
      done: button("done"),
      pause: button("pause"),
      stop: button("stop"),
    };
    this.#wire();
  }

  #wire() {
    const { client } = this;
    for (const name of /** @type {Command[]} */ (Object.keys(this.buttons))) {
      this.buttons[name].addEventListener("click", () => this.press(name));
    }
    this.hide.addEventListener("click", () => this.toggleQuestion());
    client.on("exam_view", (view) => this.#show(view));
    client.on("exam_finished", ({ reason }) => this.#finish(reason));
    client.on("memory_cleared", () => this.clear());
    client.on("reset", () => this.clear());
    onTexts(() => this.#redraw());
    client.on("expired", () => this.clear());
    client.on("state", (state) => {
      // Only the change matters here: a view may be on its way already.
      if (state === "disconnected" || state === "connecting") this.#stand();
      if (state === "disconnected" && this.running) this.#askLater(); // its end may have been on its way
    });
  }

  /** Whether an exam is under way (perhaps waiting for the student to come back). */
  get running() {
    return this.#view !== null && this.#view.phase !== "over";
  }

  /** After a reload of the page: show the exam that the server still holds. */
  async restore() {
    /** @type {ExamNow} */
    let exam;
    try {
      exam = await get(`session/${this.client.sessionId}/exam`);
    } catch {
      return; // no exam, or a server without any
    }
    if (!exam.view) return;
    this.#show(exam.view);
    if (exam.finished) this.#finish(exam.finished);
  }

  /** There is no exam any more. */
  clear() {
    const ran = this.running;
    this.#view = null;
    this.#reason = "";
    clearInterval(this.#timer);
    this.panel.hidden = true;
    this.#dressPage();
    this.onGone();
    if (ran) this.client.emit("settings", this.client.settings); // to be changed again
  }

  /**
   * What a button or its key does; nothing while it makes no sense.
   *
   * @param {Command} name
   */
  async press(name) {
    const button = this.buttons[name];
    if (this.panel.hidden || button.disabled) return;
    if (name === "stop" && !(await this.#agreed())) return;
    const paused = this.#view?.phase === "paused";
    const taken = await this.client.command(name === "pause" && paused ? "resume" : name);
    if (taken && !this.client.active) await this.restore(); // no event tells what came of it
  }

  #agreed() {
    return this.confirm(worded("exam.end_sure"), worded("exam.end_what"), worded("exam.end_ok"));
  }

  toggleQuestion() {
    if (this.panel.hidden) return;
    this.#hides = !this.#hides;
    localStorage.setItem(HIDES_AS, this.#hides ? "yes" : "no");
    this.#dressPage();
    this.announce(
      this.#hides
        ? worded("exam.is_hidden")
        : worded("exam.is_shown", { question: this.#view?.question ?? "" }),
    );
  }

  /** @param {View} view */
  #show(view) {
    const before = this.#view;
    const ends = view.phase === "over" && before !== null && before.phase !== "over";
    const held = ends && this.panel.contains(document.activeElement); // by a button that goes now
    this.#view = view;
    this.#at = performance.now();
    if (view.phase !== "over") this.#reason = "";
    this.panel.hidden = false;
    this.place.textContent = title(view);
    this.section.textContent = view.section;
    if (this.question.textContent !== view.question) this.question.textContent = view.question;
    this.#dress();
    if (held) this.report.focus();
    this.#look();
    clearInterval(this.#timer);
    if (view.phase !== "over") this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#tell(view, before);
    // The end of the exam is told once; who was away just then has to ask.
    if (view.phase === "over" && !this.#reason) this.#askLater();
    // Begun or ended: what can be set has changed.
    if ((before === null || before.phase === "over") !== (view.phase === "over")) {
      this.client.emit("settings", this.client.settings);
    }
  }

  #askLater() {
    clearTimeout(this.#asking);
    this.#asking = setTimeout(() => this.#view && !this.#reason && this.restore(), ASK_AFTER_MS);
  }

  /**
   * The questions themselves are spoken; their number and the phases are not always.
   *
   * @param {View} view
   * @param {View | null} before
   */
  #tell(view, before) {
    const { phase } = view;
    if (title(view) !== (before && title(before)) && phase !== "over") {
      this.announce(`${title(view)}. ${view.section}`);
    } else if (phase !== before?.phase && (phase === "preparing" || phase === "paused")) {
      this.announce(this.phase.textContent);
    }
  }

  /** @param {ExamFinished["reason"]} reason */
  #finish(reason) {
    this.#reason = reason;
    if (this.#view) this.#show({ ...this.#view, phase: "over" });
    this.announce(endWords(reason));
    this.onFinished(reason);
  }

  /** The line is gone, and with it the exam's time stands still. */
  #stand() {
    if (!this.#view) return;
    this.#view = { ...this.#view, ...this.#now(this.#view) };
    this.#at = performance.now();
    this.#dress();
  }

  /**
   * Seconds left in the exam and for the answer, as they run on since the view came.
   *
   * @param {View} view
   */
  #now(view) {
    const { phase, left_s: left, answer_left_s: answer } = view;
    const away = !this.client.active || this.client.state === "connecting";
    const passed = away || STANDS_STILL.has(phase) ? 0 : (performance.now() - this.#at) / 1000;
    const answered = ANSWER_RUNS.has(phase) ? passed : 0;
    return {
      left_s: Math.max(0, left - passed),
      answer_left_s: answer === null ? null : Math.max(0, answer - answered),
    };
  }

  #look() {
    if (!this.#view) return;
    const { left_s: left, answer_left_s: answer } = this.#now(this.#view);
    tellTime(this.left, left, SOON_S);
    const runs = answer !== null && ANSWER_RUNS.has(this.#view.phase);
    this.answerClock.hidden = !runs;
    if (runs) tellTime(this.answerLeft, answer, SOON_ANSWER_S);
  }

  /** In another language. */
  #redraw() {
    if (!this.#view) return;
    this.place.textContent = title(this.#view);
    this.#dress();
  }

  #dress() {
    if (!this.#view) return;
    const {
      phase,
      hints_left: hints,
      can_skip: canSkip,
      can_go_back: canGoBack,
      question,
    } = this.#view;
    const here = this.client.active && this.client.state !== "connecting";
    const over = phase === "over";
    const going = here && (phase === "asking" || phase === "preparing" || phase === "answering");
    this.panel.dataset.phase = phase;
    this.phase.textContent = over
      ? endWords(this.#reason)
      : here
        ? phaseWords(phase)
        : worded("exam.away");
    this.answerWord.textContent = worded(phase === "preparing" ? "exam.preparing" : "exam.answer");
    const { repeat, slower, hint, skip, back, done, pause, stop } = this.buttons;
    hint.textContent = worded("exam.hints", { n: hints });
    pause.textContent = worded(phase === "paused" ? "exam.resume" : "exam.pause");
    repeat.disabled = slower.disabled = !going || !question;
    hint.disabled = !going || hints < 1;
    skip.disabled = !going || !canSkip;
    back.disabled = !going || !canGoBack;
    done.disabled = !here || !ANSWER_RUNS.has(phase);
    pause.disabled = !here || phase === "closing" || over;
    stop.disabled = over || phase === "closing";
    this.#dressPage();
  }

  #dressPage() {
    const { running } = this;
    this.conversation.classList.toggle("viva-examining", running);
    this.call.classList.toggle("viva-examining", running);
    // Who practises listening is not to read it in the transcript either.
    this.conversation.classList.toggle("viva-listening-only", running && this.#hides);
    this.question.hidden = this.#hides || !running || !this.#view?.question;
    this.hide.hidden = !running;
    this.hide.textContent = worded(this.#hides ? "exam.show" : "exam.hide");
    this.hide.setAttribute("aria-expanded", String(!this.#hides));
  }
}

/** @param {View} view */
function title({ number, of, phase }) {
  if (phase === "over") return worded("exam.over");
  if (!number) return worded("exam.begins");
  return worded(of >= number ? "exam.question_of" : "exam.question", { n: number, of });
}

/**
 * @param {HTMLElement} element
 * @param {number} seconds
 * @param {number} soon
 */
function tellTime(element, seconds, soon) {
  const text = clock(Math.ceil(seconds));
  if (element.textContent !== text) element.textContent = text;
  element.classList.toggle("viva-soon", seconds <= soon);
}
