// Listeners are told in order, and no more once they have gone.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Emitter, sleep } from "../../voice/ui/assets/emitter.js";

test("listeners are told in the order they came", () => {
  const emitter = new Emitter();
  const told = [];
  emitter.on("word", (word) => told.push(`first ${word}`));
  emitter.on("word", (word) => told.push(`second ${word}`));
  emitter.on("other", () => told.push("other"));
  emitter.emit("word", "hello");
  assert.deepEqual(told, ["first hello", "second hello"]);
});

test("who has gone is told no more, and nobody else goes with them", () => {
  const emitter = new Emitter();
  const told = [];
  const leave = emitter.on("word", () => told.push("gone"));
  emitter.on("word", () => told.push("here"));
  leave();
  leave();
  emitter.emit("word");
  assert.deepEqual(told, ["here"]);
});

test("what nobody listens to is told to nobody", () => {
  new Emitter().emit("word", 1);
});

test("sleep lasts at least as long as it should", async () => {
  const began = performance.now();
  await sleep(20);
  assert.ok(performance.now() - began >= 19);
});
