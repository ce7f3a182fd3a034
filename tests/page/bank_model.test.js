// The editor's bank: changes, their undoing, and what goes with them.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  BankModel,
  emptyBank,
  emptyItem,
  emptyPoint,
  marksOf,
  within,
} from "../../voice/ui/assets/bank_model.js";

const item = (question, more = {}) => ({ ...emptyItem(), question, ...more });

const bank = () => ({
  ...emptyBank("en"),
  topics: [
    {
      title: "Cells",
      subtopics: [
        { title: "Walls", items: [item("one"), item("two")] },
        { title: "Cores", items: [item("three")] },
      ],
    },
    { title: "Plants", subtopics: [{ title: "Leaves", items: [item("four")] }] },
  ],
});

const questions = (model) => model.rows.map(({ item: { question } }) => question).join(" ");

test("rows are all questions in order, each with its place", () => {
  const model = new BankModel(bank());
  assert.equal(questions(model), "one two three four");
  assert.deepEqual(model.rows[2].place, ["topics", 0, "subtopics", 1, "items", 0]);
  assert.equal(model.at(model.rows[2].place).question, "three");
  assert.equal(model.at(["topics", 9, "title"]), undefined);
});

test("it keeps a copy: what it was made from does not change", () => {
  const given = bank();
  new BankModel(given).set(["title"], "Other");
  assert.equal(given.title, "My exam");
});

test("it is dirty from the first change until it is kept, and clean again once that is undone", () => {
  const model = new BankModel(bank());
  assert.equal(model.dirty, false);
  model.set(["title"], "Other");
  assert.equal(model.dirty, true);
  model.undo();
  assert.equal(model.dirty, false);
  model.redo();
  model.keep();
  assert.equal(model.dirty, false);
  assert.equal(new BankModel(bank(), true).dirty, true);
});

test("letters typed one after another are undone together, other fields by themselves", () => {
  const model = new BankModel(bank());
  for (const text of ["B", "Bi", "Bio"]) model.set(["title"], text);
  model.set(["description"], "About life");
  model.undo();
  assert.equal(model.bank.description, undefined);
  assert.equal(model.bank.title, "Bio");
  model.undo();
  assert.equal(model.bank.title, "My exam");
  assert.deepEqual([model.canUndo, model.canRedo], [false, true]);
});

test("a change after an undo forgets what could be done again", () => {
  const model = new BankModel(bank());
  model.set(["title"], "Other");
  model.undo();
  model.add();
  assert.equal(model.canRedo, false);
});

test("no more than a hundred steps are kept", () => {
  const model = new BankModel(bank());
  for (let n = 0; n < 120; n++) model.add();
  let undone = 0;
  for (; model.canUndo; undone++) model.undo();
  assert.equal(undone, 100);
});

test("questions are added, doubled and removed where the selected one is", () => {
  const model = new BankModel(bank());
  model.selected = 1;
  model.add(item("new"));
  assert.equal(questions(model), "one two new three four");
  assert.equal(model.row.item.question, "new");
  model.duplicate();
  assert.equal(questions(model), "one two new new three four");
  assert.equal(model.selected, 3);
  model.remove();
  model.remove();
  assert.equal(
    questions(model),
    "one two new four",
    "and with its last question goes the subtopic",
  );
  assert.deepEqual(
    model.bank.topics[0].subtopics.map(({ title }) => title),
    ["Walls"],
  );
});

test("an exam whose last question is removed can be begun again", () => {
  const model = new BankModel(emptyBank("en"));
  model.remove();
  assert.deepEqual([model.rows, model.row, model.bank.topics], [[], undefined, []]);
  for (const nothing of [
    () => model.remove(),
    () => model.move(1),
    () => model.duplicate(),
    () => model.place("a", "b"),
    () => model.setPoints([]),
  ]) {
    nothing();
  }
  assert.equal(model.rows.length, 0);
  model.add(item("first"));
  assert.equal(questions(model), "first");
});

test("a question moves within its subtopic, then the subtopic, then the topic", () => {
  const model = new BankModel(bank());
  model.selected = 1;
  model.move(-1);
  assert.equal(questions(model), "two one three four");
  assert.equal(model.selected, 0);
  model.move(-1);
  assert.equal(questions(model), "two one three four", "there is nothing above it");
  model.selected = 1;
  model.move(1);
  assert.equal(questions(model), "three two one four", "at the end of its subtopic that one moves");
  model.move(1);
  assert.equal(questions(model), "four three two one", "and at last its topic");
});

test("a question goes under other titles, and a topic of its own is renamed", () => {
  const model = new BankModel(bank());
  model.place("Plants", "Roots");
  assert.equal(questions(model), "two three four one");
  assert.deepEqual(
    model.bank.topics[1].subtopics.map(({ title }) => title),
    ["Leaves", "Roots"],
  );
  const alone = new BankModel(emptyBank("en"));
  alone.place("Cells", "Questions");
  assert.deepEqual(
    alone.bank.topics.map(({ title }) => title),
    ["Cells"],
  );
});

test("choices and alternatives follow their points, and go with them", () => {
  const points = [1, 2, 3].map((marks) => ({ ...emptyPoint(), text: `point ${marks}`, marks }));
  const model = new BankModel(
    emptyBank("en", [
      item("one", {
        key_points: points,
        choices: [{ points: [1, 3], enough: 1 }],
        alternatives: [{ points: [2] }, { points: [1, 2] }],
      }),
    ]),
  );
  const [one, two, three] = model.row.item.key_points;
  model.setPoints([three, one]);
  assert.deepEqual(model.row.item.choices, [{ points: [2, 1], enough: 1 }]);
  assert.deepEqual(model.row.item.alternatives, [{ points: [2] }]);
  model.setPoints([one, two]);
  assert.deepEqual(model.row.item.choices, [], "with one point left there is nothing to choose");
});

test("marks are those of a full answer: of a choice only the best points count", () => {
  const points = [1, 2, 4].map((marks) => ({ ...emptyPoint(), marks }));
  assert.equal(marksOf({ key_points: points }), 7);
  assert.equal(marksOf({ key_points: points, choices: [{ points: [1, 2], enough: 1 }] }), 6);
  assert.equal(marksOf({ key_points: [{ ...emptyPoint(), marks: "" }] }), 0);
});

test("drafts that nobody has checked are known", () => {
  const draft = (checked) => ({ draft: { checked, made_by: "rule", passage: "" } });
  const model = new BankModel(
    emptyBank("en", [item("one", draft(true)), item("two", draft(false)), item("three")]),
  );
  assert.deepEqual(
    model.unchecked.map(({ item: { question } }) => question),
    ["two"],
  );
});

test("a place is within itself and what is around it", () => {
  assert.ok(
    within(["topics", 0, "title"], ["topics", 0]) && within(["a"], ["a"]) && within(["a"], []),
  );
  assert.ok(!within(["topics", 0], ["topics", 1]) && !within(["a"], ["a", 0]));
});
