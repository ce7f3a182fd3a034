// The call over a WebSocket: what the server says, and what becomes of it.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { SocketTransport } from "../../voice/ui/assets/socket.js";
import { Full, Problem } from "../../voice/ui/assets/words.js";

let sockets = [];

class Socket {
  static OPEN = 1;
  readyState = 1;
  sent = [];

  constructor(address) {
    this.address = address;
    sockets.push(this);
  }

  send(data) {
    this.sent.push(data);
  }

  close() {
    this.readyState = 3;
  }

  /** The server says this. */
  says(message) {
    this.onmessage({ data: message instanceof ArrayBuffer ? message : JSON.stringify(message) });
  }
}

beforeEach(() => {
  sockets = [];
  // A page over plain HTTP: it has no microphone, and sends silence.
  const AudioContext = class {
    close() {}
  };
  Object.assign(globalThis, {
    AudioContext,
    WebSocket: Socket,
    window: { isSecureContext: false },
  });
});

const READY = { type: "session_ready", clock: 0 };

/** A transport whose socket is open and has been asked for a call. */
async function asking() {
  const transport = new SocketTransport();
  const opened = transport.open({}, { session_id: "s1", ticket: "", settings: {} });
  const [socket] = sockets;
  socket.onopen();
  await Promise.resolve();
  return { transport, opened, socket };
}

test("it asks with its first message, and is open when the session is ready", async () => {
  const { transport, opened, socket } = await asking();
  const messages = [];
  transport.on("message", ({ type }) => messages.push(type));
  assert.deepEqual(JSON.parse(socket.sent[0]), {
    type: "start",
    session_id: "s1",
    ticket: "",
    settings: {},
  });
  socket.says({ type: "audio_format", sample_rate: 16000 });
  socket.says(READY);
  await opened;
  socket.says({ type: "user_turn", clock: 1 });
  assert.deepEqual(
    messages,
    ["session_ready", "user_turn"],
    "what is about sound is its own affair",
  );
  transport.close();
});

test("where all places are taken, it says where one stands in the line", async () => {
  const { transport, opened, socket } = await asking();
  const meta = { ticket: "t1", position: 2 };
  socket.says({ status: "failed", meta });
  await assert.rejects(
    opened,
    (error) => error instanceof Full && assert.deepEqual(error.meta, meta) === undefined,
  );
  transport.close();
});

test("a refusal is a problem in the server's words", async () => {
  const { transport, opened, socket } = await asking();
  socket.says({ error: { code: "unknown_session", message: "There is none.", fix: "Start." } });
  await assert.rejects(opened, (error) => {
    assert.ok(error instanceof Problem);
    assert.deepEqual(
      [error.code, error.message, error.fix],
      ["unknown_session", "There is none.", "Start."],
    );
    return true;
  });
  transport.close();
});

test("a line that breaks before it is open is unreachable", async () => {
  const { opened, socket } = await asking();
  socket.onclose();
  await assert.rejects(opened, { code: "unreachable" });
});

test("a line that breaks later is told once, and sends nothing more", async () => {
  const { transport, opened, socket } = await asking();
  let closed = 0;
  transport.on("closed", () => closed++);
  socket.says(READY);
  await opened;
  socket.onclose();
  socket.onclose();
  assert.equal(closed, 1);
  const { length } = socket.sent;
  await new Promise((resolve) => setTimeout(resolve, 250));
  assert.equal(socket.sent.length, length);
});

test("without a microphone silence is sent in frames of 20 ms", async () => {
  const { transport, opened, socket } = await asking();
  socket.says(READY);
  await opened;
  await new Promise((resolve) => setTimeout(resolve, 350));
  transport.close();
  const frames = socket.sent.slice(1);
  assert.ok(frames.length >= 5);
  assert.ok(frames.every((frame) => frame.byteLength === 640));
});
