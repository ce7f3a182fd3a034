// A WAV file of int16 mono samples.

const HEADER_BYTES = 44;

/**
 * The file as a Blob; `frames` are ArrayBuffers of int16, as a capture gives them.
 *
 * @param {ArrayBuffer[]} frames
 * @param {number} rate
 */
export function wav(frames, rate) {
  const bytes = frames.reduce((sum, frame) => sum + frame.byteLength, 0);
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  /** @type {(at: number, text: string) => void} */
  const word = (at, text) => {
    for (let i = 0; i < text.length; i++) header.setUint8(at + i, text.charCodeAt(i));
  };
  word(0, "RIFF");
  header.setUint32(4, HEADER_BYTES - 8 + bytes, true);
  word(8, "WAVEfmt ");
  header.setUint32(16, 16, true); // bytes of the description
  header.setUint16(20, 1, true); // plain samples
  header.setUint16(22, 1, true); // mono
  header.setUint32(24, rate, true);
  header.setUint32(28, 2 * rate, true); // bytes a second
  header.setUint16(32, 2, true); // bytes a sample
  header.setUint16(34, 16, true); // bits a sample
  word(36, "data");
  header.setUint32(40, bytes, true);
  return new Blob([header, ...frames], { type: "audio/wav" });
}
