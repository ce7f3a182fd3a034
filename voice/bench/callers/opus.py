"""Sound as received in a call: encoded with Opus, as browsers do, and decoded."""

from __future__ import annotations

import av
import numpy as np

from models.base import INPUT_RATE, Float32
from voice.core.audio import resample, to_float, to_int16

BIT_RATE = 32_000
"""Chromium's default for one voice."""

_RATE = 48_000
_FRAME = 960  # 20 ms
_LAYOUT = "mono"


def through_opus(audio: Float32) -> Float32:
    """Encode and decode float32 [samples] at 16 kHz; the length is kept.

    Packet loss is not simulated.
    """
    encoder = av.CodecContext.create("libopus", "w")
    encoder.bit_rate = BIT_RATE
    encoder.format, encoder.layout, encoder.sample_rate = "s16", _LAYOUT, _RATE
    encoder.options = {"application": "voip"}
    decoder = av.CodecContext.create("libopus", "r")
    decoder.format, decoder.layout, decoder.sample_rate = "s16", _LAYOUT, _RATE

    sent = to_int16(resample(audio, INPUT_RATE, _RATE))
    # One extra frame, as the codec's look-ahead delays the sound by a third of a frame.
    sent = np.pad(sent, (0, -len(sent) % _FRAME + _FRAME))
    packets = []
    for start in range(0, len(sent), _FRAME):
        frame = av.AudioFrame.from_ndarray(sent[None, start : start + _FRAME], "s16", _LAYOUT)
        frame.sample_rate, frame.pts = _RATE, start
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    received = [frame.to_ndarray() for packet in packets for frame in decoder.decode(packet)]
    heard = resample(to_float(np.concatenate(received, axis=1)[0]), _RATE, INPUT_RATE)
    return heard[: len(audio)]
