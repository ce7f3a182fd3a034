"""Voice activity by Silero VAD v6, from the ONNX file that ships inside faster-whisper.

The network reads 512 new samples and the 64 before them, and carries an LSTM state from window
to window. faster-whisper runs it over whole recordings; here it runs as sound arrives, with one
ONNX session for all listeners and a state for each.

References
----------
github.com/snakers4/silero-vad (MIT)
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime

from models.base import EngineUnavailable, Float32
from models.features import clean
from models.onnx import open_session

WINDOW_SAMPLES = 512  # 32 ms
CONTEXT_SAMPLES = 64  # the end of the previous window, read again
_STATE_SHAPE = (1, 1, 128)

SILENT_PEAK = 10 ** (-66 / 20)
"""A window whose loudest sample is below -66 dBFS (16 steps of 16-bit sound) contains no speech:
the microphone is muted, or the browser suppresses noise between words. Skipping the network for
it saves a quarter of what a session costs while nobody speaks."""


class SileroVad:
    """Silero VAD v6: weights shared by all streams."""

    name = "silero-vad-v6"
    window_samples = WINDOW_SAMPLES

    def __init__(self) -> None:
        # One thread: a window takes about 0.1 ms, less than it takes to wake a second thread.
        self._session = open_session(_weights(), threads=1)

    def stream(self) -> SileroStream:
        """Start another stream, with fresh state."""
        return SileroStream(self._session)

    def scores(self, audio: Float32) -> Float32:
        """Score a whole clip in one call, several times faster than window by window.

        Parameters
        ----------
        audio : float32 [samples], mono, 16 kHz
            Any length; the last window is padded with silence.

        Returns
        -------
        float32 [ceil(samples / 512)]
            Probability of speech in each window.
        """
        audio = clean(audio)
        count = -(-len(audio) // WINDOW_SAMPLES)
        if not count:
            return np.zeros(0, np.float32)
        padded = np.zeros(CONTEXT_SAMPLES + count * WINDOW_SAMPLES, np.float32)
        padded[CONTEXT_SAMPLES : CONTEXT_SAMPLES + len(audio)] = audio
        windows = np.lib.stride_tricks.sliding_window_view(padded, CONTEXT_SAMPLES + WINDOW_SAMPLES)
        return _run(self._session, windows[::WINDOW_SAMPLES], _zeros(), _zeros())[0]


class SileroStream:
    """One listener: the LSTM state and the end of the previous window."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session
        self._input = np.zeros((1, CONTEXT_SAMPLES + WINDOW_SAMPLES), np.float32)
        self._h = _zeros()
        self._c = _zeros()

    def score(self, window: Float32) -> float:
        """Probability in [0, 1] that `window` (float32 [512], mono, 16 kHz) is speech."""
        if window.dtype != np.float32 or window.shape != (WINDOW_SAMPLES,):
            raise ValueError(
                f"a window must be float32 [{WINDOW_SAMPLES}], "
                f"not {window.dtype} {list(window.shape)}"
            )
        self._input[0, :CONTEXT_SAMPLES] = self._input[0, -CONTEXT_SAMPLES:]
        # A single NaN would stay in the state for ever, and nothing would be heard after it.
        self._input[0, CONTEXT_SAMPLES:] = window = clean(window)
        if np.abs(window).max() < SILENT_PEAK:
            return 0.0
        scores, self._h, self._c = _run(self._session, self._input, self._h, self._c)
        return float(scores[0])


def _run(
    session: onnxruntime.InferenceSession, windows: Float32, h: Float32, c: Float32
) -> tuple[Float32, Float32, Float32]:
    scores, h, c = session.run(None, {"input": windows, "h": h, "c": c})
    return scores, h, c


def _zeros() -> Float32:
    return np.zeros(_STATE_SHAPE, np.float32)


def _weights() -> Path:
    # find_spec does not import the package, which would load CTranslate2.
    spec = find_spec("faster_whisper")
    if spec is None or not spec.submodule_search_locations:
        raise EngineUnavailable(
            "Voice activity detection needs the package faster-whisper, which is not installed",
            "Run: pip install -r requirements.txt",
        )
    return Path(spec.submodule_search_locations[0], "assets", "silero_vad_v6.onnx")
