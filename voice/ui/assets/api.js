// The server's HTTP interface. Every failure becomes a Problem with words for the student.

import { Problem, unreachable } from "./words.js";

// The page may stand behind a proxy under some path: find the root from our own address.
const ROOT = new URL("..", import.meta.url);

export const socketUrl = (path) => {
  const url = new URL(path, ROOT);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url;
};

/** Where `path` is, for a frame. */
export const url = (path) => new URL(path, ROOT).href;

async function answer(path, options) {
  let response;
  try {
    response = await fetch(new URL(path, ROOT), options);
  } catch {
    throw unreachable();
  }
  if (response.ok) return response;
  const body = await response.json().catch(() => ({}));
  const { code, message, fix, problems } = body.error ?? {};
  const problem = new Problem(
    code ?? `http_${response.status}`,
    message ?? `Viva answered with an error (${response.status}).`,
    fix ?? (response.status === 401 ? "Reload the page and log in again." : ""),
  );
  throw Object.assign(problem, { problems: problems ?? [] });
}

async function request(path, options) {
  return (await answer(path, options)).json().catch(() => ({}));
}

/** A file, and the name that the server gives it ("" for none); asked for with `body`, if any. */
export async function download(path, body = null) {
  const response = await answer(path, body ? posted(body) : {});
  const [, name = ""] = /filename="([^"]*)"/.exec(response.headers.get("content-disposition")) ?? [];
  return { blob: await response.blob(), name };
}

/** Tell the server something on the way out: it is sent even when the page is being closed. */
export const tell = (path, body) =>
  navigator.sendBeacon(new URL(path, ROOT), new Blob([JSON.stringify(body)], { type: "application/json" }));

export const get = (path) => request(path, {});

/** Post a file as it is. */
export const send = (path, blob) => request(path, { method: "POST", body: blob });

export const remove = (path) => request(path, { method: "DELETE" });

export const post = (path, body = {}) => request(path, posted(body));

const posted = (body) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});
