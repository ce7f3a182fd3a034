// What the editor holds: a bank's plain values as the server knows them, and how they change.

/** @import { Bank, Item, Place, Point, Row } from "./types.js" */

const MOST_UNDO = 100;
const SAME_CHANGE_MS = 1500; // letters typed one after another are undone together

/** @returns {Item} */
export const emptyItem = () => ({
  id: "",
  question: "",
  context: "",
  key_points: [emptyPoint()],
  model_answer: "",
  hints: [],
  difficulty: 3,
  seconds: 60,
  prepare_seconds: 0,
  vocabulary: [],
});

/** @returns {Point} */
export const emptyPoint = () => ({
  text: "",
  marks: 1,
  accept: [],
  mistakes: [],
  follow_up: "",
  replies: [],
});

/**
 * @param {string} language
 * @param {Item[]} items
 * @returns {Bank}
 */
export const emptyBank = (language, items = [emptyItem()]) => ({
  title: "My exam",
  language,
  minutes: 10,
  topics: [{ title: "Questions", subtopics: [{ title: "Questions", items }] }],
});

/**
 * Marks for a full answer: of each choice only the best points count.
 *
 * @param {Pick<Item, "key_points" | "choices">} item
 */
export function marksOf({ key_points: points, choices = [] }) {
  const marks = points.map(({ marks }) => Number(marks) || 0);
  /** @param {number[]} some */
  const sum = (some) => some.reduce((total, one) => total + one, 0);
  const over = choices.map(({ points: numbers, enough }) =>
    sum(
      numbers
        .map((number) => marks[number - 1] ?? 0)
        .sort((a, b) => b - a)
        .slice(enough),
    ),
  );
  return sum(marks) - sum(over);
}

/**
 * Whether a place stands within another, or is it.
 *
 * @param {Place} place
 * @param {Place} outer
 */
export const within = (place, outer) => outer.every((step, n) => place[n] === step);

/**
 * @param {Place} place
 * @param {Place} other
 */
const same = (place, other) => place.length === other.length && within(place, other);

export class BankModel {
  selected = 0; // among `rows`
  /** @type {string[]} */
  #past = [];
  /** @type {string[]} */
  #future = [];
  /** @type {{ place: Place, at: number }} */
  #last = { place: [], at: 0 };
  #kept; // as it was last kept

  /**
   * @param {Bank} bank
   * @param {boolean} unsaved
   */
  constructor(bank, unsaved = false) {
    this.bank = structuredClone(bank);
    this.#kept = unsaved ? "" : JSON.stringify(this.bank);
  }

  get dirty() {
    return JSON.stringify(this.bank) !== this.#kept;
  }

  /** This is how it is kept now. */
  keep() {
    this.#kept = JSON.stringify(this.bank);
  }

  /**
   * Every question and where it stands, in order.
   *
   * @returns {Row[]}
   */
  get rows() {
    return this.bank.topics.flatMap((topic, t) =>
      topic.subtopics.flatMap((subtopic, s) =>
        subtopic.items.map((item, i) => ({
          topic: topic.title,
          subtopic: subtopic.title,
          item,
          place: ["topics", t, "subtopics", s, "items", i],
        })),
      ),
    );
  }

  /** @returns {Row | undefined} */
  get row() {
    return this.rows[this.selected];
  }

  /** Drafts that nobody has checked. */
  get unchecked() {
    return this.rows.filter(({ item }) => item.draft && !item.draft.checked);
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /**
   * @param {Place} place
   * @returns {any} whatever stands there
   */
  at(place) {
    return place.reduce((value, step) => value?.[step], /** @type {any} */ (this.bank));
  }

  /**
   * @param {Place} place
   * @param {unknown} value
   */
  set(place, value) {
    const now = Date.now();
    if (!same(place, this.#last.place) || now - this.#last.at > SAME_CHANGE_MS) this.#remember();
    this.#last = { place, at: now };
    this.at(place.slice(0, -1))[place[place.length - 1]] = value;
  }

  /**
   * Add a question after the one that is selected.
   *
   * @param {Item} item
   */
  add(item = emptyItem()) {
    this.#remember();
    if (!this.row) this.bank.topics = emptyBank("", []).topics;
    const [t, s, i] = this.row ? stepsTo(this.row) : [0, 0, -1];
    this.bank.topics[t].subtopics[s].items.splice(i + 1, 0, item);
    this.#select(item);
  }

  /**
   * Give the selected question these key points: those it has, in any order, and new ones.
   *
   * @param {Point[]} points
   */
  setPoints(points) {
    if (!this.row) return;
    this.#remember();
    const { item } = this.row;
    const numbers = item.key_points.map((point) => points.indexOf(point) + 1);
    item.key_points = points;
    renumber(item, numbers);
  }

  duplicate() {
    if (this.row) this.add({ ...structuredClone(this.row.item), id: "" });
  }

  remove() {
    if (!this.row) return;
    this.#remember();
    const [t, s, i] = stepsTo(this.row);
    this.bank.topics[t].subtopics[s].items.splice(i, 1);
    this.#tidy();
    this.selected = Math.max(0, Math.min(this.selected, this.rows.length - 1));
  }

  /**
   * Move up (-1) or down (1): the question in its subtopic; at its end the subtopic, or topic.
   *
   * @param {1 | -1} by
   */
  move(by) {
    if (!this.row) return;
    const { item } = this.row;
    const [t, s, i] = stepsTo(this.row);
    const { topics } = this.bank;
    /** @type {[{}[], number][]} */
    const lists = [
      [topics[t].subtopics[s].items, i],
      [topics[t].subtopics, s],
      [topics, t],
    ];
    const found = lists.find(([list, n]) => list[n + by]);
    if (!found) return;
    this.#remember();
    const [list, n] = found;
    [list[n], list[n + by]] = [list[n + by], list[n]];
    this.#select(item);
  }

  /**
   * Put the selected question under other titles; a topic of its own is renamed.
   *
   * @param {string} topicTitle
   * @param {string} subtopicTitle
   */
  place(topicTitle, subtopicTitle) {
    if (!this.row) return;
    const { item, topic: before, subtopic } = this.row;
    if (topicTitle === before && subtopicTitle === subtopic) return;
    const [t, s, i] = stepsTo(this.row);
    this.#remember();
    const { topics } = this.bank;
    const topic = topics[t];
    const wanted = subtopicTitle === subtopic && subtopic === before ? topicTitle : subtopicTitle;
    const alone = topic.subtopics.length === 1 && topic.subtopics[0].items.length === 1;
    if (alone && !topics.some((one) => one !== topic && one.title === topicTitle)) {
      topic.title = topicTitle;
      topic.subtopics[0].title = wanted;
      return;
    }
    topic.subtopics[s].items.splice(i, 1);
    const into =
      topicTitle === before ? topic : named(topics, topicTitle, { subtopics: [] }, t + 1);
    named(into.subtopics, wanted, { items: [] }, into.subtopics.length).items.push(item);
    this.#tidy();
    this.#select(item);
  }

  undo() {
    this.#travel(this.#past, this.#future);
  }

  redo() {
    this.#travel(this.#future, this.#past);
  }

  /**
   * @param {string[]} from
   * @param {string[]} to
   */
  #travel(from, to) {
    const snapshot = from.pop();
    if (!snapshot) return;
    to.push(this.#snapshot());
    ({ bank: this.bank, selected: this.selected } = JSON.parse(snapshot));
    this.#last = { place: [], at: 0 };
  }

  #remember() {
    this.#past.push(this.#snapshot());
    if (this.#past.length > MOST_UNDO) this.#past.shift();
    this.#future = [];
    this.#last = { place: [], at: 0 };
  }

  #snapshot() {
    return JSON.stringify({ bank: this.bank, selected: this.selected });
  }

  /** @param {Item} item */
  #select(item) {
    this.selected = Math.max(
      0,
      this.rows.findIndex((row) => row.item === item),
    );
  }

  /** Leave out what holds nothing any more. */
  #tidy() {
    for (const topic of this.bank.topics)
      topic.subtopics = topic.subtopics.filter(({ items }) => items.length);
    this.bank.topics = this.bank.topics.filter(({ subtopics }) => subtopics.length);
  }
}

/**
 * The indexes of its topic, subtopic and question.
 *
 * @param {Row} row
 */
const stepsTo = ({ place }) =>
  /** @type {[number, number, number]} */ (place.filter((step) => typeof step === "number"));

/**
 * Let choices and alternatives name key points by their new numbers, 0 for those that are gone.
 *
 * @param {Item} item
 * @param {number[]} numbers
 */
function renumber(item, numbers) {
  /**
   * @template {{ points: number[] }} T
   * @param {T[]} list
   * @returns {T[]}
   */
  const renamed = (list = []) =>
    list.map((one) => ({
      ...one,
      points: one.points.map((number) => numbers[number - 1]).filter(Boolean),
    }));
  item.choices = renamed(item.choices).filter(({ points, enough }) => points.length > enough); // else all are needed
  item.alternatives = renamed(item.alternatives).filter(({ points }) => points.length);
}

/**
 * The member with this title, put in if there is none.
 *
 * @template {{ title: string }} T
 * @param {T[]} list
 * @param {string} title
 * @param {Omit<NoInfer<T>, "title">} fresh
 * @param {number} at
 */
function named(list, title, fresh, at) {
  let found = list.find((one) => one.title === title);
  if (!found) {
    found = /** @type {T} */ ({ title, ...fresh });
    list.splice(at, 0, found);
  }
  return found;
}
