"""The sound check before the start: a sentence read aloud, and what was recognised of it."""

from __future__ import annotations

import dataclasses
import io
import time
import wave
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from fastapi import APIRouter, Request

from models.base import INPUT_RATE, Float32, TranscribeOptions, Transcript, VivaError
from voice.api.common.refused import Refused
from voice.api.page.sentences import compare, sentence
from voice.core.audio import to_float

LONGEST_S = 15.0
"""Longest recording; the sentence takes four seconds."""

MOST_BYTES = int(LONGEST_S * INPUT_RATE * 2) + 1000
"""Size of a WAV file of that length, with its header."""

MOST_A_MINUTE = 20
"""Recordings per minute from all users together; each takes about half a second to recognise."""

SHORTLY_S = 3.0
"""Retry-After if somebody else's recording is being recognised."""

Transcribe = Callable[[Float32, TranscribeOptions], Awaitable[Transcript]]


class Turnstile:
    """Limits concurrency to one request, and the number of requests per minute.

    Parameters
    ----------
    most : int
        Requests per minute.
    now : callable
        Wall clock in seconds.
    """

    def __init__(self, most: int, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._now = now
        self._inside = False
        self._entered: deque[float] = deque(maxlen=most)

    @contextmanager
    def pass_through(self) -> Iterator[None]:
        """Context in which one request is handled.

        Raises
        ------
        Refused
            Another request is being handled, or the limit per minute is reached.
        """
        recent = len(self._entered) == self._most and self._now() - self._entered[0] < 60.0
        if self._inside or recent:
            raise Refused(
                429,
                "Viva is checking other voices just now",
                "Try again in a moment",
                retry_after_s=SHORTLY_S,
            )
        self._entered.append(self._now())
        self._inside = True
        try:
            yield
        finally:
            self._inside = False


def check_routes(transcribe: Transcribe, now: Callable[[], float] = time.monotonic) -> APIRouter:
    """The routes, to be included behind the guard. Recordings are not kept."""
    router = APIRouter()
    turnstile = Turnstile(MOST_A_MINUTE, now)

    @router.get("/check/sentence")
    async def read(language: str = "en") -> dict[str, str]:
        """What to read aloud."""
        return {"language": language, "sentence": sentence(language)}

    @router.post("/check/heard")
    async def heard(request: Request, language: str = "en") -> dict[str, Any]:
        """What was understood of it: the body is a WAV file, 16 kHz, mono, int16, up to 15 s."""
        sentence(language)  # raises if there is no sentence in this language
        samples = sound(await request.body())
        with turnstile.pass_through():
            told = await transcribe(samples, TranscribeOptions(language))
        words = [dataclasses.asdict(word) for word in compare(language, told.text)]
        return {"language": language, "text": told.text, "words": words}

    return router


def sound(file: bytes) -> Float32:
    """Samples of a WAV file in the format that the check accepts.

    Raises
    ------
    VivaError
        It is not a WAV file, has another format, or is too long.
    """
    fix = f"Send int16 at {INPUT_RATE} Hz, mono, up to {LONGEST_S:g} seconds"
    if len(file) > MOST_BYTES:
        raise VivaError("This recording is too long", fix)
    try:
        with wave.open(io.BytesIO(file)) as reader:
            kind = (reader.getnchannels(), reader.getsampwidth(), reader.getframerate())
            content = reader.readframes(reader.getnframes())
    except (wave.Error, EOFError) as error:
        raise VivaError("This is no WAV file", fix) from error
    if kind != (1, 2, INPUT_RATE):
        raise VivaError("This WAV file is of another kind", fix)
    return to_float(np.frombuffer(content[: len(content) // 2 * 2], "<i2"))
