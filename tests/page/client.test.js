// The client's order of things, with a browser that does only what it is told.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

let connections = 0; // that were begun
const { fetch } = globalThis;

class Context {
  createMediaStreamDestination = () => ({ stream: { getAudioTracks: () => [{ kind: "audio" }] } });
  close() {}
}

class Connection {
  constructor() {
    connections++;
    throw new Error("no call in this test");
  }
}

const store = () => {
  const kept = new Map();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
  };
};

beforeEach(() => {
  connections = 0;
  globalThis.fetch = fetch;
  Object.assign(globalThis, {
    window: { addEventListener: () => {}, RTCPeerConnection: Connection },
    RTCPeerConnection: Connection,
    AudioContext: Context,
    ConstantSourceNode: class {
      connect() {}
      start() {}
    },
    localStorage: store(),
    sessionStorage: store(),
  });
  Object.defineProperty(globalThis, "navigator", {
    value: { sendBeacon: () => true },
    configurable: true,
  });
});

const { Client } = await loaded();

async function loaded() {
  globalThis.window = { addEventListener: () => {} };
  return import("../../voice/ui/assets/client.js");
}

test("a start that is stopped while the browser asks for the microphone leaves nothing running", async () => {
  const client = new Client();
  const states = [];
  let stopped = 0;
  let allow;
  client.on("state", (state) => states.push(state));
  client.on("problem", (problem) => states.push(problem.message));
  client.microphone.open = () =>
    new Promise((resolve) => {
      allow = () => {
        client.microphone.stream = {
          getTracks: () => [{ stop: () => stopped++ }],
          getAudioTracks: () => [{}],
        };
        resolve({});
      };
    });
  const started = client.start();
  client.stop();
  allow();
  assert.equal(await started, false);
  assert.deepEqual(states, ["connecting", "disconnected"]);
  assert.equal(client.microphone.stream, null);
  assert.equal(stopped, 1, "the microphone is released");
  assert.equal(connections, 0, "no call is begun");
  assert.equal(client.transport, null);
});

test("what goes wrong unexpectedly still says what to do", async () => {
  const client = new Client();
  const problems = [];
  client.on("problem", (problem) => problems.push([problem.message, problem.fix]));
  client.state = "listening";
  client.microphone.open = () => Promise.reject(new TypeError("no such track"));
  await client.useMicrophone("other");
  assert.deepEqual(problems, [
    ["Something unexpected happened (no such track).", "Reload the page."],
  ]);
});

test("a setting that the server refuses is the old one again", async () => {
  const client = new Client();
  client.sessionId = "s1";
  client.settings = { voice: "one" };
  globalThis.fetch = async () =>
    Response.json(
      { error: { code: "bad_request", message: "No.", fix: "Choose." } },
      { status: 422 },
    );
  const told = [];
  client.on("problem", ({ message }) => told.push(message));
  client.on("settings", ({ voice }) => told.push(voice));
  await client.change({ voice: "two" });
  assert.deepEqual(told, ["No.", "one"]);
});

test("another language leaves the voice to the server", async () => {
  const client = new Client();
  client.settings = { language: "en", voice: "amy" };
  await client.change({ language: "de" });
  assert.deepEqual(client.settings, { language: "de", voice: "" });
});

test("a text of one's own is kept nowhere", async () => {
  const client = new Client();
  await client.change({ material: "my thesis", minutes: 10 });
  assert.deepEqual(JSON.parse(sessionStorage.getItem("viva-wanted")), { minutes: 10 });
});
