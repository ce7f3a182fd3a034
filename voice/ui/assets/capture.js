// Sound from a microphone as numbers: int16 mono in frames of 20 ms.

export const CAPTURE_RATE = 16000;

/**
 * Hand frames of a stream to `onFrame` until the context is closed; resolves to the context.
 *
 * @param {MediaStream} stream
 * @param {(frame: ArrayBuffer) => void} onFrame
 */
export async function capture(stream, onFrame) {
  let context = new AudioContext({ sampleRate: CAPTURE_RATE });
  let source;
  try {
    source = context.createMediaStreamSource(stream);
  } catch {
    // Firefox lets no track into a context of another rate: the worklet resamples instead.
    await context.close();
    context = new AudioContext();
    source = context.createMediaStreamSource(stream);
  }
  await context.audioWorklet.addModule(new URL("./capture-worklet.js", import.meta.url));
  const node = new AudioWorkletNode(context, "viva-capture", { numberOfOutputs: 0 });
  node.port.onmessage = ({ data }) => onFrame(data);
  source.connect(node);
  return context;
}
