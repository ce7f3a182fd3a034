// What the editor's fields make of what is written in them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { count } from "../../voice/ui/assets/editor.js";
import { mistakesOf, sentence } from "../../voice/ui/assets/editor_form.js";

test("a mistake is a line: what is said, and what is said about it", () => {
  assert.deepEqual(mistakesOf("all cells have walls => Only  plants' cells\n\n  no core ", []), [
    { text: "all cells have walls", say: "Only plants' cells" },
    { text: "no core", say: "" },
  ]);
});

test("an arrow within the answer belongs to the answer", () => {
  assert.deepEqual(mistakesOf("a => b => c", []), [{ text: "a", say: "b => c" }]);
});

test("a mistake keeps what it costs when the answer to it, or its words, are changed", () => {
  const before = [
    { text: "one", say: "", costs: 1 },
    { text: "two", say: "", costs: 2 },
  ];
  assert.deepEqual(
    mistakesOf("two => No", before),
    [{ text: "two", say: "No", costs: 2 }],
    "found by its words",
  );
  assert.deepEqual(
    mistakesOf("uno\ntwo", before)[0],
    { text: "uno", say: "", costs: 1 },
    "found by its place",
  );
  assert.deepEqual(mistakesOf("none", before), [{ text: "none", say: "" }]);
});

test("a problem is a sentence, and what to do another", () => {
  assert.equal(
    sentence({ message: "the title is empty", fix: "Write one" }),
    "The title is empty. Write one.",
  );
  assert.equal(sentence({ message: "it is too long", fix: "" }), "It is too long.");
});

test("one is not many", () => {
  assert.deepEqual(
    [0, 1, 2].map((n) => count(n, "mark")),
    ["0 marks", "1 mark", "2 marks"],
  );
});
