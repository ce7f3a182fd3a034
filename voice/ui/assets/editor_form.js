// The editor's fields: for the exam as a whole, and for the question that is selected.

import { emptyPoint, within } from "./bank_model.js";
import { part } from "./dom.js";

/**
 * @import { BankModel } from "./bank_model.js"
 * @import { BankProblem, Item, Mistake, Place, Point, Row } from "./types.js"
 * @typedef {"line" | "text" | "lines" | "mistakes" | "number" | "choice"} Kind
 * @typedef {[name: string, label: string, kind: Kind, extra?: Record<string, string | number>]} Field
 * @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control
 * @typedef {Record<string, unknown> & { dataset?: Record<string, string>, aria?: Record<string, string> }} Properties
 */

/** @type {Record<string, string>} */
export const LANGUAGES = {
  en: "English",
  de: "German",
  fr: "French",
  es: "Spanish",
  it: "Italian",
  pt: "Portuguese",
  zh: "Chinese",
};

/** @type {Field[]} */
const ABOUT = [
  ["title", "Title", "line"],
  ["language", "Language", "choice", LANGUAGES],
  ["level", "For whom", "line"],
  ["description", "Description", "line"],
  ["minutes", "Minutes", "number", { min: 1, max: 180 }],
  ["order", "Order", "choice", { spread: "All topics in turn", parts: "Topic after topic" }],
  ["instructions", "Said at the beginning", "text"],
  ["closing", "Said at the end", "text"],
];

/** @type {Field[]} */
const ITEM = [
  ["context", "For the examiner, never read out", "text"],
  ["model_answer", "Model answer", "text"],
  [
    "mistakes",
    "Other mistakes, one on each line: what is said => what you say about it",
    "mistakes",
  ],
  ["hints", "Hints, one on each line, the weakest first", "lines"],
  ["vocabulary", "Terms likely to be said, one on each line", "lines"],
];

/** @type {Field[]} */
const NUMBERS = [
  ["difficulty", "Difficulty, 1 to 5", "number", { min: 1, max: 5 }],
  ["seconds", "Seconds for the answer", "number", { min: 10, max: 1800, step: 5 }],
  ["prepare_seconds", "Seconds to prepare", "number", { min: 0, max: 900, step: 5 }],
];

let lastId = 0;

/**
 * Makes an element; `inside` are its children.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} tag
 * @param {Properties} properties
 * @param {(Node | string)[]} inside
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function make(tag, properties = {}, ...inside) {
  const element = document.createElement(tag);
  const { dataset = {}, aria = {}, ...plain } = properties;
  Object.assign(element, plain);
  Object.assign(element.dataset, dataset);
  for (const [name, value] of Object.entries(aria)) element.setAttribute(`aria-${name}`, value);
  element.append(...inside);
  return element;
}

const ARROW = "=>"; // as in voice/exam/exchange/marking.py

/** @param {string} text */
const oneLine = (text) => text.split(/\s+/).filter(Boolean).join(" ");

/**
 * One kind of control: how it is made, what it holds, and how that is read back, knowing what it held.
 *
 * @type {Record<Kind, [build: (extra: any) => Control, show: (value: any) => string, read: (text: string, before: any) => unknown]>}
 */
const KINDS = {
  line: [() => make("input", { type: "text", dir: "auto" }), (value) => value, (text) => text],
  text: [() => make("textarea", { rows: 2, dir: "auto" }), (value) => value, (text) => text],
  lines: [
    () => make("textarea", { rows: 2, dir: "auto" }),
    (value) => value.join("\n"),
    (text) =>
      text
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean),
  ],
  mistakes: [
    () => make("textarea", { rows: 2, dir: "auto" }),
    (/** @type {Mistake[]} */ value) =>
      value
        .map(({ text, say }) => [text, say].filter(Boolean).map(oneLine).join(` ${ARROW} `))
        .join("\n"),
    mistakesOf,
  ],
  number: [
    (limits) => make("input", { type: "number", ...limits }),
    (value) => value,
    (text) => (text === "" ? "" : Number(text)),
  ],
  choice: [
    (options) =>
      make(
        "select",
        {},
        ...Object.entries(options).map(([value, text]) => make("option", { value }, text)),
      ),
    (value) => value,
    (text) => text,
  ],
};

/**
 * Mistakes as they are written, each with the costs that it had.
 *
 * @param {string} written
 * @param {Mistake[]} before
 * @returns {Mistake[]}
 */
export function mistakesOf(written, before) {
  const lines = written.split("\n").filter((line) => line.trim());
  return lines.map((line, n) => {
    const [text, ...rest] = line.split(ARROW);
    const found = { text: oneLine(text), say: oneLine(rest.join(ARROW)) };
    const same = before.find((one) => oneLine(one.text) === found.text);
    return { ...(same ?? (lines.length === before.length ? before[n] : {})), ...found };
  });
}

export class Form {
  /**
   * `changed(structure)` is called after each change; with true if the form must be drawn anew.
   *
   * @param {(structure: boolean) => void} changed
   * @param {(text: string, button: HTMLButtonElement) => void} speak
   */
  constructor(changed, speak) {
    this.changed = changed;
    this.speak = speak;
  }

  /**
   * Fields for the exam as a whole.
   *
   * @param {BankModel} model
   */
  about(model) {
    return ABOUT.map(([name, label, kind, extra]) =>
      this.#field(model, [name], label, kind, extra),
    );
  }

  /**
   * Fields for the selected question.
   *
   * @param {BankModel} model
   * @param {Row} row
   */
  item(model, row) {
    const { place, item, topic, subtopic } = row;
    const aloud = make(
      "button",
      { type: "button", className: "viva-button viva-small", id: "viva-editor-aloud" },
      "Try aloud",
    );
    aloud.addEventListener("click", () => this.speak(item.question, aloud));
    return [
      ...(item.draft ? [this.#review(model, row, item.draft)] : []),
      this.#field(model, [...place, "question"], "Question, as it is spoken", "text"),
      make("div", { className: "viva-row" }, aloud),
      make(
        "div",
        { className: "viva-columns" },
        this.#title("Topic", topic, (title) => model.place(title, subtopic)),
        this.#title("Subtopic", subtopic, (title) => model.place(topic, title)),
      ),
      this.#points(model, row),
      make(
        "div",
        { className: "viva-columns" },
        ...NUMBERS.map(([name, label, kind, extra]) =>
          this.#field(model, [...place, name], label, kind, extra),
        ),
      ),
      ...ITEM.map(([name, label, kind]) => this.#field(model, [...place, name], label, kind)),
    ];
  }

  /**
   * @param {BankModel} model
   * @param {Place} place
   * @param {string} label
   * @param {Kind} kind
   * @param {Record<string, string | number>} extra
   */
  #field(model, place, label, kind, extra = {}) {
    const [build, show, read] = KINDS[kind];
    const id = `viva-f${++lastId}`;
    const control = Object.assign(build(extra), { id });
    const empty = ["lines", "mistakes"].includes(kind)
      ? []
      : kind === "choice"
        ? Object.keys(extra)[0]
        : "";
    control.value = show(model.at(place) ?? empty);
    control.addEventListener("input", () => {
      model.set(place, read(control.value, model.at(place) ?? empty));
      this.changed(false);
    });
    control.setAttribute("aria-describedby", `${id}-problem`);
    const problem = make("p", {
      className: "viva-field-problem",
      id: `${id}-problem`,
      hidden: true,
    });
    const field = make(
      "div",
      { className: "viva-edit" },
      make("label", { htmlFor: id }, label),
      control,
      problem,
    );
    field.dataset.place = JSON.stringify(place);
    return field;
  }

  /**
   * A title takes effect when it is complete: letter by letter it would move the question about.
   *
   * @param {string} label
   * @param {string} value
   * @param {(title: string) => void} move
   */
  #title(label, value, move) {
    const id = `viva-f${++lastId}`;
    const control = make("input", { type: "text", id, value, dir: "auto", maxLength: 400 });
    control.addEventListener("change", () => {
      if (control.value.trim()) move(control.value.trim());
      this.changed(true);
    });
    return make("div", { className: "viva-edit" }, make("label", { htmlFor: id }, label), control);
  }

  /**
   * @param {BankModel} model
   * @param {Row} row
   */
  #points(model, { place, item }) {
    const list = [...place, "key_points"];
    const group = make(
      "fieldset",
      { className: "viva-points" },
      make("legend", {}, "Key points of a full answer"),
    );
    group.append(...item.key_points.map((_, n) => this.#point(model, item, list, n)));
    const add = button("Add a key point", () =>
      this.#setPoints(model, [...item.key_points, emptyPoint()]),
    );
    const problem = make("p", { className: "viva-field-problem", hidden: true });
    group.append(make("div", { className: "viva-row" }, add), problem);
    group.dataset.place = JSON.stringify(list);
    return group;
  }

  /**
   * @param {BankModel} model
   * @param {Item} item
   * @param {Place} list
   * @param {number} n
   */
  #point(model, item, list, n) {
    const points = item.key_points;
    const name = `Key point ${n + 1}`;
    const without = points.filter((_, other) => other !== n);
    const earlier = [...points.slice(0, n - 1), points[n], points[n - 1], ...points.slice(n + 1)];
    const up = button("↑", () => this.#setPoints(model, earlier), `Move ${name} up`);
    up.disabled = n === 0;
    const remove = button("×", () => this.#setPoints(model, without), `Remove ${name}`);
    return make(
      "div",
      { className: "viva-point" },
      this.#field(model, [...list, n, "text"], name, "text"),
      this.#source(item, points[n].text),
      make(
        "div",
        { className: "viva-columns" },
        this.#field(model, [...list, n, "marks"], "Marks", "number", {
          min: 0.5,
          max: 20,
          step: 0.5,
        }),
        this.#field(model, [...list, n, "follow_up"], "Asked when it is missing", "line"),
      ),
      this.#field(model, [...list, n, "accept"], "Other ways to say it, one on each line", "lines"),
      this.#field(
        model,
        [...list, n, "replies"],
        "Short right replies to what is asked, one on each line",
        "lines",
      ),
      this.#field(
        model,
        [...list, n, "mistakes"],
        `Mistakes, one on each line: what is said ${ARROW} what you say about it`,
        "mistakes",
      ),
      make("div", { className: "viva-row" }, up, remove),
    );
  }

  /**
   * @param {BankModel} model
   * @param {Point[]} points
   */
  #setPoints(model, points) {
    model.setPoints(points);
    this.changed(true);
  }

  /**
   * Beside a key point of a draft: whether these are the words of the notes.
   *
   * @param {Item} item
   * @param {string} text
   */
  #source({ draft }, text) {
    if (!draft || !text.trim()) return "";
    const quoted = draft.passage.includes(text.trim());
    return make(
      "p",
      { className: "viva-muted" },
      quoted ? `In your notes: “${text.trim()}”` : "Not in the words of your notes.",
    );
  }

  /**
   * @param {BankModel} model
   * @param {Row} row
   * @param {NonNullable<Item["draft"]>} draft
   */
  #review(model, { place, item }, draft) {
    const tick = make("input", {
      type: "checkbox",
      id: "viva-editor-checked",
      checked: draft.checked,
    });
    tick.addEventListener("change", () => {
      model.set([...place, "draft", "checked"], tick.checked);
      this.changed(false);
    });
    const by =
      draft.made_by === "model" ? "by the language model" : "by rule, from a sentence or heading";
    return make(
      "div",
      { className: "viva-review" },
      make(
        "p",
        {},
        `Drafted ${by} from this passage of your notes. Is it right? Does the question ask for these key points?`,
      ),
      make(
        "blockquote",
        { dir: "auto" },
        ...marked(
          draft.passage,
          item.key_points.map(({ text }) => text.trim()),
        ),
      ),
      make("label", { className: "viva-tick" }, tick, " I have checked this question"),
    );
  }
}

/**
 * A passage in which quotes are marked.
 *
 * @param {string} passage
 * @param {string[]} quotes
 * @returns {(Node | string)[]}
 */
function marked(passage, quotes) {
  /** @type {[at: number, length: number][]} */
  const all = quotes.map((quote) => [passage.indexOf(quote), quote.length]);
  const found = all.filter(([at, length]) => at >= 0 && length);
  /** @type {(Node | string)[]} */
  const pieces = [];
  let from = 0;
  for (const [at, length] of found.sort(([a], [b]) => a - b)) {
    if (at < from) continue;
    pieces.push(passage.slice(from, at), make("mark", {}, passage.slice(at, at + length)));
    from = at + length;
  }
  return [...pieces, passage.slice(from)];
}

/**
 * @param {string} text
 * @param {() => void} press
 * @param {string} label
 */
function button(text, press, label = "") {
  const element = make("button", { type: "button", className: "viva-button viva-small" }, text);
  if (label) element.setAttribute("aria-label", label);
  element.addEventListener("click", press);
  return element;
}

/**
 * The elements that belong to a place of the bank, each after its place.
 *
 * @param {ParentNode} root
 */
export function placed(root) {
  /** @type {NodeListOf<HTMLElement>} */
  const elements = root.querySelectorAll("[data-place]");
  return [...elements].map(
    (element) =>
      /** @type {[Place, HTMLElement]} */ ([JSON.parse(element.dataset.place ?? "[]"), element]),
  );
}

/**
 * Show each problem at the innermost field that it belongs to.
 *
 * @param {ParentNode} root
 * @param {BankProblem[]} problems
 */
export function showProblems(root, problems) {
  const fields = placed(root);
  for (const [place, element] of fields) {
    const own = problems.filter(
      (problem) =>
        within(problem.place, place) &&
        !fields.some(
          ([other]) =>
            other.length > place.length && within(other, place) && within(problem.place, other),
        ),
    );
    const line = part(element, ":scope > .viva-field-problem");
    line.textContent = own.map(sentence).join(" ");
    line.hidden = !own.length;
    const control = element.querySelector(":scope > :is(input, textarea, select)");
    if (control) control.setAttribute("aria-invalid", String(own.length > 0));
  }
}

/**
 * A problem in words, without its place.
 *
 * @param {{ message: string, fix: string }} problem
 */
export const sentence = ({ message, fix }) =>
  `${message.slice(0, 1).toUpperCase()}${message.slice(1)}.${fix ? ` ${fix}.` : ""}`;
