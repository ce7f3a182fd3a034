// The bank editor: questions in a table, the selected one in a form, checked while it is typed.

import { download, get, post } from "./api.js";
import { BankModel, emptyBank, marksOf, within } from "./bank_model.js";
import { part, targetOf } from "./dom.js";
import { Form, make, placed, sentence, showProblems } from "./editor_form.js";
import { Problem } from "./words.js";

/**
 * @import { Client } from "./client.js"
 * @import { Setup } from "./setup.js"
 * @import { Bank, BankProblem, Confirm, Place, Rejected, Row } from "./types.js"
 * @typedef {"add" | "duplicate" | "remove" | "up" | "down" | "undo" | "redo"} Action
 * @typedef {object} Wishes
 * @property {Confirm} confirm asks the student
 * @property {Setup} setup chooses what was saved
 * @property {() => boolean} examining whether an exam is under way
 * @typedef {object} Opened
 * @property {string} title
 * @property {string} [name] under which the server knows it
 * @property {string} [version] that it has now
 * @property {boolean} [isNew]
 * @property {boolean} [unsaved]
 * @property {string} [notes] that it was drafted from
 * @property {Rejected[]} [rejected] while drafting
 * @property {string} [said] what came of drafting
 */

const SETTLES_MS = 400; // between the last letter and the question to the server

/** @type {Record<string, string>} */
const FIELDS = {
  key_points: "key point",
  model_answer: "model answer",
  follow_up: "follow-up",
  accept: "other way to say it",
  mistakes: "mistake",
  say: "what to say",
  replies: "short reply",
  seconds: "seconds",
  prepare_seconds: "seconds to prepare",
  hints: "hint",
  text: "",
};

export class Editor {
  #model = new BankModel(emptyBank("en"));
  #name = ""; // under which the server knows it; "" while it does not
  #version = ""; // that it had when it was opened or saved
  /** @type {BankProblem[]} */
  #problems = [];
  #timer = 0;
  #asked = 0;
  /** @type {HTMLAudioElement | null} */
  #sound = null;

  /**
   * @param {ParentNode} root
   * @param {Client} client
   * @param {Wishes} wishes
   */
  constructor(root, client, { confirm, setup, examining }) {
    this.client = client;
    this.confirm = confirm;
    this.setup = setup;
    this.examining = examining;
    this.said = "";
    /** @param {string} id */
    const find = (id) => part(root, `#viva-editor${id}`);
    this.dialog = part(root, "#viva-editor", HTMLDialogElement);
    this.title = find("-title");
    this.status = find("-status");
    this.aboutFields = find("-about .viva-fields");
    this.about = part(root, "#viva-editor-about", HTMLDetailsElement);
    this.rows = find(" tbody");
    this.itemTitle = find("-item-title");
    this.itemFields = find("-item .viva-fields");
    this.problemList = find("-problems");
    this.rejected = part(root, "#viva-editor-rejected", HTMLDetailsElement);
    this.notes = part(root, "#viva-editor-notes", HTMLDetailsElement);
    this.openButton = part(root, "#viva-editor-open", HTMLButtonElement);
    this.keepButton = find("-keep");
    this.form = new Form(
      (structure) => this.#changed(structure),
      (text, button) => this.#speak(text, button),
    );
    this.openButton.addEventListener("click", () => this.#openChosen());
    find("-new").addEventListener("click", () =>
      this.open(emptyBank(this.#language()), { title: "New exam", isNew: true }),
    );
    find("-close").addEventListener("click", () => this.#close());
    find("-save").addEventListener("click", () => this.#save());
    find("-download").addEventListener("click", () => this.#download());
    this.keepButton.addEventListener("click", () => this.#keep());
    /** @type {NodeListOf<HTMLButtonElement>} */
    this.actions = this.dialog.querySelectorAll("[data-do]");
    for (const button of this.actions) {
      button.addEventListener("click", () => this.#do(/** @type {Action} */ (button.dataset.do)));
    }
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#close();
    });
    this.dialog.addEventListener("keydown", (event) => this.#key(event));
    window.addEventListener("beforeunload", (event) => {
      if (this.#unsaved) event.preventDefault();
    });
    client.on("settings", () => this.#offer());
    this.#offer();
  }

  get #unsaved() {
    return this.dialog.open && this.#model.dirty;
  }

  #language() {
    return this.client.settings.language ?? "en";
  }

  #offer() {
    this.openButton.disabled = !this.client.settings.bank;
  }

  async #openChosen() {
    try {
      const { name, version, bank, copy } = await get(
        `exam/banks/${encodeURIComponent(this.client.settings.bank ?? "")}`,
      );
      if (copy) bank.title = `${bank.title} (copy)`.slice(0, 400);
      this.open(bank, {
        title: copy ? "Edit a copy of the exam" : "Edit the exam",
        name: copy ? "" : name,
        version,
      });
    } catch (error) {
      this.#tellOutside(error);
    }
  }

  /** @param {unknown} error */
  #tellOutside(error) {
    if (!(error instanceof Problem)) throw error;
    this.client.emit("problem", error);
  }

  /**
   * Show a bank. `notes` and `rejected` come with drafts.
   *
   * @param {Bank} bank
   * @param {Opened} about
   */
  open(
    bank,
    {
      title,
      name = "",
      version = "",
      isNew = false,
      unsaved = false,
      notes = "",
      rejected = [],
      said = "",
    },
  ) {
    this.#model = new BankModel(bank, unsaved);
    [this.#name, this.#version, this.#problems] = [name, version, []];
    this.title.textContent = title;
    this.said = said; // what came of drafting
    this.notes.hidden = !notes;
    this.notes.open = Boolean(notes) && !bank.topics[0]?.subtopics[0]?.items[0]?.draft;
    part(this.notes, "p").textContent = notes;
    this.#showRejected(rejected);
    this.about.open = isNew && !notes;
    this.keepButton.hidden = true;
    get("exam/editor").then(
      ({ folder }) => {
        this.keepButton.hidden = !folder;
        this.keepButton.textContent = `Save in my folder (${folder})`;
      },
      () => {},
    );
    this.#draw();
    this.dialog.showModal();
    this.#validate();
  }

  /** @param {Rejected[]} rejected */
  #showRejected(rejected) {
    this.rejected.hidden = !rejected.length;
    this.rejected.open = false;
    part(this.rejected, "summary").textContent = `Left out while drafting (${rejected.length})`;
    part(this.rejected, "ul").replaceChildren(
      ...rejected.map(({ question, why }) =>
        make(
          "li",
          {},
          ...(question ? [make("q", { dir: "auto" }, question), " "] : []),
          make("span", { className: "viva-muted" }, why),
        ),
      ),
    );
  }

  // --- drawing ------------------------------------------------------------------------------

  #draw() {
    const focused = this.#focusedPlace();
    this.aboutFields.replaceChildren(...this.form.about(this.#model));
    this.#drawItem();
    this.#drawTable();
    this.#drawProblems();
    if (focused) this.#focus(focused);
  }

  #focusedPlace() {
    const element = this.dialog.contains(document.activeElement) ? document.activeElement : null;
    const field = /** @type {HTMLElement | null | undefined} */ (element?.closest("[data-place]"));
    return field?.dataset.place ?? "";
  }

  #drawItem() {
    const { row, selected } = this.#model;
    this.itemTitle.textContent = row ? `Question ${selected + 1}` : "No questions";
    this.itemFields.replaceChildren(...(row ? this.form.item(this.#model, row) : []));
  }

  #drawTable() {
    const { rows, selected, unchecked, dirty } = this.#model;
    this.rows.replaceChildren(...rows.map((row, n) => this.#tableRow(row, n, n === selected)));
    const marks = rows.reduce((sum, { item }) => sum + marksOf(item), 0);
    const drafts = rows.filter(({ item }) => item.draft).length;
    say(
      this.status,
      [
        this.said,
        `${count(rows.length, "question")}, ${count(marks, "mark")}.`,
        drafts
          ? `${drafts - unchecked.length} of ${count(drafts, "draft")} checked; only those are kept.`
          : "",
        dirty ? "Not saved." : "",
      ]
        .filter(Boolean)
        .join(" "),
    );
    const last = rows.length - 1;
    const possible = {
      add: true,
      duplicate: last >= 0,
      remove: last >= 0,
      up: selected > 0,
      down: selected < last,
      undo: this.#model.canUndo,
      redo: this.#model.canRedo,
    };
    for (const button of this.actions)
      button.disabled = !possible[/** @type {Action} */ (button.dataset.do)];
  }

  /**
   * @param {Row} row
   * @param {number} n
   * @param {boolean} selected
   */
  #tableRow({ topic, item, place }, n, selected) {
    const open = make(
      "button",
      { type: "button", className: "viva-open", dir: "auto" },
      item.question || "(no question yet)",
    );
    open.addEventListener("click", () => this.#select(n, true));
    if (selected) open.setAttribute("aria-current", "true");
    const wrong = this.#problems.some((problem) => within(problem.place, place));
    const badges = [
      wrong ? "problem" : "",
      item.draft ? (item.draft.checked ? "checked" : "to check") : "",
    ].filter(Boolean);
    const cells = [
      String(n + 1),
      topic,
      [
        open,
        ...badges.map((word) =>
          make("span", { className: `viva-badge viva-${word.replace(" ", "-")}` }, word),
        ),
      ],
      String(item.key_points.length),
      String(marksOf(item)),
      String(item.difficulty),
    ];
    return make(
      "tr",
      { className: selected ? "viva-selected" : "" },
      ...cells.map((inside) => make("td", {}, ...[inside].flat())),
    );
  }

  #drawProblems() {
    this.problemList.hidden = !this.#problems.length;
    say(part(this.problemList, "p"), `${count(this.#problems.length, "problem")} to mend:`);
    part(this.problemList, "ul").replaceChildren(
      ...this.#problems.map((problem) => {
        const text = [this.#where(problem.place), sentence(problem)].filter(Boolean).join(": ");
        const go = make("button", { type: "button", className: "viva-link" }, text);
        go.addEventListener("click", () => this.#goTo(problem.place));
        return make("li", {}, go);
      }),
    );
    showProblems(this.dialog, this.#problems);
  }

  /**
   * A place in words, such as "Question 3, key point 2".
   *
   * @param {Place} place
   */
  #where(place) {
    const n = this.#model.rows.findIndex((row) => within(place, row.place));
    const inside = n < 0 ? place : place.slice(6);
    const words = inside.flatMap((step, at) => {
      if (typeof step === "number") return n < 0 ? [] : [String(step + 1)];
      const word = FIELDS[step] ?? step.replaceAll("_", " ");
      return word && typeof inside[at + 1] !== "number" ? [word] : word ? [`${word} `] : [];
    });
    const text = words.join(", ").replaceAll(" , ", " ");
    return n < 0
      ? `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
      : [`Question ${n + 1}`, text].filter((one) => one && one !== "question").join(", ");
  }

  /** @param {Place} place */
  #goTo(place) {
    const n = this.#model.rows.findIndex((row) => within(place, row.place));
    if (n >= 0) this.#select(n);
    else this.about.open = true;
    this.#focus(JSON.stringify(place));
  }

  /**
   * Bring the innermost field that holds a place to the eyes.
   *
   * @param {string} text
   */
  #focus(text) {
    const place = JSON.parse(text);
    const fields = placed(this.dialog).filter(([outer]) => within(place, outer));
    const control = fields[fields.length - 1]?.[1].querySelector("input, textarea, select, button");
    if (control instanceof HTMLElement) control.focus();
  }

  // --- changing -----------------------------------------------------------------------------

  /**
   * @param {number} n
   * @param {boolean} enter
   */
  #select(n, enter = false) {
    this.#model.selected = n;
    this.#drawItem();
    this.#drawTable();
    showProblems(this.dialog, this.#problems);
    if (enter) this.itemTitle.focus();
  }

  /** @param {Action} what */
  #do(what) {
    const actions = {
      add: () => this.#model.add(),
      duplicate: () => this.#model.duplicate(),
      remove: () => this.#model.remove(),
      up: () => this.#model.move(-1),
      down: () => this.#model.move(1),
      undo: () => this.#model.undo(),
      redo: () => this.#model.redo(),
    };
    actions[what]();
    this.#changed(true);
    if (what === "add" || what === "duplicate")
      this.#focus(JSON.stringify([...(this.#model.row?.place ?? []), "question"]));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const typing = targetOf(event).closest("input, textarea, select");
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyZ" && !typing) {
      event.preventDefault();
      this.#do(event.shiftKey ? "redo" : "undo");
    }
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (
      !step ||
      !targetOf(event).closest("tbody") ||
      !this.#model.rows[this.#model.selected + step]
    )
      return;
    event.preventDefault();
    this.#select(this.#model.selected + step);
    part(this.rows, "[aria-current]").focus();
  }

  /** @param {boolean} structure */
  #changed(structure) {
    if (structure) this.#draw();
    else this.#drawTable();
    if (structure) this.rows.children[this.#model.selected]?.scrollIntoView({ block: "nearest" });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#validate(), SETTLES_MS);
  }

  /** Ask the server what is wrong; an answer to an older question says nothing any more. */
  async #validate() {
    clearTimeout(this.#timer);
    const mine = ++this.#asked;
    try {
      const { problems } = await post("exam/editor/validate", { bank: this.#model.bank });
      if (mine !== this.#asked) return;
      this.#problems = problems;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (mine === this.#asked) this.#problems = [{ place: [], ...bare(error) }];
    }
    this.#drawTable();
    this.#drawProblems();
  }

  // --- keeping ------------------------------------------------------------------------------

  /** Whether what would be kept is sound; otherwise the student is shown what is not. */
  async #ready() {
    await this.#validate();
    const { unchecked, rows } = this.#model;
    const staying = unchecked.map(({ place }) => place);
    const [first] = this.#problems.filter(
      ({ place }) => !staying.some((one) => within(place, one)),
    );
    if (rows.length && unchecked.length === rows.length) {
      this.#tell("No draft has been checked yet. Read them, and tick those that you want to keep.");
      return false;
    }
    if (first) {
      this.#tell("Not saved: there are problems to mend first.");
      this.#goTo(first.place);
      return false;
    }
    return (
      !unchecked.length ||
      this.confirm(
        `Leave out ${count(unchecked.length, "draft")}?`,
        "Drafts that you have not checked are not kept.",
        "Leave them out",
      )
    );
  }

  /** @param {string} text */
  #tell(text) {
    this.status.textContent = text;
  }

  /**
   * Send it; when something of another hand would be lost, ask first.
   *
   * @param {string} path
   */
  async #send(path) {
    const body = { bank: this.#model.bank, name: this.#name, version: this.#version };
    try {
      return await post(path, body);
    } catch (error) {
      if (!(error instanceof Problem) || !["changed", "exists"].includes(error.code)) throw error;
      const agreed = await this.confirm("Write over it?", `${error.message}.`, "Write over it");
      return agreed ? post(path, { ...body, overwrite: true }) : null;
    }
  }

  /** @param {string} path */
  async #put(path) {
    try {
      if (!(await this.#ready())) return null;
      const about = await this.#send(path);
      if (!about) return null;
      [this.#name, this.#version] = [about.name, about.version];
      this.#model.keep();
      this.setup.keep(about);
      return about;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#tell(sentence(bare(error)));
      return null;
    }
  }

  async #save() {
    const about = await this.#put("exam/editor/save");
    if (!about) return;
    this.#shut();
    if (!this.examining()) await this.setup.change({ bank: about.name });
    else
      this.client.emit("notice", {
        level: "info",
        text: `Saved: ${about.title}.`,
        fix: "Choose it when this exam is over.",
      });
  }

  async #keep() {
    const about = await this.#put("exam/editor/keep");
    if (about) this.#tell(`Saved as ${about.name}.yaml in your folder.`);
  }

  async #download() {
    try {
      if (!(await this.#ready())) return;
      const { blob, name } = await download("exam/editor/download", { bank: this.#model.bank });
      const link = make("a", { href: URL.createObjectURL(blob), download: name });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#tell(sentence(bare(error)));
    }
  }

  async #close() {
    const lose =
      this.#unsaved &&
      !(await this.confirm(
        "Close without saving?",
        "What you have changed here is lost.",
        "Close",
      ));
    if (!lose) this.#shut();
  }

  #shut() {
    clearTimeout(this.#timer);
    this.#asked++;
    this.#sound?.pause();
    this.dialog.close();
  }

  // --- hearing ------------------------------------------------------------------------------

  /**
   * @param {string} text
   * @param {HTMLButtonElement} button
   */
  async #speak(text, button) {
    const playing = this.#sound && !this.#sound.paused;
    this.#sound?.pause();
    if (playing) return;
    button.disabled = true;
    try {
      const body = {
        text,
        language: this.#model.bank.language,
        voice: this.client.settings.voice ?? "",
      };
      const { blob } = await download("exam/editor/speak", body);
      this.#sound = new Audio(URL.createObjectURL(blob));
      const sound = this.#sound;
      sound.addEventListener("pause", () => {
        button.textContent = "Try aloud";
        URL.revokeObjectURL(sound.src);
      });
      button.textContent = "Stop";
      await sound.play();
    } catch (error) {
      if (error instanceof Problem) this.#tell(sentence(bare(error)));
      else if (!(error instanceof DOMException) || error.name !== "AbortError") throw error;
    } finally {
      button.disabled = false;
    }
  }
}

/**
 * Writes what is read out, unless it stands there already: screen readers would say it again.
 *
 * @param {HTMLElement} element
 * @param {string} text
 */
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * What the server says ends without a full stop, what the page says has one.
 *
 * @param {{ message: string, fix: string }} problem
 */
const bare = ({ message, fix }) => ({
  message: message.replace(/\.$/, ""),
  fix: fix.replace(/\.$/, ""),
});

/**
 * @param {number} n
 * @param {string} thing
 */
export const count = (n, thing) => `${n} ${thing}${n === 1 ? "" : "s"}`;
