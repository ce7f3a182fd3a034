// Latency of each turn with its stages, and which engines answer over which line.

const KEEP_ROWS = 30;

const seconds = (value) => (value == null ? "–" : `${value.toFixed(2)} s`);

export class Details {
  #facts = new Map();
  #voiceToVoice = [];

  constructor(root, client) {
    this.list = root.querySelector("#viva-facts");
    this.rows = root.querySelector("#viva-timings");
    this.median = root.querySelector("#viva-median");
    client.on("transport", (name) => {
      const words = { webrtc: "WebRTC", websocket: "WebSocket (WebRTC found no way through)" };
      this.#tell({ Line: words[name] });
    });
    client.on("session_ready", ({ engine, model, why, voice, mode_title: mode }) =>
      this.#tell({ Model: `${model} (${engine})`, Why: why, Voice: voice, Mode: mode }));
    client.on("turn_metrics", (metrics) => this.#add(metrics));
    client.on("memory_cleared", () => this.#clear());
  }

  #tell(facts) {
    for (const [name, value] of Object.entries(facts)) this.#facts.set(name, value);
    this.list.replaceChildren();
    for (const [name, value] of this.#facts) {
      if (!value) continue;
      const term = document.createElement("dt");
      const description = document.createElement("dd");
      term.textContent = name;
      description.textContent = value;
      this.list.append(term, description);
    }
  }

  #add(metrics) {
    const row = this.rows.insertRow(0);
    const cells = [
      metrics.turn,
      seconds(metrics.voice_to_voice),
      seconds(metrics.end_of_turn_delay),
      seconds(metrics.transcription_delay),
      seconds(metrics.llm_ttft),
      seconds(metrics.tts_ttfb),
    ];
    for (const cell of cells) row.insertCell().textContent = cell;
    while (this.rows.rows.length > KEEP_ROWS) this.rows.deleteRow(-1);
    if (metrics.voice_to_voice == null) return;
    this.#voiceToVoice.push(metrics.voice_to_voice);
    const sorted = [...this.#voiceToVoice].sort((a, b) => a - b);
    this.median.textContent = `· answers in ${sorted[sorted.length >> 1].toFixed(1)} s (median)`;
  }

  #clear() {
    this.rows.replaceChildren();
    this.#voiceToVoice = [];
    this.median.textContent = "";
  }
}
