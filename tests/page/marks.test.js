// Marks in words, as the second screen shows them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { notes, total } from "../../voice/ui/assets/marks.js";

test("marks say between what they lie while something is in doubt", () => {
  assert.equal(total({ marks: 3.5, least: 3.5, most: 3.5, out_of: 6 }), "3.5 of 6");
  assert.equal(total({ marks: 3.55, least: 3, most: 5, out_of: 6 }), "3.6 of 6 (3 to 5)");
});

const point = (more) => ({
  remark: "",
  judged: "made",
  confidence: 0.914,
  correction: null,
  doubtful: false,
  ...more,
});

test("a point is told with what the program found, and what people say of it", () => {
  assert.deepEqual([...notes(point({}))], ["Program: made (91 %)."]);
  const corrected = point({
    remark: "It is the other way round.",
    judged: "reversed",
    doubtful: true,
    correction: { by: "teacher", verdict: "partly", reason: "Half of it was there." },
  });
  assert.deepEqual(
    [...notes(corrected)],
    [
      "It is the other way round.",
      "Program: the other way round (91 %).",
      "Teacher: made in part. Half of it was there.",
      "Recognition was unsure here.",
    ],
  );
});

test("a correction without a reason ends with its verdict", () => {
  const corrected = point({ correction: { by: "student", verdict: "not_made", reason: "" } });
  assert.equal([...notes(corrected)][1], "Student: not made.");
});
