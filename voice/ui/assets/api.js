// The server's HTTP interface. Every failure becomes a Problem with words for the student.

import { advice } from "./texts.js";
import { Problem, unreachable } from "./words.js";

// The page may stand behind a proxy under some path: find the root from our own address.
const ROOT = new URL("..", import.meta.url);

/** @param {string} path */
export const socketUrl = (path) => {
  const url = new URL(path, ROOT);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url;
};

/**
 * Where `path` is, for a frame.
 *
 * @param {string} path
 */
export const url = (path) => new URL(path, ROOT).href;

/**
 * @param {string} path
 * @param {RequestInit} options
 */
async function answer(path, options) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(new URL(path, ROOT), options);
  } catch {
    throw unreachable();
  }
  if (response.ok) return response;
  const body = await response.json().catch(() => ({}));
  const { code, message, fix, problems } = body.error ?? {};
  const [what, remedy] = advice("problems.answered", { status: response.status });
  throw new Problem(
    code ?? `http_${response.status}`,
    message ?? what,
    fix ?? (response.status === 401 ? remedy : ""),
    problems,
  );
}

/**
 * @param {string} path
 * @param {RequestInit} options
 * @returns {Promise<any>} what the server says; its callers say what that is
 */
async function request(path, options) {
  return (await answer(path, options)).json().catch(() => ({}));
}

/**
 * A file, and the name that the server gives it ("" for none); asked for with `body`, if any.
 *
 * @param {string} path
 * @param {object | null} [body]
 */
export async function download(path, body = null) {
  const response = await answer(path, body ? posted(body) : {});
  const [, name = ""] =
    /filename="([^"]*)"/.exec(response.headers.get("content-disposition") ?? "") ?? [];
  return { blob: await response.blob(), name };
}

/**
 * Tell the server something on the way out: it is sent even when the page is being closed.
 *
 * @param {string} path
 * @param {object} body
 */
export const tell = (path, body) =>
  navigator.sendBeacon(
    new URL(path, ROOT),
    new Blob([JSON.stringify(body)], { type: "application/json" }),
  );

/** @param {string} path */
export const get = (path) => request(path, {});

/**
 * Post a file as it is.
 *
 * @param {string} path
 * @param {Blob} blob
 */
export const send = (path, blob) => request(path, { method: "POST", body: blob });

/** @param {string} path */
export const remove = (path) => request(path, { method: "DELETE" });

/**
 * @param {string} path
 * @param {object} [body]
 */
export const post = (path, body = {}) => request(path, posted(body));

/** @param {object} body */
const posted = (body) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});
