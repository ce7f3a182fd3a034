// The smallest event emitter that does; listeners are told in the order they came.

export class Emitter {
  #listeners = new Map();

  /** Call `callback` at every `event` ("*": at all of them); returns a function that ends it. */
  on(event, callback) {
    if (!this.#listeners.has(event)) this.#listeners.set(event, new Set());
    this.#listeners.get(event).add(callback);
    return () => this.#listeners.get(event).delete(callback);
  }

  emit(event, detail) {
    for (const callback of this.#listeners.get(event) ?? []) callback(detail);
    for (const callback of this.#listeners.get("*") ?? []) callback(event, detail);
  }
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
