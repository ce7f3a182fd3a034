"""A transcript as text, subtitles or OpenAI's verbose JSON."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from models.base import Transcript, Word
from voice.api.openai.languages import NAMES, WITHOUT_SPACES

LONGEST_S = 7.0
"""Longest time that a subtitle is shown."""

LONGEST_CHARACTERS = 84
"""Two lines of a subtitle."""

GAP_S = 0.8
"""A pause this long ends a segment."""

_ENDS = (".", "!", "?", "…", "。", "！", "？")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a recording recognised in one call; times of words are those of the recording."""

    start_s: float
    end_s: float
    transcript: Transcript


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that belong together, such as a sentence."""

    start_s: float
    end_s: float
    text: str
    source: Transcript


def whole_text(stretches: Sequence[Stretch], english: bool = False) -> str:
    """The text of the whole recording."""
    texts = [one.transcript.text for one in stretches if one.transcript.text]
    language = language_of(stretches)
    return ("" if language in WITHOUT_SPACES and not english else " ").join(texts)


def language_of(stretches: Sequence[Stretch]) -> str:
    """Code of the first language detected."""
    return next((one.transcript.language for one in stretches if one.transcript.text), "en")


def segments(stretches: Sequence[Stretch], english: bool = False) -> list[Segment]:
    """Split into sentences, or parts that fit into a subtitle; `english` for a translation."""
    found: list[Segment] = []
    for one in stretches:
        transcript = one.transcript
        if not transcript.words:
            if transcript.text:  # the words could not be aligned with the sound
                found.append(Segment(one.start_s, one.end_s, transcript.text, transcript))
            continue
        glue = "" if transcript.language in WITHOUT_SPACES and not english else " "
        for words in _groups(transcript.words):
            text = glue.join(word.text for word in words)
            found.append(Segment(words[0].start_s, words[-1].end_s, text, transcript))
    return found


def _groups(words: Sequence[Word]) -> Iterator[list[Word]]:
    group: list[Word] = []
    for word in words:
        if group and _full(group, word):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _full(group: Sequence[Word], word: Word) -> bool:
    characters = sum(len(one.text) + 1 for one in group) + len(word.text)
    return (
        group[-1].text.endswith(_ENDS)
        or word.start_s - group[-1].end_s > GAP_S
        or word.end_s - group[0].start_s > LONGEST_S
        or characters > LONGEST_CHARACTERS
    )


def srt(found: Sequence[Segment]) -> str:
    """SubRip subtitles."""
    cues = [
        f"{number}\n{_time(one.start_s, ',')} --> {_time(one.end_s, ',')}\n"
        f"{one.text.replace('-->', '->')}\n"
        for number, one in enumerate(found, 1)
    ]
    return "\n".join(cues)


def vtt(found: Sequence[Segment]) -> str:
    """WebVTT subtitles."""
    cues = [
        f"{_time(one.start_s, '.')} --> {_time(one.end_s, '.')}\n{_escaped(one.text)}\n"
        for one in found
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time(seconds: float, point: str) -> str:
    total_ms = round(max(0.0, seconds) * 1000)
    minutes, ms = divmod(total_ms, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{ms // 1000:02}{point}{ms % 1000:03}"


def verbose(
    stretches: Sequence[Stretch],
    duration_s: float,
    granularities: Sequence[str],
    translation: bool,
) -> dict[str, Any]:
    """OpenAI's verbose JSON."""
    body: dict[str, Any] = {
        "task": "translate" if translation else "transcribe",
        "language": "english" if translation else NAMES.get(language_of(stretches), "english"),
        "duration": round(duration_s, 2),
        "text": whole_text(stretches, translation),
    }
    if "segment" in granularities:
        found = segments(stretches, translation)
        body["segments"] = [_verbose_segment(n, one) for n, one in enumerate(found)]
    if "word" in granularities:
        body["words"] = [
            {"word": word.text, "start": round(word.start_s, 2), "end": round(word.end_s, 2)}
            for one in stretches
            for word in one.transcript.words
        ]
    return body


def _verbose_segment(number: int, one: Segment) -> dict[str, Any]:
    data = one.text.encode()
    return {
        "id": number,
        "seek": round(one.start_s * 100),
        "start": round(one.start_s, 2),
        "end": round(one.end_s, 2),
        "text": one.text,
        "tokens": [],
        "temperature": 0.0,
        "avg_logprob": round(one.source.avg_logprob, 4),
        "compression_ratio": round(len(data) / len(zlib.compress(data)), 4) if data else 0.0,
        "no_speech_prob": round(one.source.no_speech_probability, 4),
    }
