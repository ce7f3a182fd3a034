// What the student says of their marks: buttons in the report, which runs no scripts of its own.

import { post } from "./api.js";
import { Problem } from "./words.js";

const LONGEST_WORDING = 400; // as in voice/exam/reports/correcting.py

export class Corrections {
  #busy = false; // a press is on its way to the server
  #copies = new Map(); // session to the name of the bank that holds its wordings

  /** `session()` names the session; `changed`, `kept` and `failed` are told what came of it. */
  constructor(session, { changed, kept, failed }) {
    Object.assign(this, { session, changed, kept, failed });
  }

  /** Act on the buttons of a report's document. */
  listen(page) {
    page.addEventListener("click", (event) => {
      const button = event.target.closest(".viva-correct button");
      if (button) this.#press(button);
    });
    page.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches(".viva-reason")) return;
      event.preventDefault();
      event.target.parentElement.querySelector('[data-do="reason"]').click();
    });
  }

  async #press(button) {
    const { item, point, do: what, verdict = null, text = "" } = button.dataset;
    const reason = button.parentElement.querySelector(".viva-reason")?.value ?? "";
    const about = { question: Number(item), point: Number(point) };
    if (this.#busy) return; // not disabled: that would take the focus away
    this.#busy = true;
    try {
      if (what === "keep") {
        await this.#keep({ ...about, text: (text || reason).slice(0, LONGEST_WORDING) });
      } else {
        const told = await post(`session/${this.session()}/corrections`, { ...about, verdict, reason });
        this.changed(totals(told));
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.failed(error);
    } finally {
      this.#busy = false;
    }
  }

  async #keep(wording) {
    if (!wording.text.trim()) {
      throw new Problem("empty", "There are no words to keep.", "Write how you said it as the reason, and press again.");
    }
    const session = this.session();
    const copy = this.#copies.get(session) ?? "";
    const { in_folder: inFolder, ...about } = await post(`session/${session}/wordings`, { ...wording, copy_name: copy });
    this.#copies.set(session, about.name);
    const lasts = inFolder
      ? "Choose it for your next exam."
      : "It can be chosen for an hour: open it in the editor to download it, or start Viva with --banks and a folder.";
    this.kept(`It is kept in your own exam “${about.title}”.`, lasts, inFolder ? null : about);
  }
}

const number = (marks) => String(Math.round(marks * 10) / 10);

/** The marks in one sentence, for those who do not see them change. */
function totals({ marks, least, most, out_of: outOf }) {
  const between = least === most ? "" : `, between ${number(least)} and ${number(most)}`;
  return `${number(marks)} of ${number(outOf)} marks${between}.`;
}

/** Which control has the focus, and what is being written in one, to be found again by `restore`. */
export function remember(page) {
  const at = page.activeElement?.closest(".viva-correct");
  const unsaved = [...page.querySelectorAll(".viva-reason")].filter((field) => field.value !== field.defaultValue);
  return {
    focus: at && { at: placeOf(at), does: page.activeElement.dataset.do ?? "" },
    written: unsaved.map((field) => ({ at: placeOf(field.parentElement), value: field.value })),
  };
}

/** Put focus and unsaved words back, after the report has been drawn afresh. */
export function restore(page, { focus, written }) {
  for (const { at, value } of written) {
    const field = groupAt(page, at)?.querySelector(".viva-reason");
    if (field) field.value = value;
  }
  if (!focus) return;
  const group = groupAt(page, focus.at);
  const same = focus.does && group?.querySelector(`[data-do="${focus.does}"]`);
  (same || group?.querySelector("button"))?.focus({ preventScroll: true });
}

const placeOf = (group) => {
  const { item, point } = group.querySelector("button").dataset;
  return [item, point];
};

const groupAt = (page, [item, point]) =>
  page.querySelector(`.viva-correct button[data-item="${item}"][data-point="${point}"]`)?.parentElement;
