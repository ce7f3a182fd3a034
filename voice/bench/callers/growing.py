"""Partial transcripts of a growing utterance, made in the same way as in a session."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from models.base import INPUT_RATE, Float32, SpeechToText, TranscribeOptions
from models.vad_silero import SileroVad
from voice.hearing.ear import Ear
from voice.hearing.listener import PARTIAL_EVERY_S, PARTIAL_UP_TO_S
from voice.hearing.partials import agreed_prefix
from voice.hearing.turn_taking import WINDOW_SAMPLES, TurnSignal


@dataclass(frozen=True, slots=True)
class Partials:
    """What the student would have seen while speaking."""

    seconds: tuple[float, ...]  # time for each
    texts: tuple[str, ...]
    stable_words: int  # words shown as settled
    taken_back: int  # settled words that the next partial or the final text changed
    example: tuple[str, ...]  # settled words and later text of the worst case


def follow(audio: Float32, engine: SpeechToText, language: str, final: str) -> Partials:
    """Recognise growing `audio` every half second of speech; `final` is the complete text."""
    options = TranscribeOptions(language=language, partial=True)
    seconds: list[float] = []
    texts: list[str] = []
    settled: list[list[str]] = []
    before = ""
    for clip in growing(audio):
        start = time.perf_counter()
        text = engine.transcribe(clip, options).text
        seconds.append(time.perf_counter() - start)
        settled.append(_words(text[: agreed_prefix(before, text)]))
        texts.append(text)
        before = text
    taken_back, example = _taken_back(settled, [*texts[1:], final][: len(settled)])
    shown = max(map(len, settled), default=0)
    return Partials(tuple(seconds), tuple(texts), shown, taken_back, example)


def growing(audio: Float32) -> Iterator[Float32]:
    """Yield what a listener gives the recogniser while it hears `audio`, longer each time.

    Stops at the end of the first turn, at the highest patience. The time for recognition is not
    simulated; a slow machine makes fewer partials than this.
    """
    ear = Ear(SileroVad(), "thinking")
    due: int | None = None  # time of the next partial; None outside speech
    paused_at = 0
    for start in range(0, len(audio) - WINDOW_SAMPLES + 1, WINDOW_SAMPLES):
        for event, _ in ear.hear(audio[start : start + WINDOW_SAMPLES]):
            match event.signal:
                case TurnSignal.STARTED:
                    due = event.clock + int(PARTIAL_EVERY_S * INPUT_RATE)
                case TurnSignal.PAUSED:
                    paused_at, due = due or 0, None
                case TurnSignal.RESUMED:
                    due = max(paused_at, event.clock)
                case TurnSignal.ENDED:
                    return
        if due is not None and ear.clock >= due:
            clip = ear.so_far()
            due = ear.clock + int(PARTIAL_EVERY_S * INPUT_RATE)
            if len(clip) <= PARTIAL_UP_TO_S * INPUT_RATE:
                yield clip


def _taken_back(settled: list[list[str]], later: list[str]) -> tuple[int, tuple[str, ...]]:
    """Number of settled words that the next text changed, and the worst case.

    `later` has one text more than `settled`.
    """
    back, worst = 0, 0
    example: tuple[str, ...] = ()
    for words, text in zip(settled, later, strict=True):
        lost = _missing(words, _words(text))
        back += lost
        if lost > worst:
            worst, example = lost, (" ".join(words), text)
    return back, example


def _missing(settled: list[str], later: list[str]) -> int:
    """How many settled words are not found, in order, at the start of the later text."""
    same = SequenceMatcher(None, settled, later[: len(settled) + 2], autojunk=False)
    return len(settled) - sum(block.size for block in same.get_matching_blocks())


def _words(text: str) -> list[str]:
    """Words without case and punctuation, whose changes do not count."""
    return re.findall(r"\w+(?:['’]\w+)*", text.casefold())
