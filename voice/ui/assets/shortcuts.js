// Keyboard shortcuts: all with Alt, so that none is a letter someone is typing; and their list,
// which "?" opens.

import { part, targetOf } from "./dom.js";
import { worded } from "./texts.js";

/** @typedef {[code: string, what: string, action?: () => unknown]} Shortcut */

const TYPES = "input, textarea, select, [contenteditable]";

export class Shortcuts {
  /** @type {Map<string, () => void>} */
  #actions = new Map(); // a key's place on the keyboard ("KeyS") to what it does

  /**
   * `groups` maps titles to [[key's place, what it does in words, action], …].
   *
   * @param {ParentNode} root
   * @param {Record<string, Shortcut[]>} groups
   */
  constructor(root, groups) {
    this.dialog = part(root, "#viva-keys", HTMLDialogElement);
    this.list = part(root, "#viva-keys-list");
    for (const [title, keys] of Object.entries(groups)) this.#add(title, keys);
    part(root, "#viva-keys-open").addEventListener("click", () => this.open());
    this.listen(document);
  }

  /**
   * Take keys that are pressed in `page`; a frame keeps its own to itself.
   *
   * @param {Document} page
   */
  listen(page) {
    page.addEventListener("keydown", (event) => this.#pressed(event));
  }

  open() {
    if (!modal()) this.dialog.showModal();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.repeat || modal()) return; // a question is to be answered first
    if (event.key === "?" && !targetOf(event).closest?.(TYPES)) {
      event.preventDefault();
      this.open();
    }
    // AltGr reports Ctrl and Alt together and writes characters on many keyboards.
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const action = this.#actions.get(event.code);
    if (!action) return;
    event.preventDefault();
    action();
  }

  /**
   * @param {string} title
   * @param {Shortcut[]} keys
   */
  #add(title, keys) {
    const heading = document.createElement("h3");
    heading.dataset.text = `keys.${title}`;
    heading.textContent = worded(heading.dataset.text);
    const list = document.createElement("dl");
    for (const [code, what, action] of keys) {
      if (this.#actions.has(code)) throw new Error(`two shortcuts want ${code}`);
      if (action) this.#actions.set(code, action);
      const term = document.createElement("dt");
      const key = document.createElement("kbd");
      key.textContent = code.startsWith("Key") ? `Alt ${code.slice(3)}` : code;
      term.append(key);
      const does = document.createElement("dd");
      does.dataset.text = `keys.${what}`;
      does.textContent = worded(does.dataset.text);
      list.append(term, does);
    }
    this.list.append(heading, list);
  }
}

const modal = () => document.querySelector("dialog:modal") !== null;
