// Latency of each turn with its stages, and which engines answer over which line.

import { part } from "./dom.js";
import { worded } from "./texts.js";

/**
 * @import { Client } from "./client.js"
 * @import { TurnMetrics } from "./events.js"
 * @typedef {{ start: number, length: number }} Stage
 */

const KEEP_ROWS = 30;

/** @param {number | null | undefined} value */
const seconds = (value) => (value == null ? "–" : `${value.toFixed(2)} s`);

export class Details {
  /** @type {Map<string, string>} */
  #facts = new Map();
  /** @type {number[]} */
  #voiceToVoice = [];
  /** @type {[HTMLElement, Stage[]][]} */
  #bars = []; // [element, waterfall], newest first

  /**
   * @param {ParentNode} root
   * @param {Client} client
   */
  constructor(root, client) {
    this.list = part(root, "#viva-facts");
    this.rows = part(root, "#viva-timings", HTMLTableSectionElement);
    this.median = part(root, "#viva-median");
    client.on("transport", (name) => {
      this.#tell({ line: worded(`timing.${name}`) });
    });
    client.on("session_ready", ({ engine, model, why, voice, mode_title: mode }) =>
      this.#tell({ model: `${model} (${engine})`, why, voice, mode }),
    );
    client.on("turn_metrics", (metrics) => this.#add(metrics));
    client.on("memory_cleared", () => this.#clear());
  }

  /** @param {Record<string, string>} facts */
  #tell(facts) {
    for (const [name, value] of Object.entries(facts)) this.#facts.set(name, value);
    this.list.replaceChildren();
    for (const [name, value] of this.#facts) {
      if (!value) continue;
      const term = document.createElement("dt");
      const description = document.createElement("dd");
      term.textContent = worded(`timing.${name}`);
      description.textContent = value;
      this.list.append(term, description);
    }
  }

  /** @param {TurnMetrics} metrics */
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
    for (const cell of cells) row.insertCell().append(String(cell));
    this.#draw(row, metrics);
    while (this.rows.rows.length > KEEP_ROWS) this.rows.deleteRow(-1);
    if (metrics.voice_to_voice == null) return;
    this.#voiceToVoice.push(metrics.voice_to_voice);
    const sorted = [...this.#voiceToVoice].sort((a, b) => a - b);
    this.median.textContent = worded("timing.median", { s: sorted[sorted.length >> 1].toFixed(1) });
  }

  /**
   * The waterfall picture; all of them on the scale of the slowest turn.
   *
   * @param {HTMLTableRowElement} row
   * @param {TurnMetrics} metrics
   */
  #draw(row, metrics) {
    const stages = waterfall(metrics);
    const cell = row.insertCell(2);
    row.insertCell().textContent = seconds(stages?.[REST].length);
    if (!stages) return;
    const bar = document.createElement("div");
    bar.className = "viva-bar";
    bar.setAttribute("aria-hidden", "true"); // the numbers beside it say the same
    cell.append(bar);
    this.#bars.unshift([bar, stages]);
    this.#bars.splice(KEEP_ROWS);
    const longest = Math.max(...this.#bars.map(([, all]) => all[REST].start + all[REST].length));
    for (const [element, all] of this.#bars) {
      element.replaceChildren(
        ...all.map(({ start, length }, i) => piece(i, start / longest, length / longest)),
      );
    }
  }

  #clear() {
    this.#bars = [];
    this.rows.replaceChildren();
    this.#voiceToVoice = [];
    this.median.textContent = "";
  }
}

const REST = 4; // playing and transport: what the stages leave of the whole

/**
 * The stages of a turn as [{start, length}] in seconds from the last voiced sample: end of turn,
 * transcript, first token, first sound, rest. An answer prepared in the pause overlaps its end,
 * so the work ends where the sound began, rather than beginning where the pause ended.
 *
 * @param {Pick<TurnMetrics, "voice_to_voice" | "end_of_turn_delay" | "transcription_delay" | "llm_ttft" | "tts_ttfb">} metrics
 * @returns {Stage[] | null}
 */
export function waterfall({ voice_to_voice: whole, end_of_turn_delay: pause, ...rest }) {
  if (whole == null) return null;
  const work = [rest.transcription_delay, rest.llm_ttft, rest.tts_ttfb].map((value) => value ?? 0);
  const busy = work.reduce((sum, value) => sum + value, 0);
  let at = Math.max(0, Math.min(pause ?? 0, whole - busy));
  const stages = [{ start: 0, length: Math.min(pause ?? 0, whole) }];
  for (const value of work) {
    const length = Math.min(value, whole - at);
    stages.push({ start: at, length });
    at += length;
  }
  return [...stages, { start: at, length: whole - at }];
}

/**
 * @param {number} stage
 * @param {number} start
 * @param {number} length
 */
function piece(stage, start, length) {
  const element = document.createElement("i");
  element.className = `viva-s${stage}`;
  element.style.left = `${100 * start}%`;
  element.style.width = `${100 * length}%`;
  return element;
}
