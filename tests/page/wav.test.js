// A WAV file says what it holds.

import assert from "node:assert/strict";
import { test } from "node:test";

import { wav } from "../../voice/ui/assets/wav.js";

const text = (view, at) => String.fromCharCode(...new Uint8Array(view.buffer, at, 4));

test("the header tells rate, width and length, and the samples follow", async () => {
  const blob = wav([Int16Array.of(1, -2).buffer, Int16Array.of(3).buffer], 16000);
  assert.equal(blob.type, "audio/wav");
  const view = new DataView(await blob.arrayBuffer());
  assert.equal(view.byteLength, 44 + 6);
  assert.deepEqual(
    [0, 8, 12, 36].map((at) => text(view, at)),
    ["RIFF", "WAVE", "fmt ", "data"],
  );
  assert.equal(view.getUint32(4, true), view.byteLength - 8);
  assert.equal(view.getUint16(20, true), 1); // plain samples
  assert.equal(view.getUint16(22, true), 1); // mono
  assert.equal(view.getUint32(24, true), 16000);
  assert.equal(view.getUint32(28, true), 32000);
  assert.equal(view.getUint16(34, true), 16);
  assert.equal(view.getUint32(40, true), 6);
  assert.deepEqual(
    [44, 46, 48].map((at) => view.getInt16(at, true)),
    [1, -2, 3],
  );
});

test("a recording without sound is a file all the same", async () => {
  const view = new DataView(await wav([], 8000).arrayBuffer());
  assert.equal(view.byteLength, 44);
  assert.equal(view.getUint32(40, true), 0);
});
