// Reading a session's events with a token.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { claimsOf, Feed } from "../../voice/ui/assets/feed.js";

const { fetch } = globalThis;
const { debug } = console;
afterEach(() => {
  globalThis.fetch = fetch;
  console.debug = debug;
});

const base64 = (text) => Buffer.from(text).toString("base64url");
const TOKEN = `${base64("{}")}.${base64('{"session":"müde","exp":9,"role":"teach"}')}.signature`;

test("a token tells its session, in any script; what is none tells nothing", () => {
  assert.deepEqual(claimsOf(TOKEN), { session: "müde", exp: 9, role: "teach" });
  for (const none of ["", "a.b.c", "one word", "a.%.c"]) assert.equal(claimsOf(none), null);
});

/** Answers one request after another with these responses; returns what was asked. */
function answering(...responses) {
  console.debug = () => {};
  const asked = [];
  globalThis.fetch = async (address, options) => {
    asked.push({ path: decodeURI(String(address)).split("/v1/")[1], headers: options.headers });
    return responses.shift();
  };
  return asked;
}

/** A body that comes in these pieces. */
const pieces = (...texts) =>
  new Response(
    new ReadableStream({
      start(controller) {
        for (const text of texts)
          controller.enqueue(typeof text === "string" ? new TextEncoder().encode(text) : text);
        controller.close();
      },
    }),
  );

const event = (id, data) => `id: ${id}\nevent: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;

/** Read to the end; what was told, in order. */
async function told() {
  const all = [];
  await new Feed(TOKEN).read({
    event: ({ type, text }, first) => all.push([type, text, first]),
    lost: () => all.push("lost"),
    back: () => all.push("back"),
    gone: (error) => all.push(error),
  });
  return all;
}

const END = event(9, { type: "session_ended" });

test("events arrive whole, however they are cut, and comments are passed over", async () => {
  const bytes = new TextEncoder().encode(event(1, { type: "notice", text: "細胞: walls" }));
  answering(pieces(": here\n\n", bytes.slice(0, 40), bytes.slice(40, 47), bytes.slice(47), END));
  assert.deepEqual(await told(), [
    "back",
    ["notice", "細胞: walls", true],
    ["session_ended", undefined, false],
  ]);
});

test("after a broken line it goes on behind the last event it has", async () => {
  const asked = answering(
    pieces(event(4, { type: "notice", text: "one" })),
    new Response("", { status: 503 }),
    pieces(END),
  );
  assert.deepEqual(await told(), [
    "back",
    ["notice", "one", true],
    "lost",
    "lost",
    "back",
    ["session_ended", undefined, true],
  ]);
  assert.deepEqual(
    asked.map(({ path }) => path),
    Array(3).fill("sessions/müde/events"),
  );
  assert.deepEqual(
    asked.map(({ headers }) => headers["Last-Event-ID"]),
    [undefined, "4", "4"],
  );
  assert.ok(asked.every(({ headers }) => headers.Authorization === `Bearer ${TOKEN}`));
});

test("what cannot be had is told once, without the advice in its message", async () => {
  answering(
    Response.json(
      { error: { message: "The link has expired. Ask for another.", fix: "Ask for another." } },
      { status: 401 },
    ),
  );
  assert.deepEqual(await told(), [{ message: "The link has expired.", fix: "Ask for another." }]);
  answering(new Response("nothing", { status: 404 }));
  assert.deepEqual(await told(), [{ message: "This cannot be shown.", fix: "" }]);
});

test("a correction says what went wrong, or nothing", async () => {
  const feed = new Feed(TOKEN);
  answering(new Response("{}"));
  assert.equal(await feed.tell("corrections", {}), null);
  answering(Response.json({ error: { message: "No.", fix: "Try." } }, { status: 409 }));
  assert.deepEqual(await feed.tell("corrections", {}), { message: "No.", fix: "Try." });
  globalThis.fetch = () => Promise.reject(new TypeError());
  assert.equal((await feed.tell("corrections", {})).message, "Viva does not answer.");
  assert.equal(await feed.ask("exam"), null);
});
