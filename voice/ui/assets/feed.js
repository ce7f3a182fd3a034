// Reads a session's events with a token: over HTTP, coming back by itself when the line breaks.
// With a teacher's token it corrects marks as well.

import { sleep } from "./emitter.js";

/**
 * @import { ServerEvent } from "./events.js"
 * @typedef {{ message: string, fix: string }} Failure
 * @typedef {object} Listening
 * @property {(event: ServerEvent, first: boolean) => void} event
 * @property {() => void} lost
 * @property {() => void} back
 * @property {(error: Failure) => void} gone
 */

// The page may stand behind a proxy under some path: find the root from our own address.
const ROOT = new URL("..", import.meta.url);
// The server says something every 15 s; so long without a word means the line is dead.
const DEAD_AFTER_MS = 40_000;
const LONGEST_PAUSE_MS = 10_000;
const GONE = new Set([401, 403, 404, 422]); // trying again does not help

/**
 * What a token says: { session, exp } and more; null if it is none.
 *
 * @param {string} token
 * @returns {{ session: string, exp: number, role?: string } | null}
 */
export function claimsOf(token) {
  try {
    const body = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    return JSON.parse(
      new TextDecoder().decode(Uint8Array.from(atob(body), (c) => c.charCodeAt(0))),
    );
  } catch {
    return null;
  }
}

export class Feed {
  #last = ""; // number of the newest event
  #over = false;

  /** @param {string} token */
  constructor(token) {
    this.session = claimsOf(token)?.session ?? "";
    this.headers = { Authorization: `Bearer ${token}` };
  }

  /**
   * What the server has about the session under `path`; null if it has nothing.
   *
   * @param {string} path
   */
  async ask(path) {
    try {
      const response = await fetch(this.#url(path), { headers: this.headers });
      return response.ok ? response : null;
    } catch {
      return null;
    }
  }

  /**
   * Tell the server something; returns what went wrong, or null.
   *
   * @param {string} path
   * @param {object} body
   * @returns {Promise<Failure | null>}
   */
  async tell(path, body) {
    try {
      const response = await fetch(this.#url(path), {
        method: "POST",
        headers: { ...this.headers, "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      return response.ok ? null : await errorOf(response);
    } catch {
      return { message: "Viva does not answer.", fix: "Try again in a moment." };
    }
  }

  /**
   * Call `on.event(event, first)` with each event (`first` of its connection), `on.lost()` when
   * the line breaks, `on.back()` when it holds again, and `on.gone(error)` when it cannot be had.
   *
   * @param {Listening} on
   */
  async read(on) {
    for (let attempt = 0; !this.#over; attempt++) {
      if (attempt) await sleep(Math.min(LONGEST_PAUSE_MS, 250 * 2 ** Math.min(attempt, 6)));
      const stop = new AbortController();
      try {
        const response = await fetch(this.#url("events"), {
          headers: { ...this.headers, ...(this.#last && { "Last-Event-ID": this.#last }) },
          cache: "no-store",
          signal: stop.signal,
        });
        if (GONE.has(response.status)) return on.gone(await errorOf(response));
        if (!response.ok || !response.body) throw new Error(String(response.status));
        on.back();
        let first = true;
        for await (const event of eventsIn(response.body, stop)) {
          attempt = 0;
          if (event.id) this.#last = event.id;
          on.event(event.data, first);
          first = false;
          if (event.data.type === "session_ended") this.#over = true;
        }
      } catch (error) {
        console.debug("the feed broke", error);
      } finally {
        stop.abort();
      }
      if (!this.#over) on.lost();
    }
    return undefined;
  }

  /** @param {string} path */
  #url(path) {
    return new URL(`v1/sessions/${this.session}/${path}`, ROOT);
  }
}

/**
 * @param {Response} response
 * @returns {Promise<Failure>}
 */
async function errorOf(response) {
  const { error = {} } = await response.json().catch(() => ({}));
  const { message = "This cannot be shown.", fix = "" } = error;
  // Where programs read it too, the message ends with what to do about it.
  return {
    message: fix && message.endsWith(fix) ? message.slice(0, -fix.length).trim() : message,
    fix,
  };
}

/**
 * The server-sent events of a body, each as {id, data}.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @param {AbortController} stop
 * @returns {AsyncGenerator<{ id: string | undefined, data: ServerEvent }, void>}
 */
async function* eventsIn(body, stop) {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = "";
  for (;;) {
    const watchdog = setTimeout(() => stop.abort(), DEAD_AFTER_MS);
    const { done, value } = await reader.read().finally(() => clearTimeout(watchdog));
    if (done) return;
    text += decoder.decode(value, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const { id, data } = Object.fromEntries(
        block.split("\n").map((line) => line.split(/: (.*)/s, 2)),
      );
      if (data) yield { id, data: JSON.parse(data) };
    }
  }
}
