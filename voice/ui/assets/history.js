// The exams that were kept: listed, compared, read again, taken out, deleted.

import { download, get, remove, url } from "./api.js";
import { part, targetOf } from "./dom.js";
import { Keeping } from "./keeping.js";
import { Notices } from "./notices.js";
import { colour } from "./report.js";
import { advice, worded } from "./texts.js";
import { clock, Problem } from "./words.js";

/**
 * @import { Client } from "./client.js"
 * @import { Announce, Attempt, Confirm, TopicProgress } from "./types.js"
 */

export class History {
  /** @type {Attempt[]} */
  #attempts = [];
  /** @type {Attempt | null} */
  #shown = null; // the attempt whose report is shown
  /** @type {HTMLAudioElement | null} */
  #playing = null;

  /**
   * `confirm(title, text, ok)` asks the student.
   *
   * @param {ParentNode} root
   * @param {Client} client
   * @param {Announce} announce
   * @param {Confirm} confirm
   */
  constructor(root, client, announce, confirm) {
    this.announce = announce;
    this.confirm = confirm;
    this.keeping = new Keeping(root, client, announce);
    this.dialog = part(root, "#viva-history-dialog", HTMLDialogElement);
    this.heading = part(root, "#viva-history-heading");
    this.list = part(root, "#viva-history-list");
    this.empty = part(root, "#viva-history-empty");
    this.full = part(root, "#viva-history-full");
    this.rows = part(root, "#viva-history-rows");
    this.hint = part(root, "#viva-history-hint");
    this.compare = part(root, "#viva-history-compare", HTMLButtonElement);
    this.detail = part(root, "#viva-history-detail");
    this.subject = part(root, "#viva-history-subject");
    this.files = part(root, "#viva-history-files");
    this.compared = part(root, "#viva-history-compared");
    this.playing = part(root, "#viva-history-playing");
    this.frame = part(root, "#viva-history-frame", HTMLIFrameElement);
    this.notices = new Notices(part(root, "#viva-history-notices"), announce);
    this.#wire(root);
    this.#begin();
  }

  /** An exam is over. */
  offer() {
    this.keeping.offer();
  }

  /** There is no exam any more. */
  withdraw() {
    this.keeping.withdraw();
  }

  /** @param {ParentNode} root */
  #wire(root) {
    part(root, "#viva-history-open").addEventListener("click", () => this.open());
    part(root, "#viva-history-back").addEventListener("click", () => this.#back());
    part(root, "#viva-history-clear").addEventListener("click", () => this.#deleteAll());
    this.compare.addEventListener("click", () => this.#compare());
    this.rows.addEventListener("change", () => this.#chosen());
    for (const button of buttonsIn(this.full, "[data-export]")) {
      button.addEventListener("click", () => this.#save(`history/export/${button.dataset.export}`));
    }
    for (const button of buttonsIn(this.files, "[data-format]")) {
      button.addEventListener("click", () =>
        this.#save(`history/${this.#shown?.id}/report/${button.dataset.format}`),
      );
    }
    this.frame.addEventListener("load", () => this.#loaded());
    part(this.playing, "button").addEventListener("click", () => this.#stopPlaying());
    this.dialog.addEventListener("close", () => this.#leaveDetail());
  }

  async #begin() {
    await this.#try(async () => this.keeping.know(await get("history")), this.keeping.notices);
  }

  /** Show the list, as it is now. */
  async open() {
    this.notices.clearAll();
    this.#leaveDetail();
    this.dialog.showModal();
    await this.#load();
  }

  async #load() {
    await this.#try(async () => {
      ({ attempts: this.#attempts } = await get("history"));
      this.#attempts.reverse(); // the latest first
      this.#list();
    });
  }

  #list() {
    const none = this.#attempts.length === 0;
    this.empty.hidden = !none;
    this.full.hidden = none;
    this.rows.replaceChildren(...this.#attempts.map((attempt) => this.#row(attempt)));
    this.#chosen();
  }

  /** @param {Attempt} attempt */
  #row(attempt) {
    const row = document.createElement("tr");
    const choose = document.createElement("input");
    choose.type = "checkbox";
    choose.value = attempt.id;
    choose.setAttribute("aria-label", worded("history.choose_this", { exam: named(attempt) }));
    const read = button(
      worded("history.read"),
      worded("history.read_this", { exam: named(attempt) }),
      () => this.#read(attempt),
    );
    const away = button(
      worded("history.delete"),
      worded("history.delete_this", { exam: named(attempt) }),
      () => this.#delete(attempt),
    );
    const voice = attempt.recordings ? worded("history.voice_kept") : "–";
    for (const content of [
      choose,
      day(attempt),
      attempt.bank,
      attempt.mode,
      marks(attempt),
      clock(attempt.duration_s),
      voice,
      [read, away],
    ]) {
      const cell = row.insertCell();
      cell.append(...(Array.isArray(content) ? content : [content]));
      cell.classList.toggle("viva-wrap", content === attempt.bank);
    }
    return row;
  }

  get #selected() {
    /** @type {NodeListOf<HTMLInputElement>} */
    const boxes = this.rows.querySelectorAll(":checked");
    const ids = new Set([...boxes].map((box) => box.value));
    return this.#attempts.filter(({ id }) => ids.has(id));
  }

  #chosen() {
    const selected = this.#selected;
    const exams = new Set(
      selected.map(({ bank, bank_name: name }) => JSON.stringify([bank, name])),
    );
    this.compare.disabled = selected.length < 2 || exams.size > 1;
    this.hint.textContent =
      exams.size > 1 ? worded("history.different") : worded("history.choose_two");
  }

  async #compare() {
    const query = new URLSearchParams(this.#selected.map(({ id }) => ["attempt", id]));
    await this.#try(async () => {
      /** @type {{ attempts: Attempt[], topics: TopicProgress[], pictures: string[] }} */
      const { attempts, topics, pictures } = await get(`history/compare?${query}`);
      this.#detail(worded("history.attempts", { exam: attempts[0].bank, n: attempts.length }));
      const drawn = document.createElement("div");
      drawn.innerHTML = pictures.join(""); // made by the server, with every word escaped
      this.compared.replaceChildren(table(attempts, topics), drawn);
    });
  }

  /** @param {Attempt} attempt */
  #read(attempt) {
    this.#detail(named(attempt));
    this.#shown = attempt;
    this.files.hidden = false;
    this.frame.src = url(`history/${attempt.id}/report/html`);
  }

  #loaded() {
    const page = this.frame.contentDocument;
    if (!this.#shown || !page?.body || page.URL === "about:blank") return;
    if (!page.querySelector(".viva-report")) {
      this.#back();
      this.#tell(new Problem("gone", ...advice("history.gone")));
      return;
    }
    colour(page, document.body.classList.contains("dark"));
    this.frame.hidden = false;
    page.addEventListener("click", (event) => {
      const link = /** @type {HTMLElement | null} */ (targetOf(event).closest(".viva-play"));
      if (!link) return;
      event.preventDefault();
      this.#play(link.dataset.start, link.dataset.end, (link.textContent ?? "").trim());
    });
  }

  /**
   * @param {string | undefined} from
   * @param {string | undefined} to
   * @param {string} label
   */
  async #play(from, to, label) {
    this.#stopPlaying();
    await this.#try(async () => {
      const path = `history/${this.#shown?.id}/recording?from_s=${from}&to_s=${to}`;
      const { blob } = await download(path);
      const audio = new Audio(URL.createObjectURL(blob));
      this.#playing = audio;
      audio.addEventListener("ended", () => this.#stopPlaying());
      this.playing.hidden = false;
      part(this.playing, "span").textContent = worded("report.playing", { label });
      await audio.play().catch(() => this.#stopPlaying()); // stopped before it began
    });
  }

  #stopPlaying() {
    this.playing.hidden = true;
    if (!this.#playing) return;
    this.#playing.pause();
    URL.revokeObjectURL(this.#playing.src);
    this.#playing = null;
  }

  /** @param {Attempt} attempt */
  async #delete(attempt) {
    const values = { exam: named(attempt), marks: marks(attempt), n: attempt.recordings };
    const what = worded(
      attempt.recordings ? "history.delete_voice" : "history.delete_report",
      values,
    );
    if (!(await this.confirm(worded("history.delete_sure"), what, worded("history.delete"))))
      return;
    await this.#try(() => remove(`history/${attempt.id}`));
    await this.#gone(worded("history.deleted"));
  }

  async #deleteAll() {
    const n = this.#attempts.length;
    const what = worded(n === 1 ? "history.all_one" : "history.all_what", { n });
    if (!(await this.confirm(worded("history.all_sure"), what, worded("history.all_ok")))) return;
    await this.#try(() => remove("history"));
    await this.#gone(worded("history.all_deleted"));
  }

  /** @param {string} words */
  async #gone(words) {
    await this.#load();
    this.announce(words);
    this.heading.focus(); // the button that was pressed has gone
  }

  /** @param {string} title */
  #detail(title) {
    this.#leaveDetail();
    this.notices.clearAll();
    this.list.hidden = true;
    this.detail.hidden = false;
    this.files.hidden = true;
    this.subject.textContent = title;
    this.subject.focus();
  }

  #back() {
    this.#leaveDetail();
    this.heading.focus();
    this.#load();
  }

  #leaveDetail() {
    this.#stopPlaying();
    this.#shown = null;
    this.frame.hidden = true;
    this.frame.removeAttribute("src");
    this.compared.replaceChildren();
    this.detail.hidden = true;
    this.list.hidden = false;
  }

  /** @param {string} path */
  async #save(path) {
    await this.#try(async () => {
      const { blob, name } = await download(path);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    });
  }

  /**
   * Do something; what goes wrong is told, and the list is brought up to date.
   *
   * @param {() => Promise<unknown>} action
   * @param {Notices} notices
   */
  async #try(action, notices = this.notices) {
    try {
      await action();
      notices.clear("history");
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#tell(error, notices);
    }
  }

  /**
   * @param {Problem} problem
   * @param {Notices} notices
   */
  #tell({ message, fix }, notices = this.notices) {
    notices.show("history", ["error", message, fix]);
  }
}

/**
 * @param {Element} element
 * @param {string} selector
 * @returns {NodeListOf<HTMLButtonElement>}
 */
const buttonsIn = (element, selector) => element.querySelectorAll(selector);

/** @param {Attempt} attempt */
const day = ({ began_at: at }) => at.slice(0, 16).replace("T", " ");

/** @param {Attempt} attempt */
const named = (attempt) => `${attempt.bank}, ${day(attempt)}`;

/** @param {number} number */
const short = (number) => String(Math.round(number * 10) / 10);

/** @param {Attempt} attempt */
function marks({ marks: given, out_of: outOf, percent }) {
  return percent === null
    ? worded("history.not_marked")
    : worded("history.marks_of", {
        marks: short(given),
        out_of: short(outOf),
        percent: Math.round(percent),
      });
}

/**
 * @param {string} label
 * @param {string} name
 * @param {() => void} press
 */
function button(label, name, press) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "viva-button viva-small";
  element.textContent = label;
  element.setAttribute("aria-label", name);
  element.addEventListener("click", press);
  return element;
}

/**
 * Topics down, attempts across, the oldest first.
 *
 * @param {Attempt[]} attempts
 * @param {TopicProgress[]} topics
 */
function table(attempts, topics) {
  const frame = document.createElement("div");
  frame.className = "viva-table";
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", worded("history.per_topic"));
  const element = document.createElement("table");
  const head = element.createTHead().insertRow();
  head.append(
    ...[worded("history.topic"), ...attempts.map(day)].map((text) => header(text, "col")),
  );
  /** @param {number | null} value */
  const percent = (value) => (value === null ? "–" : `${Math.round(value)} %`);
  const body = element.createTBody();
  const all = {
    title: worded("history.all"),
    percents: attempts.map((attempt) => attempt.percent),
  };
  for (const { title, percents } of [...topics, all]) {
    const row = body.insertRow();
    row.append(header(title, "row"));
    for (const value of percents) row.insertCell().append(percent(value));
  }
  frame.append(element);
  return frame;
}

/**
 * @param {string} text
 * @param {"row" | "col"} scope
 */
function header(text, scope) {
  const element = document.createElement("th");
  element.scope = scope;
  element.textContent = text;
  return element;
}
