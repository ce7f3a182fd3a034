// The exam under way: which question, how much time, and what can be done about it.

import { get } from "./api.js";
import { EXAM_AWAY, EXAM_ENDS, PHASES, clock } from "./words.js";

const LOOK_EVERY_MS = 250; // between the server's views, which come about once a second
const SOON_S = 60; // the exam's clock is shown in another colour
const SOON_ANSWER_S = 10;
const HIDES_AS = "viva-hides-question";
const ASK_AFTER_MS = 700; // less than between two views
const STANDS_STILL = new Set(["paused", "closing", "over"]);
const ANSWER_RUNS = new Set(["preparing", "answering"]);

/**
 * `confirm(title, text, ok)` asks the student; `onFinished(reason)` and `onGone()` are told when
 * an exam ends, and when there is none any more.
 */
export class Exam {
  #view = null;
  #at = 0; // when it came, on performance.now()'s clock
  #reason = ""; // why it ended
  #timer = 0;
  #asking = 0;
  #hides = localStorage.getItem(HIDES_AS) === "yes";

  constructor(root, client, announce, { confirm, onFinished, onGone }) {
    Object.assign(this, { client, announce, confirm, onFinished, onGone });
    this.panel = root.querySelector("#viva-exam");
    this.conversation = root.querySelector(".viva-conversation");
    this.call = root.querySelector(".viva-call");
    for (const name of ["place", "section", "left", "phase", "question", "hide"]) {
      this[name] = root.querySelector(`#viva-exam-${name}`);
    }
    this.report = root.querySelector("#viva-exam-report");
    this.answerClock = root.querySelector("#viva-answer-clock");
    this.answerWord = root.querySelector("#viva-answer-word");
    this.answerLeft = root.querySelector("#viva-answer-left");
    this.buttons = Object.fromEntries(
      [...this.panel.querySelectorAll("[data-command]")].map((button) => [button.dataset.command, button]),
    );
    this.#wire();
  }

  #wire() {
    const { client } = this;
    for (const name of Object.keys(this.buttons)) {
      this.buttons[name].addEventListener("click", () => this.press(name));
    }
    this.hide.addEventListener("click", () => this.toggleQuestion());
    client.on("exam_view", (view) => this.#show(view));
    client.on("exam_finished", ({ reason }) => this.#finish(reason));
    client.on("memory_cleared", () => this.clear());
    client.on("reset", () => this.clear());
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

  /** What a button or its key does; nothing while it makes no sense. */
  async press(name) {
    const button = this.buttons[name];
    if (this.panel.hidden || button.disabled) return;
    if (name === "stop" && !(await this.#agreed())) return;
    const paused = this.#view?.phase === "paused";
    const taken = await this.client.command(name === "pause" && paused ? "resume" : name);
    if (taken && !this.client.active) await this.restore(); // no event tells what came of it
  }

  #agreed() {
    return this.confirm(
      "End the exam?",
      "What you have answered so far is marked, and you see the report. The exam cannot be gone on with.",
      "End the exam",
    );
  }

  toggleQuestion() {
    if (this.panel.hidden) return;
    this.#hides = !this.#hides;
    localStorage.setItem(HIDES_AS, this.#hides ? "yes" : "no");
    this.#dressPage();
    this.announce(this.#hides ? "The question is hidden." : `The question is shown: ${this.#view.question}`);
  }

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
    this.#tell(before);
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

  /** The questions themselves are spoken; their number and the phases are not always. */
  #tell(before) {
    const { phase } = this.#view;
    if (title(this.#view) !== (before && title(before)) && phase !== "over") {
      this.announce(`${title(this.#view)}. ${this.#view.section}`);
    } else if (phase !== before?.phase && (phase === "preparing" || phase === "paused")) {
      this.announce(this.phase.textContent);
    }
  }

  #finish(reason) {
    this.#reason = reason;
    if (this.#view) this.#show({ ...this.#view, phase: "over" });
    this.announce(EXAM_ENDS[reason] ?? PHASES.over);
    this.onFinished(reason);
  }

  /** The line is gone, and with it the exam's time stands still. */
  #stand() {
    if (!this.#view) return;
    this.#view = { ...this.#view, ...this.#now() };
    this.#at = performance.now();
    this.#dress();
  }

  /** Seconds left in the exam and for the answer, as they run on since the view came. */
  #now() {
    const { phase, left_s: left, answer_left_s: answer } = this.#view;
    const away = !this.client.active || this.client.state === "connecting";
    const passed = away || STANDS_STILL.has(phase) ? 0 : (performance.now() - this.#at) / 1000;
    const answered = ANSWER_RUNS.has(phase) ? passed : 0;
    return { left_s: Math.max(0, left - passed), answer_left_s: answer === null ? null : Math.max(0, answer - answered) };
  }

  #look() {
    const { left_s: left, answer_left_s: answer } = this.#now();
    tellTime(this.left, left, SOON_S);
    this.answerClock.hidden = answer === null || !ANSWER_RUNS.has(this.#view.phase);
    if (!this.answerClock.hidden) tellTime(this.answerLeft, answer, SOON_ANSWER_S);
  }

  #dress() {
    const { phase, hints_left: hints, can_skip: canSkip, can_go_back: canGoBack, question } = this.#view;
    const here = this.client.active && this.client.state !== "connecting";
    const over = phase === "over";
    const going = here && (phase === "asking" || phase === "preparing" || phase === "answering");
    this.panel.dataset.phase = phase;
    this.phase.textContent = over ? EXAM_ENDS[this.#reason] ?? PHASES.over : here ? PHASES[phase] : EXAM_AWAY;
    this.answerWord.textContent = phase === "preparing" ? "Preparing" : "Answer";
    const { repeat, slower, hint, skip, back, done, pause, stop } = this.buttons;
    hint.textContent = `Hint (${hints} left)`;
    pause.textContent = phase === "paused" ? "Resume" : "Pause";
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
    this.question.hidden = this.#hides || !running || !this.#view.question;
    this.hide.hidden = !running;
    this.hide.textContent = this.#hides ? "Show question" : "Hide question";
    this.hide.setAttribute("aria-expanded", String(!this.#hides));
  }
}

function title({ number, of, phase }) {
  if (phase === "over") return "Exam over";
  if (!number) return "The exam begins";
  return of >= number ? `Question ${number} of ${of}` : `Question ${number}`;
}

function tellTime(element, seconds, soon) {
  const text = clock(Math.ceil(seconds));
  if (element.textContent !== text) element.textContent = text;
  element.classList.toggle("viva-soon", seconds <= soon);
}
