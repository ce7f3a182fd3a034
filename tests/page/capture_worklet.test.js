// What leaves the audio thread: 20 ms at 16 kHz, whatever the context's rate.

import assert from "node:assert/strict";
import { test } from "node:test";

const classes = new Map(); // by rate, which the module reads once

/** The frames that the worklet posts for `samples` at `rate`, given in the blocks of 128 that browsers give. */
async function frames(rate, samples) {
  const posted = [];
  globalThis.sampleRate = rate;
  globalThis.AudioWorkletProcessor ??= class {};
  globalThis.registerProcessor = (_, processor) => classes.set(rate, processor);
  await import(`../../voice/ui/assets/capture-worklet.js?${rate}`);
  const capture = new (classes.get(rate))();
  capture.port = { postMessage: (buffer) => posted.push(new Int16Array(buffer)) };
  for (let at = 0; at + 128 <= samples.length; at += 128) {
    assert.equal(capture.process([[samples.subarray(at, at + 128)]]), true);
  }
  return posted;
}

const tone = (rate, frequency) =>
  Float32Array.from(
    { length: rate },
    (_, n) => 0.5 * Math.sin((2 * Math.PI * frequency * n) / rate),
  );

const rms = (samples) =>
  Math.sqrt(samples.reduce((sum, x) => sum + (x / 32767) ** 2, 0) / samples.length);

for (const rate of [16000, 44100, 48000]) {
  test(`a tone at ${rate} Hz keeps its length, level and pitch`, async () => {
    const posted = await frames(rate, tone(rate, 440));
    assert.ok(posted.every((frame) => frame.length === 320));
    assert.ok(posted.length >= 49 && posted.length <= 50, `${posted.length} frames`);
    const samples = posted.flatMap((frame) => [...frame]).slice(320);
    assert.ok(Math.abs(rms(samples) - 0.5 / Math.SQRT2) < 0.01);
    const crossings = samples.filter((x, n) => n > 0 && samples[n - 1] < 0 && x >= 0).length;
    assert.ok(Math.abs(crossings / (samples.length / 16000) - 440) < 3, `${crossings} periods`);
  });
}

test("what 16 kHz cannot carry does not come back as another tone", async () => {
  const posted = await frames(48000, tone(48000, 11000));
  const samples = posted.flatMap((frame) => [...frame]).slice(320);
  assert.ok(rms(samples) < 0.5 / 100, `${rms(samples)}`);
});

test("a microphone that has no channel yet is waited for", async () => {
  assert.deepEqual(await frames(16000, new Float32Array(0)), []);
  const capture = new (classes.get(16000))();
  assert.equal(capture.process([[]]), true);
});
