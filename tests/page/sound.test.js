// What a few seconds of sound tell.

import assert from "node:assert/strict";
import { test } from "node:test";

import { hears, judge, loud } from "../../voice/ui/assets/sound.js";

const RATE = 16000;
const NOTES = [523.25, 659.26, 783.99];
const NOTE_S = 0.35;

/** Noise from -1 to 1 that is the same at every run. */
function noise(seed = 1) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 1073741824 - 1;
  };
}

const of = (seconds, value) =>
  Float32Array.from({ length: seconds * RATE }, (_, n) => value(n / RATE));

const room = (level) => {
  const random = noise();
  return () => level * random();
};

/** Half a second of voice, half a second without. */
function speech(level, background) {
  const random = noise(7);
  return of(
    2,
    (t) => (t % 1 < 0.5 ? level * Math.sin(2 * Math.PI * 150 * t) : 0) + background * random(),
  );
}

test("a recording is told apart by what is wrong with it", () => {
  assert.equal(
    judge(
      of(2, () => 0),
      RATE,
    ),
    "muted",
  );
  assert.equal(judge(speech(0.004, 0.0005), RATE), "quiet");
  assert.equal(judge(speech(0.3, 0.001), RATE), "fine");
  assert.equal(judge(speech(0.3, 0.3), RATE), "noisy");
  assert.equal(
    judge(
      speech(1.2, 0).map((x) => Math.max(-1, Math.min(1, x))),
      RATE,
    ),
    "clipping",
  );
});

test("speech is loud, a room and nothing at all are not", () => {
  assert.equal(loud(of(0.1, (t) => 0.1 * Math.sin(900 * t))), true);
  assert.equal(loud(of(0.1, room(0.005))), false);
  assert.equal(loud(new Float32Array(0)), false);
});

/** The tune, heard `late` seconds after its start, in a room. */
function tune(notes, level, late) {
  const random = noise(3);
  return of(NOTES.length * NOTE_S + 0.5, (t) => {
    const note = notes[Math.floor((t - late) / NOTE_S)];
    return 0.001 * random() + (note ? level * Math.sin(2 * Math.PI * note * t) : 0);
  });
}

test("a tune is heard however late it comes, and not where it is not played", () => {
  const before = of(0.4, room(0.001));
  for (const late of [0, 0.13, 0.4]) {
    assert.equal(
      hears(before, tune(NOTES, 0.05, late), NOTES, NOTE_S, RATE),
      true,
      `${late} s late`,
    );
  }
  assert.equal(hears(before, tune([], 0, 0), NOTES, NOTE_S, RATE), false);
});

test("the notes in another order, or one of them held, are not the tune", () => {
  const before = of(0.4, room(0.001));
  assert.equal(hears(before, tune([...NOTES].reverse(), 0.05, 0), NOTES, NOTE_S, RATE), false);
  assert.equal(
    hears(before, tune([NOTES[0], NOTES[0], NOTES[0]], 0.05, 0), NOTES, NOTE_S, RATE),
    false,
  );
});
