// Run in a page beside the SDK's own bundle: talks to Viva over its WebRTC transport, with the
// browser's microphone. `start` connects; what happens is noted in `window.seen`.

window.start = async (calls, apiKey) => {
  const { RealtimeAgent, RealtimeSession, OpenAIRealtimeWebRTC, tool } = OpenAIAgentsRealtime;
  const seen = {
    asked: [],
    history: [],
    interrupted: 0,
    errors: [],
    outcomes: [],
    playing: 0,
    played: 0,
  };
  window.seen = seen;
  const weather = tool({
    name: "get_weather",
    description: "Tells the weather in a city.",
    strict: false,
    parameters: {
      type: "object",
      properties: { city: { type: "string" } },
      required: ["city"],
      additionalProperties: true,
    },
    execute: async ({ city }) => {
      seen.asked.push(city);
      window.update({ tool_choice: "none" }); // or the model would have to call it for ever
      return "sunny";
    },
  });
  const agent = new RealtimeAgent({
    name: "guide",
    instructions: "You are a guide. Answer in complete sentences.",
    tools: [weather],
  });
  const audioElement = document.createElement("audio");
  document.body.append(audioElement);
  const session = new RealtimeSession(agent, {
    transport: new OpenAIRealtimeWebRTC({ baseUrl: calls, audioElement }),
    model: "gpt-realtime",
    tracingDisabled: true,
    config: {
      toolChoice: "none",
      providerData: { max_output_tokens: 30 },
      audio: { input: { transcription: { model: "whisper-1" } } },
    },
  });
  session.on("audio_interrupted", () => {
    seen.interrupted += 1;
  });
  session.on("error", ({ error }) => {
    seen.errors.push(JSON.stringify(error));
  });
  session.on("history_updated", (history) => {
    seen.history = history
      .filter((item) => item.type === "message")
      .map(({ role, content }) => [
        role,
        content.map((part) => part.transcript ?? part.text ?? "").join(""),
      ]);
  });
  session.on("transport_event", ({ type, response }) => {
    if (type === "response.done") seen.outcomes.push(response.status);
    if (type === "output_audio_buffer.started") seen.playing += 1;
    if (type === "output_audio_buffer.stopped") seen.played += 1;
  });
  window.update = (changes) =>
    session.transport.sendEvent({
      type: "session.update",
      session: { type: "realtime", ...changes },
    });
  window.session = session;
  await session.connect({ apiKey });
};
