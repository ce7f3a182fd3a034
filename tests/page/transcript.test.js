// The transcript, as the events tell it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Transcript } from "../../voice/ui/assets/transcript.js";

const shown = (transcript) => transcript.items.map(({ role, text, done }) => [role, text, done]);

test("a partial becomes the finished turn in its place", () => {
  const transcript = new Transcript();
  transcript.partial({ turn: 1, text: "what is", stable: 4 });
  transcript.partial({ turn: 1, text: "what is a", stable: 7 });
  const [item] = transcript.items;
  assert.deepEqual([item.text, item.stable, item.done], ["what is a", 7, false]);
  transcript.userTurn({ turn: 1, text: "What is a cell?", source: "voice" });
  assert.equal(transcript.items[0], item);
  assert.deepEqual(shown(transcript), [["user", "What is a cell?", true]]);
});

test("a sound without words leaves nothing behind", () => {
  const transcript = new Transcript();
  const removed = [];
  transcript.on("removed", ({ text }) => removed.push(text));
  transcript.partial({ turn: 1, text: "hm", stable: 0 });
  transcript.userTurnEmpty({ turn: 1 });
  transcript.userTurnEmpty({ turn: 1 });
  assert.deepEqual([transcript.items, removed], [[], ["hm"]]);
});

test("a finished turn is not taken away by a later sound of its number", () => {
  const transcript = new Transcript();
  transcript.userTurn({ turn: 1, text: "yes", source: "text" });
  transcript.userTurnEmpty({ turn: 1 });
  assert.equal(transcript.items.length, 1);
});

test("clauses are joined by a space where none is", () => {
  const transcript = new Transcript();
  transcript.replyStarted({ reply: 1, turn: 1 });
  for (const text of ["One.", "Two. ", "Three.", " Four."])
    transcript.replyText({ reply: 1, text });
  assert.equal(transcript.items[0].text, "One. Two. Three. Four.");
});

test("a reply whose beginning was told on another line is shown from where it is", () => {
  const transcript = new Transcript();
  transcript.replyText({ reply: 7, text: "and so on" });
  assert.deepEqual(shown(transcript), [["assistant", "and so on", false]]);
});

test("of an interrupted reply stays what was heard; of an unheard one, nothing", () => {
  const transcript = new Transcript();
  transcript.replyStarted({ reply: 1, turn: 1 });
  transcript.replyText({ reply: 1, text: "A long story" });
  transcript.replyDone({ reply: 1, text: "A long", interrupted: true });
  transcript.replyStarted({ reply: 2, turn: 2 });
  transcript.replyDone({ reply: 2, text: "", interrupted: true });
  assert.deepEqual(shown(transcript), [["assistant", "A long", true]]);
  assert.match(transcript.toText(false), /Viva: A long \[interrupted\]/);
});

test("what the server remembers takes the place of what is shown, with its latencies", () => {
  const transcript = new Transcript();
  transcript.replyStarted({ reply: 1, turn: 1 });
  transcript.replyText({ reply: 1, text: "An answer." });
  transcript.measured({ reply: 1, voice_to_voice: 0.7 });
  transcript.restore([
    { role: "user", text: "Hello", turn: 1, interrupted: false },
    { role: "assistant", text: "An answer.", turn: 1, interrupted: false },
  ]);
  assert.deepEqual(
    transcript.items.map(({ latency }) => latency),
    [undefined, 0.7],
  );
});

test("turns that are numbered anew do not change those from before", () => {
  const transcript = new Transcript();
  transcript.userTurn({ turn: 1, text: "before", source: "voice" });
  transcript.shelve();
  transcript.userTurn({ turn: 1, text: "after", source: "voice" });
  assert.deepEqual(
    transcript.items.map(({ text }) => text),
    ["before", "after"],
  );
});

test("as a file it has its title, who spoke, and no empty lines of speech", () => {
  const transcript = new Transcript();
  transcript.title = "Viva: Tutor";
  assert.equal(transcript.empty, true);
  transcript.userTurn({ turn: 1, text: "Hello", source: "text" });
  transcript.replyStarted({ reply: 1, turn: 1 });
  assert.equal(transcript.empty, false);
  const lines = transcript.toText(true).split("\n\n");
  assert.equal(lines[0], "# Viva: Tutor");
  assert.equal(lines.at(-1), "**You:** Hello\n");
  assert.equal(lines.length, 3);
});

test("cleared, it is empty and says so", () => {
  const transcript = new Transcript();
  let cleared = 0;
  transcript.on("cleared", () => cleared++);
  transcript.userTurn({ turn: 1, text: "Hello", source: "text" });
  transcript.clear();
  assert.deepEqual([transcript.items, cleared], [[], 1]);
});
