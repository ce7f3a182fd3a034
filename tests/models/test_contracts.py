"""What every engine and every fake keeps to, so that one can stand in for the other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from models.base import (
    INPUT_RATE,
    EngineError,
    Float32,
    RefusedRequest,
    SpeechToText,
    TextToSpeech,
    TranscribeOptions,
    Transcript,
    TurnDetector,
    VoiceActivityDetector,
)
from models.tts_piper import PiperVoice
from models.turn_smart import SmartTurn
from models.vad_silero import SileroVad
from models.whisper.engine import FasterWhisper
from tests.fakes import FakeStt, FakeTurnDetector, FakeVad, FakeVoice, Vocabulary
from tests.models.fetched import weights
from tests.recordings import recording, silence

TEXT = "Please explain that again. Then we go on."


def whisper(name: str) -> Callable[[], FasterWhisper]:
    return lambda: FasterWhisper(weights(name), name)


def smart_turn() -> SmartTurn:
    return SmartTurn(weights("smart-turn-v3.2") / "smart-turn-v3.2-cpu.onnx")


def joe() -> PiperVoice:
    return PiperVoice(weights("piper-en_US-joe-medium") / "en_US-joe-medium.onnx", "joe")


VADS: dict[str, Callable[[], VoiceActivityDetector]] = {"silero": SileroVad, "fake": FakeVad}
TURNS: dict[str, Callable[[], TurnDetector]] = {"smart turn": smart_turn, "fake": FakeTurnDetector}
LISTENERS: dict[str, Callable[[], SpeechToText]] = {
    "whisper-base": whisper("whisper-base"),
    "whisper-tiny.en": whisper("whisper-tiny.en"),
    "fake": lambda: FakeStt(Vocabulary()),
}
VOICES: dict[str, Callable[[], TextToSpeech]] = {
    "joe": joe,
    "fake": lambda: FakeVoice(Vocabulary()),
}


@pytest.fixture(scope="module", params=VADS)
def vad(request: pytest.FixtureRequest) -> VoiceActivityDetector:
    return VADS[request.param]()


@pytest.fixture(scope="module", params=TURNS)
def turn(request: pytest.FixtureRequest) -> TurnDetector:
    return TURNS[request.param]()


@pytest.fixture(scope="module", params=LISTENERS)
def stt(request: pytest.FixtureRequest) -> SpeechToText:
    return LISTENERS[request.param]()


@pytest.fixture(scope="module", params=VOICES)
def tts(request: pytest.FixtureRequest) -> TextToSpeech:
    return VOICES[request.param]()


def windows(vad: VoiceActivityDetector) -> list[Float32]:
    """Three seconds of somebody speaking."""
    audio = recording("jfk").audio[: 3 * INPUT_RATE]
    count = len(audio) // vad.window_samples
    return list(audio[: count * vad.window_samples].reshape(count, vad.window_samples))


# --- voice activity ----------------------------------------------------------------------


def test_vad_keeps_to_the_seam(vad: VoiceActivityDetector) -> None:
    assert isinstance(vad, VoiceActivityDetector)
    assert vad.name
    assert 0 < vad.window_samples <= INPUT_RATE // 10
    stream = vad.stream()
    for window in (*windows(vad), np.zeros(vad.window_samples, np.float32)):
        score = stream.score(window)
        assert isinstance(score, float)
        assert 0 <= score <= 1


def test_vad_streams_do_not_hear_each_other(vad: VoiceActivityDetector) -> None:
    alone = vad.stream()
    expected = [alone.score(window) for window in windows(vad)]
    one, other = vad.stream(), vad.stream()
    heard = []
    for window in windows(vad):
        heard.append(one.score(window))
        other.score(np.zeros(vad.window_samples, np.float32))
    assert heard == expected


def test_vad_leaves_the_sound_as_it_was(vad: VoiceActivityDetector) -> None:
    window = windows(vad)[20].copy()
    before = window.copy()
    vad.stream().score(window)
    assert np.array_equal(window, before)


@pytest.mark.parametrize(
    "window",
    [
        np.zeros(511, np.float32),
        np.zeros(0, np.float32),
        np.zeros((1, 512), np.float32),
        np.zeros(512, np.float64),
        np.zeros(512, np.int16),
    ],
    ids=lambda window: f"{window.dtype} {window.shape}",
)
def test_silero_refuses_another_window(window: Float32) -> None:
    with pytest.raises(ValueError, match="a window must be"):
        SileroVad().stream().score(window)


# --- end of turn -------------------------------------------------------------------------


@pytest.mark.parametrize("samples", [0, 1, 100, 16_000, 200_000])
def test_turn_detector_takes_any_length(turn: TurnDetector, samples: int) -> None:
    assert isinstance(turn, TurnDetector)
    for audio in (np.zeros(samples, np.float32), np.ones(samples, np.float32)):
        completion = turn.completion(audio)
        assert isinstance(completion, float)
        assert 0 <= completion <= 1


def test_turn_detector_keeps_nothing(turn: TurnDetector) -> None:
    audio = recording("p225_001").audio
    before = turn.completion(audio)
    turn.completion(silence(3))
    assert turn.completion(audio) == before


# --- speech to text ----------------------------------------------------------------------


def test_listener_keeps_to_the_seam(stt: SpeechToText) -> None:
    assert isinstance(stt, SpeechToText)
    assert stt.name
    heard = stt.transcribe(recording("p225_001").audio, TranscribeOptions(language="en"))
    assert isinstance(heard, Transcript)
    assert heard.text == heard.text.strip()
    assert heard.language == "en"
    assert heard.words == ()  # they were not asked for
    assert 0 <= heard.no_speech_probability <= 1


@pytest.mark.parametrize("seconds", [0, 1 / INPUT_RATE, 0.05, 1, 35])
def test_listener_hears_nothing_in_silence(stt: SpeechToText, seconds: float) -> None:
    for options in (TranscribeOptions(), TranscribeOptions(words=True, partial=True)):
        heard = stt.transcribe(silence(seconds), options)
        assert (heard.text, heard.words) == ("", ())


def test_listener_keeps_nothing(stt: SpeechToText) -> None:
    audio, options = recording("p225_001").audio, TranscribeOptions(language="en")
    before = stt.transcribe(audio, options)
    stt.transcribe(recording("2902-9008-0008").audio, options)
    assert stt.transcribe(audio, options) == before


def test_whisper_translates_into_english() -> None:
    """Told that a speech is German, it writes German, or English where it is to translate."""
    base, audio = LISTENERS["whisper-base"](), recording("jfk").audio
    german = base.transcribe(audio, TranscribeOptions(language="de")).text
    english = base.transcribe(audio, TranscribeOptions(language="de", task="translate")).text
    assert german.startswith("Und so")
    assert english.startswith("And so my fellow Americans")


def test_who_knows_only_english_cannot_translate() -> None:
    with pytest.raises(RefusedRequest, match="cannot translate"):
        LISTENERS["whisper-tiny.en"]().transcribe(
            recording("jfk").audio, TranscribeOptions(task="translate")
        )


@pytest.mark.parametrize("audio", [np.zeros((2, 800), np.float32), np.zeros(800, np.int16)])
def test_whisper_refuses_what_is_no_sound(audio: Float32) -> None:
    with pytest.raises(ValueError, match="float32"):
        LISTENERS["whisper-tiny.en"]().transcribe(audio, TranscribeOptions())


# --- text to speech ----------------------------------------------------------------------


def test_voice_keeps_to_the_seam(tts: TextToSpeech) -> None:
    assert isinstance(tts, TextToSpeech)
    assert tts.name
    assert tts.language == "en"
    assert tts.sample_rate % 50 == 0
    pieces = list(tts.stream(TEXT))
    assert len(pieces) > 1  # it does not wait for all of it
    for piece in pieces:
        assert piece.dtype == np.int16
        assert piece.ndim == 1
        assert len(piece) > 0
    assert np.abs(np.concatenate(pieces).astype(int)).max() > 500


@pytest.mark.parametrize("speed", [0.5, 1.0, 2.0])
def test_voice_takes_every_speed(tts: TextToSpeech, speed: float) -> None:
    assert sum(len(piece) for piece in tts.stream(TEXT, speed)) > 0


def test_voice_says_nothing_without_text(tts: TextToSpeech) -> None:
    assert list(tts.stream("")) == []
    assert list(tts.stream(" \n ")) == []


def test_voice_stops_when_closed_and_goes_on_with_another_text(tts: TextToSpeech) -> None:
    speech = tts.stream(TEXT * 100)
    assert len(next(speech)) > 0
    close: Callable[[], None] = speech.close  # type: ignore[attr-defined]
    close()
    assert next(speech, None) is None
    assert list(tts.stream(TEXT))


# --- what breaks -------------------------------------------------------------------------


def broken_voice() -> object:
    voice = FakeVoice(Vocabulary())
    voice.broken = True
    return list(voice.stream(TEXT))


def broken_turn() -> object:
    turn = FakeTurnDetector()
    turn.broken = True
    return turn.completion(silence(1))


def broken_listener() -> object:
    stt = FakeStt(Vocabulary())
    stt.failures = 1
    return stt.transcribe(silence(1), TranscribeOptions())


@pytest.mark.parametrize("call", [broken_voice, broken_turn, broken_listener])
def test_fakes_break_as_engines_do(call: Callable[[], object]) -> None:
    with pytest.raises(EngineError) as caught:
        call()
    assert caught.value.problem
