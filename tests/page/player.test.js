// Chunks of sound are played without gaps, and dropped at once.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Player } from "../../voice/ui/assets/player.js";

let contexts = [];

class Context {
  currentTime = 1;
  destination = {};
  closed = false;
  sources = [];

  constructor({ sampleRate }) {
    this.sampleRate = sampleRate;
    contexts.push(this);
  }

  createBuffer(_, length, rate) {
    const data = new Float32Array(length);
    return { duration: length / rate, getChannelData: () => data };
  }

  close() {
    this.closed = true;
  }
}

class Source {
  constructor(context, { buffer }) {
    this.buffer = buffer;
    context.sources.push(this);
  }

  connect() {}

  start(at) {
    this.at = at;
  }

  stop() {
    this.stopped = true;
  }
}

beforeEach(() => {
  contexts = [];
  Object.assign(globalThis, { AudioContext: Context, AudioBufferSourceNode: Source });
});

test("chunks follow one another without a seam, a little ahead of now", () => {
  const player = new Player();
  player.format(16000);
  for (let n = 0; n < 3; n++) player.play(new Int16Array(1600));
  const [{ sources }] = contexts;
  const [first] = sources;
  assert.ok(first.at > 1 && first.at < 1.2);
  for (const [n, { at }] of sources.entries()) assert.ok(Math.abs(at - first.at - n * 0.1) < 1e-9);
});

test("samples are those that came, from -1 to 1", () => {
  const player = new Player();
  player.format(16000);
  player.play(Int16Array.of(-32768, 0, 16384));
  assert.deepEqual([...contexts[0].sources[0].buffer.getChannelData()], [-1, 0, 0.5]);
});

test("cleared, all of it stops, and what comes next begins anew", () => {
  const player = new Player();
  player.format(16000);
  player.play(new Int16Array(16000));
  player.play(new Int16Array(16000));
  player.clear();
  assert.ok(contexts[0].sources.every(({ stopped }) => stopped));
  player.play(new Int16Array(1600));
  assert.equal(contexts[0].sources[2].at, contexts[0].sources[0].at);
});

test("another rate takes another context, the same rate does not", () => {
  const player = new Player();
  player.format(16000);
  player.format(16000);
  assert.equal(contexts.length, 1);
  player.format(22050);
  assert.deepEqual(
    contexts.map(({ closed }) => closed),
    [true, false],
  );
});

test("sound before its format, and an empty chunk, are passed over", () => {
  const player = new Player();
  player.play(new Int16Array(160));
  player.format(16000);
  player.play(new Int16Array(0));
  assert.equal(contexts[0].sources.length, 0);
  player.close();
  player.play(new Int16Array(160));
});
