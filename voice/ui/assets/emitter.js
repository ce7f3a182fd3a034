// The smallest event emitter that does; listeners are told in the order they came.

/** @template {object} Events - what can be told, by name */
export class Emitter {
  /** @type {Map<string, Set<(detail: any) => void>>} */
  #listeners = new Map();

  /**
   * Call `callback` at every `event`; returns a function that ends it.
   *
   * @template {keyof Events & string} Name
   * @param {Name} event
   * @param {(detail: Events[Name]) => void} callback
   */
  on(event, callback) {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(callback));
    return () => listeners.delete(callback);
  }

  /**
   * Tell every listener of `event`.
   *
   * @template {keyof Events & string} Name
   * @param {Name} event
   * @param {undefined extends Events[Name] ? [] : [Events[Name]]} detail
   */
  emit(event, ...detail) {
    for (const callback of this.#listeners.get(event) ?? []) callback(detail[0]);
  }
}

/** @param {number} ms */
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
