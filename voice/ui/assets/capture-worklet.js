// Runs on the audio thread: any sample rate in, frames of 320 int16 samples at 16 kHz out.

const RATE = 16000;
const FRAME = 320;
const TAPS = 16; // on either side; with the Hann window aliases stay below about -50 dB

class Capture extends AudioWorkletProcessor {
  #step = sampleRate / RATE;
  #held = new Float32Array(0);
  #position = TAPS; // of the next output sample, in input samples from the start of #held
  #frame = new Int16Array(FRAME);
  #filled = 0;

  /** @param {Float32Array[][]} inputs */
  process([input]) {
    if (input[0]) {
      if (this.#step === 1) for (const sample of input[0]) this.#push(sample);
      else this.#resample(input[0]);
    }
    return true;
  }

  /** @param {Float32Array} block */
  #resample(block) {
    const joined = new Float32Array(this.#held.length + block.length);
    joined.set(this.#held);
    joined.set(block, this.#held.length);
    while (this.#position + TAPS < joined.length) {
      this.#push(this.#at(joined, this.#position));
      this.#position += this.#step;
    }
    const used = Math.max(0, Math.floor(this.#position) - TAPS);
    this.#held = joined.subarray(used);
    this.#position -= used;
  }

  /**
   * Windowed-sinc value at `position`, low-passed just below half the lower of both rates.
   *
   * @param {Float32Array} samples
   * @param {number} position
   */
  #at(samples, position) {
    const cutoff = 0.92 / Math.max(1, this.#step);
    const centre = Math.floor(position);
    let sum = 0;
    for (let i = centre - TAPS + 1; i <= centre + TAPS; i++) {
      const x = i - position;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / TAPS);
      const angle = Math.PI * x * cutoff;
      sum += samples[i] * window * cutoff * (x === 0 ? 1 : Math.sin(angle) / angle);
    }
    return sum;
  }

  /** @param {number} sample */
  #push(sample) {
    this.#frame[this.#filled++] = Math.max(-1, Math.min(1, sample)) * 32767;
    if (this.#filled < FRAME) return;
    this.port.postMessage(this.#frame.slice().buffer);
    this.#filled = 0;
  }
}

registerProcessor("viva-capture", Capture);
