// What a few seconds from a microphone tell: numbers in, findings out. Samples are float32 mono
// from -1 to 1 at `rate` Hz.

/** @typedef {"muted" | "quiet" | "clipping" | "noisy" | "fine"} Judged */

const FRAME_S = 0.02;
const MUTED_PEAK = 0.002; // a live microphone in a still room shows more
const QUIET_RMS = 0.01; // -40 dB; speech at a usual distance has ten times that
const LOUDEST_SHARE = 0.9; // the level of speech is that of its loud frames
const FULL = 0.985; // at or beyond it a sample is taken for cut off
const CUT_SHARE = 0.002;
const BACKGROUND_SHARE = 0.1; // the level of the room is that of the still frames
const LEAST_RATIO = 3; // of speech to room (10 dB); with less, words drown

const WINDOW_S = 0.1; // in which a note is looked for
const TIMES_BACKGROUND = 4;
const LEAST_AMPLITUDE = 0.002; // of a note that could be taken for speech
const TIMES_OTHERS = 2; // a note above the other notes, in its own time

/**
 * "muted", "quiet", "clipping", "noisy" or "fine": how a voice was recorded.
 *
 * @param {Float32Array} samples
 * @param {number} rate
 * @returns {Judged}
 */
export function judge(samples, rate) {
  let peak = 0;
  let cut = 0;
  for (const sample of samples) {
    const size = Math.abs(sample);
    if (size > peak) peak = size;
    if (size >= FULL) cut++;
  }
  if (peak < MUTED_PEAK) return "muted";
  if (cut > CUT_SHARE * samples.length) return "clipping";
  const levels = frames(samples, Math.round(FRAME_S * rate))
    .map(rms)
    .sort((a, b) => a - b);
  /** @param {number} share */
  const level = (share) => levels[Math.floor(share * (levels.length - 1))];
  if (level(LOUDEST_SHARE) < QUIET_RMS) return "quiet";
  return level(LOUDEST_SHARE) < LEAST_RATIO * level(BACKGROUND_SHARE) ? "noisy" : "fine";
}

/**
 * Whether a stretch of samples is as loud as speech.
 *
 * @param {Float32Array} samples
 */
export const loud = (samples) => samples.length > 0 && rms(samples) > QUIET_RMS;

/**
 * Whether the tune of `notes` (Hz), played one after the other for `each` seconds, stands out in
 * `during` against `before`: each of them when its turn is, and above the others.
 * Vowels have the pitch of a note too, but not the tune.
 *
 * @param {Float32Array} before
 * @param {Float32Array} during
 * @param {number[]} notes
 * @param {number} each
 * @param {number} rate
 */
export function hears(before, during, notes, each, rate) {
  const heard = notes.map((note) => loudness(during, note, rate));
  const least = notes.map((note) =>
    Math.max(LEAST_AMPLITUDE, TIMES_BACKGROUND * Math.max(0, ...loudness(before, note, rate))),
  );
  /** @type {(place: number, at: number) => boolean} */
  const stands = (place, at) =>
    heard[place][at] > least[place] &&
    heard.every((other, n) => n === place || heard[place][at] > TIMES_OTHERS * other[at]);
  // Nobody knows how late the sound comes: every beginning is tried.
  return heard[0].some((_, begin) =>
    notes.every((_, place) => stands(place, begin + Math.floor((place + 0.5) * (each / WINDOW_S)))),
  );
}

/**
 * How loud a note is in each window of `samples`.
 *
 * @param {Float32Array} samples
 * @param {number} note
 * @param {number} rate
 */
const loudness = (samples, note, rate) =>
  frames(samples, Math.round(WINDOW_S * rate)).map((frame) => amplitude(frame, note, rate));

/**
 * @param {Float32Array} samples
 * @param {number} length
 */
function frames(samples, length) {
  const all = [];
  for (let at = 0; at + length <= samples.length; at += length)
    all.push(samples.subarray(at, at + length));
  return all;
}

/** @param {Float32Array} frame */
const rms = (frame) =>
  Math.sqrt(frame.reduce((sum, sample) => sum + sample * sample, 0) / frame.length);

/**
 * Of the sine of this frequency in a frame.
 *
 * @param {Float32Array} frame
 * @param {number} frequency
 * @param {number} rate
 */
function amplitude(frame, frequency, rate) {
  let real = 0;
  let imaginary = 0;
  for (let n = 0; n < frame.length; n++) {
    const angle = (2 * Math.PI * frequency * n) / rate;
    real += frame[n] * Math.cos(angle);
    imaginary += frame[n] * Math.sin(angle);
  }
  return (2 * Math.hypot(real, imaginary)) / frame.length;
}
