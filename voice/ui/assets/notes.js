// From my notes: give notes, follow the drafting, and go on to the review in the editor.

import { get, post, tell } from "./api.js";
import { emptyBank, emptyPoint } from "./bank_model.js";
import { part } from "./dom.js";
import { count } from "./editor.js";
import { LANGUAGES, make } from "./editor_form.js";
import { base64 } from "./setup.js";
import { Problem } from "./words.js";

/**
 * @import { Client } from "./client.js"
 * @import { Editor } from "./editor.js"
 * @import { Bank, Item, Job, Point } from "./types.js"
 */

const ASK_EVERY_MS = 1000;
const MOST_BYTES = 10_000_000; // as in voice/transports/wire.py

const LONGEST_NAME = 200; // characters that the server takes; the ending matters most

/** @type {Record<string, string>} */
const STATES = {
  queued: "Waiting: Viva is drafting from other notes first.",
  reading: "Reading the notes…",
  waiting: "Waiting: a conversation goes first.",
};

export class FromNotes {
  #job = ""; // the id of what is being drafted
  #timer = 0;
  /** @type {File | null} */
  #file = null;

  /**
   * @param {ParentNode} root
   * @param {Client} client
   * @param {Editor} editor
   */
  constructor(root, client, editor) {
    this.client = client;
    this.editor = editor;
    /** @param {string} id */
    const find = (id) => part(root, `#viva-notes${id}`);
    this.dialog = part(root, "#viva-notes", HTMLDialogElement);
    this.form = find("-form");
    this.text = part(root, "#viva-notes-text", HTMLTextAreaElement);
    this.name = find("-name");
    this.hint = this.name.textContent;
    this.wanted = part(root, "#viva-notes-wanted", HTMLInputElement);
    this.language = part(root, "#viva-notes-language", HTMLSelectElement);
    this.language.append(
      ...Object.entries(LANGUAGES).map(([value, text]) => make("option", { value }, text)),
    );
    this.running = find("-running");
    this.status = find("-status");
    this.bar = part(root, "#viva-notes-progress", HTMLProgressElement);
    this.problem = find("-problem");
    const file = part(root, "#viva-notes-file", HTMLInputElement);
    find("-open").addEventListener("click", () => this.open());
    find("-close").addEventListener("click", () => this.dialog.close());
    find("-cancel").addEventListener("click", () => this.#stop());
    find("-choose").addEventListener("click", () => file.click());
    file.addEventListener("change", () => {
      this.#take(file.files?.[0] ?? null);
      file.value = "";
    });
    this.text.addEventListener("input", () => this.#take(null));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#start();
    });
    this.dialog.addEventListener("close", () => this.#stop());
    window.addEventListener("pagehide", () => this.#stop());
  }

  open() {
    this.language.value = this.client.settings.language ?? "en";
    this.#show(false);
    this.#tell("");
    this.dialog.showModal();
  }

  /** @param {File | null} file */
  #take(file) {
    this.#file = file;
    this.name.textContent = file ? file.name : this.hint;
    if (file) this.text.value = "";
    this.#tell("");
  }

  /** @param {boolean} running */
  #show(running) {
    this.form.hidden = running;
    this.running.hidden = !running;
  }

  /** @param {string} text */
  #tell(text) {
    this.problem.textContent = text;
    this.problem.hidden = !text;
  }

  async #start() {
    const file = this.#file;
    if (!file && !this.text.value.trim()) return this.#tell("Paste some notes, or choose a file.");
    if (file && file.size > MOST_BYTES)
      return this.#tell(`${file.name} has more than 10 MB. Give a shorter part of it.`);
    this.#tell("");
    this.status.textContent = STATES.reading;
    this.bar.removeAttribute("value");
    this.#show(true);
    try {
      const notes = file
        ? { name: file.name.slice(-LONGEST_NAME), content: await base64(file) }
        : { text: this.text.value };
      const { settings } = this.client;
      const body = {
        ...notes,
        wanted: Number(this.wanted.value),
        language: this.language.value,
        model: settings.model ?? "",
      };
      const { id } = await post("exam/drafts", body);
      this.#job = id;
      if (this.dialog.open) this.#timer = setTimeout(() => this.#ask(), ASK_EVERY_MS);
      else this.#stop();
    } catch (error) {
      this.#fail(error);
    }
    return undefined;
  }

  async #ask() {
    const job = this.#job;
    try {
      /** @type {Job} */
      const told = await get(`exam/drafts/${job}`);
      if (job !== this.#job) return; // given up meanwhile
      if (told.state === "failed") throw new Problem("failed", told.error.message, told.error.fix);
      if (told.state === "done") {
        this.#review(told);
        return;
      }
      this.#progress(told);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "unreachable") {
        if (job === this.#job) this.#fail(error);
        return;
      }
      this.status.textContent = "Viva does not answer. Trying again…";
    }
    this.#timer = setTimeout(() => this.#ask(), ASK_EVERY_MS);
  }

  /** @param {Job} told */
  #progress({ state, done, of }) {
    this.status.textContent = STATES[state] ?? `Drafting: ${done} of ${count(of, "passage")} done.`;
    if (of) Object.assign(this.bar, { max: of, value: done });
    else this.bar.removeAttribute("value");
  }

  /** @param {unknown} error */
  #fail(error) {
    if (!(error instanceof Problem)) throw error;
    this.#stop();
    this.#tell(
      [error.message, error.fix]
        .filter(Boolean)
        .map((part) => part.replace(/\.?$/, "."))
        .join(" "),
    );
  }

  /** Stop the work on the server; also on the way out. */
  #stop() {
    clearTimeout(this.#timer);
    if (this.#job) tell(`exam/drafts/${this.#job}/cancel`, {});
    this.#job = "";
    this.#show(false);
  }

  /** @param {Job} told */
  #review(told) {
    const items = told.drafts.map((draft) => ({
      heading: draft.heading,
      item: {
        ...blank(),
        ...draft.item,
        key_points: draft.item.key_points.map(point),
        draft: { checked: false, made_by: draft.made_by, passage: draft.passage },
      },
    }));
    const language = this.language.value;
    this.#stop();
    this.dialog.close();
    this.editor.open(bankOf(items, language), {
      title: "Review the drafts",
      isNew: true,
      unsaved: items.length > 0,
      notes: told.notes,
      rejected: [
        ...told.rejected,
        ...told.left_out.map((text) => ({
          question: text.slice(0, 300),
          why: "This paragraph speaks to the examiner, not of the subject.",
        })),
      ],
      said: summary(told),
    });
  }
}

const blank = () => emptyBank("en").topics[0].subtopics[0].items[0];

/**
 * @param {Partial<Point>} one
 * @returns {Point}
 */
const point = (one) => ({ ...emptyPoint(), ...one });

/**
 * A bank of drafts, a topic for each heading.
 *
 * @param {{ heading: string, item: Item }[]} drafts
 * @param {string} language
 * @returns {Bank}
 */
function bankOf(drafts, language) {
  const bank = { ...emptyBank(language), title: "My notes" };
  if (!drafts.length) return bank;
  const topics = new Map();
  for (const { heading, item } of drafts) {
    const title = heading.slice(0, 400) || "My notes";
    if (!topics.has(title)) topics.set(title, []);
    topics.get(title).push(item);
  }
  bank.topics = [...topics].map(([title, items]) => ({ title, subtopics: [{ title, items }] }));
  return bank;
}

/**
 * What came of it, plainly.
 *
 * @param {Job} told
 */
function summary({ drafts, model, trouble }) {
  const own = drafts.filter((draft) => draft.made_by === "model").length;
  const rules = drafts.length - own;
  const why = trouble ? `The language model could not be used: ${trouble} ` : "";
  if (!drafts.length)
    return `${why}Nothing could be drafted from these notes: write the questions yourself, with the notes beside you.`;
  if (!own)
    return `${why}The language model${model ? ` (${model})` : ""} drafted nothing of use. ${count(rules, "question")} made by rule, from sentences and headings of your notes.`;
  return `${why}${count(own, "question")} drafted by the language model${rules ? `, ${rules} by rule` : ""}.`;
}
