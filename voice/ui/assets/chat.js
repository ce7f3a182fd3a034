// Draws the transcript. One element per turn, changed in place, so that screen readers and
// selections are not disturbed by every new word.

import { part } from "./dom.js";
import { worded } from "./texts.js";
import { speaker } from "./transcript.js";

/**
 * @import { Transcript } from "./transcript.js"
 * @import { Line } from "./types.js"
 */

const NEAR_BOTTOM_PX = 80;

export class Chat {
  /** @type {Map<number, HTMLElement>} */
  #elements = new Map();

  /**
   * @param {Transcript} transcript
   * @param {ParentNode} root
   */
  constructor(transcript, root) {
    this.log = part(root, "#viva-log");
    this.list = part(root, "#viva-turns");
    this.empty = part(root, "#viva-empty");
    part(root, "#viva-details").addEventListener("toggle", () => {
      this.log.scrollTop = this.log.scrollHeight; // it takes its room from the transcript's end
    });
    transcript.on("item", (item) => this.#draw(item));
    transcript.on("removed", (item) => this.#remove(item));
    transcript.on("cleared", () => this.#clear());
  }

  /** @param {Line} item */
  #draw(item) {
    // Someone who has scrolled up to read is not dragged down again.
    const log = this.log;
    const follow = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_BOTTOM_PX;
    let element = this.#elements.get(item.id);
    if (!element) {
      element = create(item);
      this.#elements.set(item.id, element);
      this.list.append(element);
    }
    fill(element, item);
    this.empty.hidden = true;
    if (follow) log.scrollTop = log.scrollHeight;
  }

  /** @param {Line} item */
  #remove(item) {
    this.#elements.get(item.id)?.remove();
    this.#elements.delete(item.id);
    this.empty.hidden = this.#elements.size > 0;
  }

  #clear() {
    this.list.replaceChildren();
    this.#elements.clear();
    this.empty.hidden = false;
  }
}

/** @param {Line} item */
function create(item) {
  const element = document.createElement("li");
  element.className = `viva-turn viva-${item.role}`;
  element.innerHTML =
    '<p class="viva-who"></p><p class="viva-text" dir="auto"></p><p class="viva-note"></p>';
  part(element, ".viva-who").textContent = speaker(item.role);
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {Line} item
 */
function fill(element, item) {
  element.classList.toggle("viva-tentative", item.role === "user" && !item.done);
  element.classList.toggle("viva-interrupted", item.interrupted);
  const text = part(element, ".viva-text");
  const waiting = item.role === "assistant" && !item.text;
  element.classList.toggle("viva-waiting", waiting);
  if (waiting)
    text.innerHTML = `<span class="viva-dots" aria-label="${worded("chat.thinking")}"><i></i><i></i><i></i></span>`;
  else text.replaceChildren(...words(item));
  part(element, ".viva-note").textContent = notes(item).join(" · ");
}

/**
 * Finished text as it is; of a partial, what may still change in a fainter voice.
 *
 * @param {Line} item
 */
function words(item) {
  if (item.done || item.role !== "user") return [item.text];
  const tentative = document.createElement("span");
  tentative.className = "viva-unstable";
  tentative.textContent = item.text.slice(item.stable);
  return [item.text.slice(0, item.stable), tentative];
}

/** @param {Line} item */
function notes(item) {
  const notes = [];
  if (item.source === "text") notes.push(worded("chat.typed"));
  if (item.interrupted) notes.push(worded("chat.interrupted"));
  if (item.latency != null) notes.push(worded("chat.answered_in", { s: item.latency.toFixed(1) }));
  return notes;
}
