// Plays int16 chunks from the WebSocket one after another. Scheduled buffers rather than a
// worklet: they also work in a page over plain HTTP, and clearing is stopping them.

const START_AHEAD_S = 0.08; // enough to ride over a late message, short enough to interrupt

export class Player {
  /** @type {AudioContext | null} */
  #context = null;
  #next = 0;
  /** @type {Set<AudioBufferSourceNode>} */
  #playing = new Set();

  /**
   * Audio from now on comes at `sampleRate`.
   *
   * @param {number} sampleRate
   */
  format(sampleRate) {
    if (this.#context?.sampleRate === sampleRate) return;
    this.close();
    // A context at the voice's own rate: resampled once, without seams between chunks.
    this.#context = new AudioContext({ sampleRate });
  }

  /** @param {Int16Array} samples */
  play(samples) {
    const context = this.#context;
    if (!context || samples.length === 0) return;
    const buffer = context.createBuffer(1, samples.length, context.sampleRate);
    const channel = buffer.getChannelData(0);
    for (let i = 0; i < samples.length; i++) channel[i] = samples[i] / 32768;
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    if (this.#next < context.currentTime) this.#next = context.currentTime + START_AHEAD_S;
    source.start(this.#next);
    this.#next += buffer.duration;
    this.#playing.add(source);
    source.onended = () => this.#playing.delete(source);
  }

  /** Silence at once: the student has begun to speak. */
  clear() {
    for (const source of this.#playing) source.stop();
    this.#playing.clear();
    this.#next = 0;
  }

  close() {
    this.#playing.clear();
    this.#context?.close();
    this.#context = null;
    this.#next = 0;
  }
}
