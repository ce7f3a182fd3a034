// What a few seconds from a microphone tell: numbers in, findings out. Samples are float32 mono
// from -1 to 1 at `rate` Hz.

const FRAME_S = 0.02;
const MUTED_PEAK = 0.002; // a live microphone in a still room shows more
const QUIET_RMS = 0.01; // -40 dB; speech at a usual distance has ten times that
const LOUDEST_SHARE = 0.9; // the level of speech is that of its loud frames
const FULL = 0.985; // at or beyond it a sample is taken for cut off
const CUT_SHARE = 0.002;

const WINDOW_S = 0.1; // in which a note is looked for
const TIMES_BACKGROUND = 4;
const LEAST_AMPLITUDE = 0.002; // of a note that could be taken for speech

/** "muted", "quiet", "clipping" or "fine": how a voice was recorded. */
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
  const levels = frames(samples, Math.round(FRAME_S * rate)).map(rms).sort((a, b) => a - b);
  return levels[Math.floor(LOUDEST_SHARE * (levels.length - 1))] < QUIET_RMS ? "quiet" : "fine";
}

/** Whether most of the `notes` (Hz) stand out in `during` against `before`. */
export function hears(before, during, notes, rate) {
  const heard = notes.filter((note) => {
    const background = loudest(before, note, rate);
    return loudest(during, note, rate) > Math.max(LEAST_AMPLITUDE, TIMES_BACKGROUND * background);
  });
  return heard.length > notes.length / 2;
}

const loudest = (samples, note, rate) =>
  Math.max(0, ...frames(samples, Math.round(WINDOW_S * rate)).map((frame) => amplitude(frame, note, rate)));

function frames(samples, length) {
  const all = [];
  for (let at = 0; at + length <= samples.length; at += length) all.push(samples.subarray(at, at + length));
  return all;
}

const rms = (frame) => Math.sqrt(frame.reduce((sum, sample) => sum + sample * sample, 0) / frame.length);

/** Of the sine of this frequency in a frame. */
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
