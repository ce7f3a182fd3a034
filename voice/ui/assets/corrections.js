// What the student says of their marks: buttons in the report, which runs no scripts of its own.

import { post } from "./api.js";
import { targetOf } from "./dom.js";
import { advice, worded } from "./texts.js";
import { Problem } from "./words.js";

/**
 * @import { BankAbout, Totals } from "./types.js"
 * @typedef {object} Told
 * @property {(words: string) => void} changed
 * @property {(words: string, more: string, about: BankAbout | null) => void} kept
 * @property {(problem: Problem) => void} failed
 */

const LONGEST_WORDING = 400; // as in voice/exam/reports/correcting.py

export class Corrections {
  #busy = false; // a press is on its way to the server
  /** @type {Map<string, string>} */
  #copies = new Map(); // session to the name of the bank that holds its wordings

  /**
   * `session()` names the session; `changed`, `kept` and `failed` are told what came of it.
   *
   * @param {() => string} session
   * @param {Told} told
   */
  constructor(session, { changed, kept, failed }) {
    this.session = session;
    this.changed = changed;
    this.kept = kept;
    this.failed = failed;
  }

  /**
   * Act on the buttons of a report's document.
   *
   * @param {Document} page
   */
  listen(page) {
    page.addEventListener("click", (event) => {
      const button = targetOf(event).closest(".viva-correct button");
      if (button) this.#press(/** @type {HTMLButtonElement} */ (button));
    });
    page.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !targetOf(event).matches(".viva-reason")) return;
      event.preventDefault();
      const add = targetOf(event).parentElement?.querySelector('[data-do="reason"]');
      /** @type {HTMLButtonElement | null | undefined} */ (add)?.click();
    });
  }

  /** @param {HTMLButtonElement} button */
  async #press(button) {
    const { item, point, do: what, verdict = null, text = "" } = button.dataset;
    const reason = reasonIn(button.parentElement)?.value ?? "";
    const about = { question: Number(item), point: Number(point) };
    if (this.#busy) return; // not disabled: that would take the focus away
    this.#busy = true;
    try {
      if (what === "keep") {
        await this.#keep({ ...about, text: (text || reason).slice(0, LONGEST_WORDING) });
      } else {
        const told = await post(`session/${this.session()}/corrections`, {
          ...about,
          verdict,
          reason,
        });
        this.changed(totals(told));
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.failed(error);
    } finally {
      this.#busy = false;
    }
  }

  /** @param {{ question: number, point: number, text: string }} wording */
  async #keep(wording) {
    if (!wording.text.trim()) {
      throw new Problem("empty", ...advice("report.no_words"));
    }
    const session = this.session();
    const copy = this.#copies.get(session) ?? "";
    const { in_folder: inFolder, ...about } = await post(`session/${session}/wordings`, {
      ...wording,
      copy_name: copy,
    });
    this.#copies.set(session, about.name);
    const lasts = inFolder ? worded("report.kept_folder") : worded("report.kept_hour");
    this.kept(worded("report.kept", { title: about.title }), lasts, inFolder ? null : about);
  }
}

/** @param {number} marks */
const number = (marks) => String(Math.round(marks * 10) / 10);

/**
 * The marks in one sentence, for those who do not see them change.
 *
 * @param {Totals} totals
 */
function totals({ marks, least, most, out_of: outOf }) {
  const values = {
    marks: number(marks),
    out_of: number(outOf),
    least: number(least),
    most: number(most),
  };
  return worded(least === most ? "report.total" : "report.total_between", values);
}

/**
 * Which control has the focus, and what is being written in one, to be found again by `restore`.
 *
 * @param {Document} page
 */
export function remember(page) {
  const held = /** @type {HTMLElement | null} */ (page.activeElement);
  const at = held?.closest(".viva-correct");
  const groups = [...page.querySelectorAll(".viva-correct")];
  return {
    focus: at && { at: placeOf(at), does: held?.dataset.do ?? "" },
    written: groups.flatMap((group) => {
      const field = reasonIn(group);
      return field && field.value !== field.defaultValue
        ? [{ at: placeOf(group), value: field.value }]
        : [];
    }),
  };
}

/**
 * Put focus and unsaved words back, after the report has been drawn afresh.
 *
 * @param {Document} page
 * @param {ReturnType<typeof remember>} remembered
 */
export function restore(page, { focus, written }) {
  for (const { at, value } of written) {
    const field = reasonIn(groupAt(page, at));
    if (field) field.value = value;
  }
  if (!focus) return;
  const group = groupAt(page, focus.at);
  const same = focus.does && group?.querySelector(`[data-do="${focus.does}"]`);
  const found = same || group?.querySelector("button");
  /** @type {HTMLElement | null | undefined} */ (found)?.focus({ preventScroll: true });
}

/** @param {Element} group */
const placeOf = (group) => {
  const { item, point } = group.querySelector("button")?.dataset ?? {};
  return [item, point];
};

/**
 * @param {Document} page
 * @param {ReturnType<typeof placeOf>} place
 */
const groupAt = (page, [item, point]) =>
  page.querySelector(`.viva-correct button[data-item="${item}"][data-point="${point}"]`)
    ?.parentElement;

/**
 * The field for a reason beside the buttons of a key point.
 *
 * @param {Element | null | undefined} group
 */
const reasonIn = (group) =>
  /** @type {HTMLInputElement | null | undefined} */ (group?.querySelector(".viva-reason"));
