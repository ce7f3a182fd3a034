// Talks to Viva over the Agents SDK's WebSocket: one spoken turn, one tool, one interruption.
// node conversation.mjs URL KEY SPEECH, where SPEECH is a file of int16 mono at 24 kHz.
// Prints what happened as JSON.

import { readFileSync } from "node:fs";
import { RealtimeAgent, RealtimeSession, tool } from "@openai/agents-realtime";
import { z } from "zod";

const [url, apiKey, file] = process.argv.slice(2);
const speech = readFileSync(file);
const FRAME = (2 * 24_000) / 50; // 20 ms
const PATIENCE_MS = 60_000;

const seen = { asked: [], audioBytes: 0, interrupted: 0, errors: [], outcomes: [], truncated: 0 };

const weather = tool({
  name: "get_weather",
  description: "Tells the weather in a city.",
  parameters: z.object({ city: z.string() }),
  execute: async ({ city }) => {
    seen.asked.push(city);
    choose("none"); // or the model would have to call it for ever
    return "sunny";
  },
});
const agent = new RealtimeAgent({
  name: "guide",
  instructions: "You are a guide. Answer in one short, complete sentence.",
  tools: [weather],
});
const session = new RealtimeSession(agent, {
  transport: "websocket",
  model: "gpt-realtime",
  tracingDisabled: true,
  config: { audio: { input: { transcription: { model: "whisper-1" } } } },
});

function update(changes) {
  session.transport.sendEvent({
    type: "session.update",
    session: { type: "realtime", ...changes },
  });
}

function choose(tool_choice) {
  update({ tool_choice });
}

function spoken(role) {
  return session.history
    .filter((item) => item.role === role)
    .map((item) => item.content.map((part) => part.transcript ?? part.text ?? "").join(""));
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what, condition) {
  const deadline = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`never happened: ${what}`);
    await sleep(20);
  }
}

async function speak(bytes) {
  const began = Date.now();
  for (let at = 0; at < bytes.length; at += FRAME) {
    const piece = bytes.subarray(at, at + FRAME);
    session.sendAudio(piece.buffer.slice(piece.byteOffset, piece.byteOffset + piece.length));
    await sleep(Math.max(0, began + (at / FRAME) * 20 - Date.now()));
  }
}

const silence = Buffer.alloc(FRAME * 75);

session.on("audio", ({ data }) => {
  seen.audioBytes += data.byteLength;
});
session.on("audio_interrupted", () => {
  seen.interrupted += 1;
});
session.on("error", ({ error }) => {
  seen.errors.push(JSON.stringify(error));
});
session.on("transport_event", (event) => {
  if (event.type === "response.done") seen.outcomes.push(event.response.status);
  if (event.type === "conversation.item.truncated") seen.truncated += 1;
});

try {
  await session.connect({ apiKey, url });

  update({ tool_choice: "none", max_output_tokens: 30 });
  await speak(Buffer.concat([speech, silence]));
  await until("an answer to speech", () => seen.outcomes.length === 1);
  seen.user = spoken("user");
  seen.assistant = spoken("assistant");
  seen.spokenBytes = seen.audioBytes;

  choose("required");
  session.sendMessage("What is the weather in Paris?");
  await until("a call and what follows it", () => seen.asked.length && seen.outcomes.length === 3);

  update({ max_output_tokens: 300 });
  const before = seen.audioBytes;
  session.sendMessage("Tell me the whole story of Little Red Riding Hood.");
  await until("sound to interrupt", () => seen.audioBytes > before + 24_000);
  await speak(Buffer.concat([speech, silence]));
  await until("an interruption", () => seen.interrupted && seen.outcomes.includes("cancelled"));
  session.close();
} catch (error) {
  seen.errors.push(String(error));
}
console.log(JSON.stringify(seen));
process.exit(0);
