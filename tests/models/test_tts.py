"""Piper: what it says is what was written, and nothing upsets it."""

from __future__ import annotations

import itertools
import json
import shutil
import time
from pathlib import Path

import numpy as np
import pytest

from models.base import EngineFailed, EngineUnavailable, Float32, Int16, TranscribeOptions
from models.tts_piper import MAX_CHARACTERS, PiperVoice
from models.whisper.engine import FasterWhisper
from tests.models.fetched import weights
from tests.words import agreement
from voice.core.audio import to_input

SAID = (
    "Photosynthesis turns light, water and carbon dioxide into sugar.",
    "What is the capital of France, and why did it become the capital?",
    "Very good. Can you explain that in your own words?",
)
LATER = (
    "The river flows through three countries before it reaches the sea.",
    "Nobody knows exactly how many people lived in the old city.",
)


def joe() -> Path:
    return weights("piper-en_US-joe-medium") / "en_US-joe-medium.onnx"


@pytest.fixture(scope="module")
def voice() -> PiperVoice:
    return PiperVoice(joe(), "joe")


@pytest.fixture(scope="module")
def listener() -> FasterWhisper:
    return FasterWhisper(weights("whisper-base"), "whisper-base")


def spoken(voice: PiperVoice, text: str, speed: float = 1.0) -> Int16:
    return np.concatenate([np.zeros(0, np.int16), *voice.stream(text, speed)])


def heard(listener: FasterWhisper, voice: PiperVoice, text: str, speed: float = 1.0) -> str:
    audio: Float32 = to_input(spoken(voice, text, speed), voice.sample_rate)
    return listener.transcribe(audio, TranscribeOptions(language="en")).text


@pytest.mark.parametrize("text", SAID)
def test_is_understood(voice: PiperVoice, listener: FasterWhisper, text: str) -> None:
    assert agreement(text, heard(listener, voice, text)) > 0.8


@pytest.mark.parametrize("speed", [0.7, 1.5])
def test_is_understood_at_other_speeds(
    voice: PiperVoice, listener: FasterWhisper, speed: float
) -> None:
    assert agreement(SAID[0], heard(listener, voice, SAID[0], speed)) > 0.8


@pytest.mark.parametrize(("speed", "least", "most"), [(0.7, 1.2, 1.5), (1.5, 0.6, 0.82)])
def test_speed_changes_the_length(
    voice: PiperVoice, speed: float, least: float, most: float
) -> None:
    usual = len(spoken(voice, SAID[1]))
    assert least < len(spoken(voice, SAID[1], speed)) / usual < most


def test_speed_has_limits(voice: PiperVoice) -> None:
    usual = len(spoken(voice, SAID[2]))
    assert len(spoken(voice, SAID[2], 100.0)) > usual * 0.4
    assert len(spoken(voice, SAID[2], 0.0)) < usual * 2.5


def test_starts_and_ends_without_dead_air(voice: PiperVoice) -> None:
    (sentence,) = voice.stream(SAID[0])
    (loud,) = np.nonzero(np.abs(sentence) > 0.01 * 32767)
    assert loud[0] / voice.sample_rate < 0.03
    assert (len(sentence) - loud[-1]) / voice.sample_rate < 0.2


def test_comes_sentence_by_sentence(voice: PiperVoice) -> None:
    assert len(list(voice.stream(SAID[2]))) == 2


@pytest.mark.parametrize("text", ["", "   ", "\n", "🎓🚀", "...", "?!", "\0", "*** --- ***"])
def test_nothing_to_say_is_nothing_said(voice: PiperVoice, text: str) -> None:
    assert list(voice.stream(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Well done 🎉 indeed",
        "مرحبا بالعالم",
        "שלום",
        "你好",
        "\u202eright to left\u202c",
        "before \0 after",
        "[[ h ə l ]] and ]][[",
        "1,234.56 € at 10:30 on 2024-02-29",
        "e\u0301" * 40,
    ],
    ids=ascii,
)
def test_speaks_whatever_is_written(voice: PiperVoice, text: str) -> None:
    assert len(spoken(voice, text)) > 0.1 * voice.sample_rate


def test_raw_phonemes_are_not_a_way_in(voice: PiperVoice, listener: FasterWhisper) -> None:
    assert "cat" in heard(listener, voice, "I have seen the [[cat]] in the garden.").lower()


def test_what_follows_a_nul_is_said(voice: PiperVoice, listener: FasterWhisper) -> None:
    text = "The first half\0 and the second half of the sentence."
    assert "second half" in heard(listener, voice, text).lower()


@pytest.mark.parametrize(
    "text",
    ["The examiner asks and the student answers. " * 233, "word " * 2000, "x" * 10_000],
    ids=["sentences", "no sentences", "no words"],
)
def test_a_very_long_text_starts_soon_and_stops_at_once(voice: PiperVoice, text: str) -> None:
    began = time.monotonic()
    pieces = iter(voice.stream(text[:10_000]))
    first = next(pieces)
    assert len(first) / voice.sample_rate < MAX_CHARACTERS
    assert time.monotonic() - began < 10  # all of it would take minutes
    began = time.monotonic()
    pieces.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 5
    assert len(spoken(voice, "And on it goes.")) > 0.3 * voice.sample_rate


def test_a_long_text_is_said_whole(voice: PiperVoice, listener: FasterWhisper) -> None:
    text = " and then ".join((*SAID, *LATER)).replace(".", "").replace("?", "")
    assert len(text) > MAX_CHARACTERS
    assert agreement(text, heard(listener, voice, text)) > 0.8


def test_two_texts_at_once_do_not_mix(voice: PiperVoice) -> None:
    both = zip(voice.stream(SAID[2]), voice.stream(SAID[2]), strict=True)
    lengths = [abs(len(one) - len(other)) / len(one) for one, other in itertools.islice(both, 2)]
    assert max(lengths) < 0.3  # the network adds a little chance


def test_missing_description(tmp_path: Path) -> None:
    alone = tmp_path / "alone.onnx"
    alone.symlink_to(joe())
    with pytest.raises(EngineUnavailable, match=r"alone\.onnx\.json"):
        PiperVoice(alone, "alone")


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", "null", '{"audio": {}}', '{"audio": 5, "espeak": 7}', "\udcff"],
)
def test_damaged_description(tmp_path: Path, content: str) -> None:
    model = tmp_path / "damaged.onnx"
    model.symlink_to(joe())
    description = Path(f"{model}.json")
    description.write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(EngineUnavailable) as caught:
        PiperVoice(model, "damaged")
    assert "damaged.onnx" in caught.value.problem
    assert caught.value.fix


@pytest.mark.parametrize("size", [0, 100, 1_000_000])
def test_damaged_network(tmp_path: Path, size: int) -> None:
    model = tmp_path / "damaged.onnx"
    with joe().open("rb") as whole:
        model.write_bytes(whole.read(size))
    shutil.copy(f"{joe()}.json", f"{model}.json")
    with pytest.raises(EngineUnavailable) as caught:
        PiperVoice(model, "damaged")
    assert str(model) in caught.value.problem


def test_another_network_is_not_a_voice(tmp_path: Path) -> None:
    model = tmp_path / "turn.onnx"
    model.symlink_to(weights("smart-turn-v3.2") / "smart-turn-v3.2-cpu.onnx")
    shutil.copy(f"{joe()}.json", f"{model}.json")
    with pytest.raises(EngineUnavailable, match="cannot speak"):
        PiperVoice(model, "turn")


def described(folder: Path, **changes: object) -> Path:
    """Joe with another description."""
    model = folder / "changed.onnx"
    model.symlink_to(joe())
    description = json.loads(Path(f"{joe()}.json").read_text(encoding="utf-8"))
    Path(f"{model}.json").write_text(json.dumps({**description, **changes}), encoding="utf-8")
    return model


def test_other_phonemisers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="pinyin"):
        PiperVoice(described(tmp_path, phoneme_type="pinyin"), "changed")


def test_an_old_description_still_gives_the_language(tmp_path: Path) -> None:
    model = described(tmp_path, language=None, espeak={"voice": "en-us"})
    assert PiperVoice(model, "changed").language == "en"


def test_a_break_in_the_middle_is_told(voice: PiperVoice, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(voice._voice, "synthesize", broken)
    with pytest.raises(EngineFailed, match="joe broke"):
        list(voice.stream("Hello."))
