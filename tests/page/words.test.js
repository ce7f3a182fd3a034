// What the page says in its own words.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  clock,
  ending,
  finding,
  insecureMicrophone,
  lost,
  megabytes,
  microphoneProblem,
  misunderstood,
  Problem,
  problemOf,
  waiting,
} from "../../voice/ui/assets/words.js";

test("times are minutes and seconds", () => {
  assert.deepEqual([0, 9.4, 59.6, 61, 3600, -5].map(clock), [
    "0:00",
    "0:09",
    "1:00",
    "1:01",
    "60:00",
    "0:00",
  ]);
});

test("sizes are megabytes, or gigabytes from one on", () => {
  assert.deepEqual([0, 1_400_000, 999_000_000, 1_234_000_000].map(megabytes), [
    "0 MB",
    "1 MB",
    "999 MB",
    "1.23 GB",
  ]);
});

test("who waits is told how many go before", () => {
  assert.match(waiting(1)[1], /You are next\.$/);
  assert.match(waiting(0)[1], /You are next\.$/);
  assert.match(waiting(4)[1], /3 before you\.$/);
});

test("a broken line tells which attempt it is at", () => {
  assert.deepEqual([lost(3)[0], /attempt 3/.test(lost(3)[1])], ["warning", true]);
});

test("every problem with a microphone says what to do about it", () => {
  const names = {
    NotAllowedError: "refused",
    SecurityError: "refused",
    NotFoundError: "absent",
    NotReadableError: "busy",
    AbortError: "busy",
    TypeError: "microphone",
  };
  for (const [name, code] of Object.entries(names)) {
    const problem = microphoneProblem(Object.assign(new Error("why"), { name }));
    assert.ok(problem instanceof Problem);
    assert.equal(problem.code, code);
    assert.ok(problem.message && problem.fix);
  }
  assert.match(microphoneProblem(new Error("it is on fire")).message, /\(it is on fire\)/);
  assert.match(microphoneProblem("no error at all").message, /\(no error at all\)/);
});

test("a page over plain HTTP is told where a microphone can be had", (context) => {
  globalThis.location = { port: "7860" };
  context.after(() => delete globalThis.location);
  assert.match(insecureMicrophone().fix, /http:\/\/localhost:7860/);
});

test("a problem stays as it is; anything else becomes one with something to do", () => {
  const problem = new Problem("code", "What is wrong.", "What to do.");
  assert.equal(problemOf(problem), problem);
  const unexpected = problemOf(new RangeError("out of range"));
  assert.equal(unexpected.code, "unexpected");
  assert.match(unexpected.message, /\(out of range\)/);
  assert.equal(unexpected.fix, "Reload the page.");
  assert.match(problemOf("a word").message, /\(a word\)/);
});

test("a sentence that was misunderstood: the words, what was heard, and what may help", () => {
  const [well, what, fix] = misunderstood(["cell", "wall"], "the sell while", "fine", "en");
  assert.equal(well, false);
  assert.equal(what, "Not understood: cell, wall.");
  assert.match(fix, /^Viva heard: “the sell while” /);
  assert.match(fix, /Viva listens for English/);
  const [, nothing, louder] = misunderstood(["cell"], "", "quiet", "de");
  assert.equal(nothing, "No words were recognised.");
  assert.equal(louder, finding("quiet").slice(1).join(" "));
});

test("an end that is not the student's own says what to do next", () => {
  for (const reason of ["time_limit", "stopped", "shutdown", "failed"]) {
    const [level, text, fix] = ending(reason);
    assert.ok(level && text && fix);
  }
});
