// The picture of a turn's latency.

import assert from "node:assert/strict";
import { test } from "node:test";

import { waterfall } from "../../voice/ui/assets/details.js";

const turn = (more) => ({
  voice_to_voice: 1,
  end_of_turn_delay: 0.3,
  transcription_delay: 0.2,
  llm_ttft: 0.2,
  tts_ttfb: 0.1,
  ...more,
});

const near = (stages, wanted) => {
  assert.equal(stages.length, wanted.length);
  stages.forEach(({ start, length }, n) => {
    assert.ok(
      Math.abs(start - wanted[n][0]) < 1e-9 && Math.abs(length - wanted[n][1]) < 1e-9,
      `stage ${n}: ${start}, ${length}`,
    );
  });
};

test("stages follow one another, and the rest is what they leave", () => {
  near(waterfall(turn({})), [
    [0, 0.3],
    [0.3, 0.2],
    [0.5, 0.2],
    [0.7, 0.1],
    [0.8, 0.2],
  ]);
});

test("work that was done in the pause ends where the sound began", () => {
  near(waterfall(turn({ voice_to_voice: 0.6 })), [
    [0, 0.3],
    [0.1, 0.2],
    [0.3, 0.2],
    [0.5, 0.1],
    [0.6, 0],
  ]);
});

test("no stage is longer than the whole", () => {
  for (const { start, length } of waterfall(turn({ voice_to_voice: 0.1, llm_ttft: 5 }))) {
    assert.ok(start >= 0 && length >= 0 && start + length <= 0.1 + 1e-9);
  }
});

test("stages that did not happen have no length", () => {
  near(waterfall(turn({ end_of_turn_delay: null, transcription_delay: null, llm_ttft: null })), [
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 0.1],
    [0.1, 0.9],
  ]);
});

test("without an answer there is no picture", () => {
  assert.equal(waterfall(turn({ voice_to_voice: null })), null);
});
