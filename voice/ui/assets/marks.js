// Marks with their evidence as they come, and the report they make, for the second screen. A
// teacher can correct them there.

import { part } from "./dom.js";

/**
 * @import { Feed } from "./feed.js"
 * @import { Announce, MarkedItem, MarkedPoint, Totals, Verdict } from "./types.js"
 * @typedef {readonly [verdict: Verdict, label: string]} Offer
 * @typedef {object} Wishes
 * @property {Announce} announce
 * @property {(error: { message: string, fix: string } | null) => void} failed
 * @property {boolean} teaches
 */

const SETTLES_MS = 400; // late marks come one after another
const LONGEST_REASON = 400; // as in voice/exam/reports/formats/controls.py

/** @type {Record<Verdict, string>} */
const VERDICTS = {
  made: "made",
  partly: "made in part",
  reversed: "the other way round",
  not_made: "not made",
  unsure: "unsure",
};
/** @type {Offer[]} */
const [SAID, HALF, NOT] = [
  ["made", "They said this"],
  ["partly", "Half of it"],
  ["not_made", "They did not"],
];
/** @type {Record<Verdict, Offer[]>} */
const OFFERS = {
  made: [["not_made", "That is not right"], HALF],
  partly: [SAID, NOT],
  unsure: [SAID, NOT],
  reversed: [SAID, HALF],
  not_made: [SAID, HALF],
};
const WHO = { student: "Student", teacher: "Teacher" };
/** @type {Record<string, string>} */
const OUTCOMES = {
  skipped: "Skipped.",
  no_answer: "No answer.",
  timed_out: "No answer before the time was over.",
};

export class Marks {
  #timer = 0;
  #finished = false;

  /**
   * `feed` asks the server and tells it; `failed(error)` is told what went wrong; who `teaches` corrects.
   *
   * @param {ParentNode} root
   * @param {Feed} feed
   * @param {Wishes} wishes
   */
  constructor(root, feed, { announce, failed, teaches }) {
    this.feed = feed;
    this.announce = announce;
    this.failed = failed;
    this.teaches = teaches;
    this.card = part(root, "#viva-marks");
    this.list = part(root, "#viva-marks-items");
    this.total = part(root, "#viva-marks-total");
    this.report = part(root, "#viva-details", HTMLDetailsElement);
    this.title = part(root, "#viva-report-title");
    this.frame = part(root, "#viva-report-frame", HTMLIFrameElement);
    this.report.addEventListener("toggle", () => this.#load());
  }

  /** Something was marked. */
  refresh() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), SETTLES_MS);
  }

  /** The exam is over. */
  finish() {
    this.#finished = true;
    this.title.textContent = "Report";
    this.report.hidden = false;
    this.report.open = true; // which loads it
    this.refresh();
  }

  /** Another exam begins, or none. */
  clear() {
    clearTimeout(this.#timer);
    this.#finished = false;
    this.title.textContent = "Report so far";
    this.card.hidden = this.report.hidden = true;
    this.report.open = false;
    this.list.replaceChildren();
    this.frame.removeAttribute("srcdoc");
  }

  async #ask() {
    /** @type {Totals & { items: MarkedItem[] } | undefined} */
    const exam = await (await this.feed.ask("exam"))?.json();
    if (!exam) return;
    const marked = exam.items.filter(
      (item) => item.status !== "unmarked" && item.status !== "unanswered",
    );
    this.card.hidden = !marked.length;
    this.report.hidden = !marked.length && !this.#finished;
    const before = this.list.childElementCount;
    this.total.textContent = total(exam);
    this.#draw(marked);
    const newest = marked.at(-1);
    if (newest && marked.length !== before)
      this.announce(`Question ${newest.number}: ${total(newest)}`);
    await this.#load();
  }

  /**
   * Draw them, and leave the focus and what is being written where it was.
   *
   * @param {MarkedItem[]} items
   */
  #draw(items) {
    const { activeElement } = document;
    const held =
      activeElement instanceof HTMLElement && this.list.contains(activeElement)
        ? activeElement
        : null;
    const at = held?.dataset.at;
    const written = held instanceof HTMLInputElement ? held.value : null;
    this.list.replaceChildren(...items.map((item) => this.#drawn(item)));
    if (!at) return;
    /** @type {HTMLInputElement | null} */
    const field = written === null ? null : this.list.querySelector(`input[data-at="${at}"]`);
    /** @type {HTMLButtonElement | null} */
    const button = this.list.querySelector(`button[data-at="${at}"]`);
    if (field && written !== null) field.value = written;
    (field ?? button)?.focus({ preventScroll: true });
  }

  async #load() {
    if (!this.report.open) return;
    const html = await (await this.feed.ask("report?format=html"))?.text();
    if (html && html !== this.frame.srcdoc) this.frame.srcdoc = html;
  }

  /**
   * A question with its key points; all of it text, whatever it says.
   *
   * @param {MarkedItem} item
   */
  #drawn(item) {
    const element = document.createElement("li");
    const head = add(element, "p", "");
    head.className = "viva-watch-head";
    add(head, "span", `${item.number}. ${item.question}`);
    add(head, "span", item.status === "failed" ? "not marked" : total(item));
    if (item.outcome in OUTCOMES)
      add(element, "p", OUTCOMES[item.outcome]).className = "viva-muted";
    if (item.failed) add(element, "p", item.failed).className = "viva-muted";
    const points = add(element, "ul", "");
    item.points.forEach((point, index) => {
      const line = drawnPoint(points, point);
      if (this.teaches && item.status === "marked" && item.answers.length) {
        line.append(this.#controls(point, { question: item.number, point: index + 1 }));
      }
    });
    return element;
  }

  /**
   * What a teacher can say of a key point.
   *
   * @param {MarkedPoint} point
   * @param {{ question: number, point: number }} about
   */
  #controls(point, about) {
    const group = document.createElement("span");
    group.className = "viva-watch-correct";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", point.text);
    /** @type {(label: string, verdict: Verdict | null, field?: HTMLInputElement | null) => HTMLButtonElement} */
    const offer = (label, verdict, field = null) => {
      const button = add(group, "button", label);
      Object.assign(button, { type: "button", className: "viva-button viva-small" });
      button.dataset.at = `${about.question}-${about.point}`;
      button.setAttribute("aria-label", `${label}: ${point.text}`);
      button.addEventListener("click", () =>
        this.#say({ ...about, verdict, reason: field?.value ?? "" }),
      );
      return button;
    };
    if (point.correction?.by !== "teacher") {
      for (const [verdict, label] of OFFERS[point.verdict]) offer(label, verdict);
      return group;
    }
    offer("Take it back", null);
    const field = add(group, "input", "");
    Object.assign(field, {
      value: point.correction.reason,
      placeholder: "Why? (optional)",
      maxLength: LONGEST_REASON,
    });
    field.dataset.at = `${about.question}-${about.point}`;
    field.setAttribute("aria-label", field.placeholder);
    const save = offer("Add the reason", point.correction.verdict, field);
    field.addEventListener("keydown", (event) => event.key === "Enter" && save.click());
    return group;
  }

  /** @param {{ question: number, point: number, verdict: Verdict | null, reason: string }} correction */
  async #say(correction) {
    const error = await this.feed.tell("corrections", correction);
    this.failed(error);
    if (error) return;
    await this.#ask();
    this.announce(this.total.textContent);
  }
}

/** @param {number} marks */
const number = (marks) => String(Math.round(marks * 10) / 10);

/**
 * Such as "3.5 of 6 (3 to 5)" while something is in doubt.
 *
 * @param {Totals} totals
 */
export function total({ marks, least, most, out_of: outOf }) {
  const between = least === most ? "" : ` (${number(least)} to ${number(most)})`;
  return `${number(marks)} of ${number(outOf)}${between}`;
}

/**
 * @param {HTMLElement} points
 * @param {MarkedPoint} point
 */
function drawnPoint(points, point) {
  const line = add(points, "li", "");
  line.dataset.verdict = point.verdict;
  add(line, "span", `${VERDICTS[point.verdict]}: `).className = "viva-sr";
  add(line, "span", `${point.text} (${number(point.marks)} of ${number(point.out_of)})`);
  if (point.quote) add(line, "q", point.quote);
  for (const note of notes(point)) add(line, "span", note).className = "viva-muted";
  return line;
}

/**
 * What the bank says, what the program found, and what people have said of it.
 *
 * @param {MarkedPoint} point
 */
export function* notes({ remark, judged, confidence, correction, doubtful }) {
  if (remark) yield remark;
  yield `Program: ${VERDICTS[judged]} (${Math.round(100 * confidence)} %).`;
  if (correction)
    yield `${WHO[correction.by]}: ${VERDICTS[correction.verdict]}. ${correction.reason}`.trim();
  if (doubtful) yield "Recognition was unsure here.";
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {HTMLElement} parent
 * @param {Name} name
 * @param {string} text
 */
function add(parent, name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  parent.append(element);
  return element;
}
