"""End-of-turn detection by Smart Turn v3.2: whether the speaker has finished, by sound alone.

A Whisper-tiny encoder with a classifier on top, trained on finished and unfinished sentences
of 23 languages. It takes account of intonation and fillers, which a silence timer cannot.

References
----------
github.com/pipecat-ai/smart-turn (BSD-2-Clause)
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np

from models.base import (
    INPUT_RATE,
    Belief,
    EngineFailed,
    EngineUnavailable,
    Float32,
    Patience,
    Transcript,
)
from models.features import clean, log_mel
from models.onnx import RUN_ERRORS, open_session

WINDOW_S = 8
_WINDOW_SAMPLES = WINDOW_S * INPUT_RATE
_VARIANCE_FLOOR = 1e-7  # as in training; prevents division by zero for digital silence

CALIBRATION: Mapping[Patience, Belief] = MappingProxyType(
    {
        "quick": Belief(sure=0.7, least_s=0.3),
        "normal": Belief(sure=0.97, least_s=1.2),
        "thinking": Belief(sure=0.99, least_s=2.0),
    }
)
"""Measured with `bench turns` on 45 human recordings with an inner pause of 0.6 s or more: at 0.7
and 0.3 s, 64 % were cut off, nearly all where one complete sentence was followed by another,
which no detector can know; at 0.97 and 1.2 s, 4.4 %, as with a plain timer of 1.5 s. So only
where quickness is wanted does it decide early; speculation hides the rest."""


class SmartTurn:
    """Smart Turn v3.2.

    Parameters
    ----------
    path : Path
        The ONNX file.
    threads : int
        One by default: a second one gains little and is missing for recognition.
    """

    name = "smart-turn-v3.2"
    reads_words = False
    calibration = CALIBRATION

    def __init__(self, path: Path, threads: int = 1) -> None:
        self._session = open_session(path, threads)
        if [node.name for node in self._session.get_inputs()] != ["input_features"]:
            raise EngineUnavailable(
                f"{path} is not a Smart Turn model", "Fetch smart-turn-v3.2 again"
            )

    def completion(self, audio: Float32, said: Transcript | None = None) -> float:
        """Probability in [0, 1] that the turn ends where `audio` (float32, mono, 16 kHz) ends.

        Only the last 8 s count, and no words. Silence after the last word may be part of `audio`;
        the model was trained on endings with about 200 ms of it.
        """
        features = log_mel(_normalised(clean(audio[-_WINDOW_SAMPLES:])))
        try:
            [logits] = self._session.run(None, {"input_features": features[None]})
        except RUN_ERRORS as error:
            raise EngineFailed(f"Turn detection broke ({error})") from error
        # The output is called "logits", yet the sigmoid is part of the graph.
        return float(logits[0, 0])


def _normalised(audio: Float32) -> Float32:
    """Pad in front to 8 s, then scale to zero mean and unit variance: float32 [128000]."""
    padded = np.zeros(_WINDOW_SAMPLES, np.float32)
    if len(audio):
        padded[-len(audio) :] = audio
    scale = 1.0 / np.sqrt(padded.var() + _VARIANCE_FLOOR)
    return np.asarray((padded - padded.mean()) * scale, np.float32)
