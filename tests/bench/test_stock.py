"""FastRTC's own recipe, which `bench latency` measures beside Viva."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests.recordings import recording, silence
from tests.running import SMALL_MODEL
from voice.bench.cli import main
from voice.bench.stock import SENTENCE_END, StockVad
from voice.core.audio import to_int16

CHUNK = 9_600  # 0.6 s, what ReplyOnPause looks at


def test_its_pause_detection_tells_speech_from_silence() -> None:
    vad = StockVad()
    speech = to_int16(recording("2902-9008-0008").audio)
    seconds, _ = vad.vad((16_000, speech[CHUNK : 2 * CHUNK]), None)
    assert seconds > 0.5, "a chunk in the middle of speech"
    assert vad.vad((16_000, to_int16(silence(0.6))), None) == (0.0, [])


def test_chunks_do_not_remember_one_another() -> None:
    vad = StockVad()
    speech = to_int16(recording("2902-9008-0008").audio)[CHUNK : 2 * CHUNK]
    alone = vad.vad((16_000, speech), None)
    vad.vad((16_000, to_int16(np.ones(CHUNK, np.float32))), None)
    assert vad.vad((16_000, speech), None) == alone


def test_sentences_are_cut_after_their_full_stop() -> None:
    assert SENTENCE_END.split("One. Two! Three?  Four") == ["One.", "Two!", "Three?", "Four"]
    assert SENTENCE_END.split("Not yet.") == ["Not yet."]


def test_both_hold_a_conversation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The real thing, small: both servers, one call to each, one turn."""
    file = tmp_path / "latency.json"
    options = ["--against", "stock", "--conversations", "1", "--turns", "1", "--json", str(file)]
    assert main(["latency", *options, "--", *SMALL_MODEL, "--mode", "conversation"]) == 0
    samples = json.loads(file.read_text("utf-8"))["samples"]
    assert [sample["server"] for sample in samples] == ["viva", "stock"]
    assert all(sample["heard"] for sample in samples), capsys.readouterr().out
    assert all(sample["voice_to_voice"] for sample in samples if not sample["cut"])
