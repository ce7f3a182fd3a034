// Messages to the student: one per subject, each with what to do about it.

import { part } from "./dom.js";
import { worded } from "./texts.js";

/**
 * @import { Advice, Announce } from "./types.js"
 * @typedef {[label: string, callback: () => unknown]} Action
 */

/** Shows notices in `list`; what matters to a screen reader also goes to `announce`. */
export class Notices {
  /** @type {Map<string, HTMLElement>} */
  #shown = new Map();

  /**
   * @param {HTMLElement} list
   * @param {Announce} announce
   */
  constructor(list, announce) {
    this.list = list;
    this.announce = announce;
  }

  /**
   * Show a notice, in place of an earlier one on the same subject.
   * `actions` is a list of [label, callback]; a press also takes the notice away.
   *
   * @param {string} subject
   * @param {Advice} advice
   * @param {Action[]} [actions]
   */
  show(subject, [level, text, fix], actions = []) {
    const element = document.createElement("div");
    element.className = `viva-notice viva-${level}`;
    element.dataset.subject = subject;
    element.innerHTML =
      '<div class="viva-notice-body"><p class="viva-notice-text"></p><p class="viva-notice-fix"></p></div>';
    part(element, ".viva-notice-text").textContent = text;
    part(element, ".viva-notice-fix").textContent = fix;
    const body = part(element, ".viva-notice-body");
    for (const [label, callback] of actions) {
      body.append(
        button(label, "viva-button viva-small", () => {
          this.clear(subject);
          callback();
        }),
      );
    }
    const dismiss = button("×", "viva-dismiss", () => this.clear(subject));
    dismiss.setAttribute("aria-label", worded("dismiss"));
    element.append(dismiss);
    const before = this.#shown.get(subject);
    if (before) before.replaceWith(element);
    else this.list.append(element);
    this.#shown.set(subject, element);
    this.announce(`${text} ${fix}`, level === "error");
    return element;
  }

  /**
   * A progress bar; `done` of `total` bytes (0: unknown) in words by the caller.
   *
   * @param {string} subject
   * @param {string} text
   * @param {number} done
   * @param {number} total
   */
  progress(subject, text, done, total) {
    let element = this.#shown.get(subject);
    let bar = element?.querySelector("progress");
    if (!element || !bar) {
      element = this.show(subject, ["info", text, ""]);
      bar = document.createElement("progress");
      bar.setAttribute("aria-label", text);
      part(element, ".viva-notice-body").append(bar);
    }
    part(element, ".viva-notice-text").textContent = text;
    if (total > 0) Object.assign(bar, { max: total, value: done });
  }

  /** @param {string[]} subjects */
  clear(...subjects) {
    for (const subject of subjects) {
      this.#shown.get(subject)?.remove();
      this.#shown.delete(subject);
    }
  }

  clearAll() {
    this.clear(...this.#shown.keys());
  }
}

/**
 * @param {string} label
 * @param {string} className
 * @param {() => void} callback
 */
function button(label, className, callback) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = className;
  element.textContent = label;
  element.addEventListener("click", callback);
  return element;
}
