"""POST /v1/audio/speech: text to speech, streamed."""

from __future__ import annotations

import base64
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import Field

from models.base import Int16, TextToSpeech
from voice.api.openai.encode import MEDIA_TYPES, RATE, Format, encoder
from voice.api.openai.errors import OpenAIRoute, documented, wrong
from voice.api.openai.models import check_speaker
from voice.api.openai.names import VOICES
from voice.api.openai.streams import EVENTS, Turnstile, begun, event
from voice.api.openai.wire import Short, Text, Wire
from voice.conversation.answering import SLOWEST
from voice.core.audio import StreamResampler, to_float, to_int16
from voice.core.languages import LANGUAGES
from voice.core.worker import Urgency, in_thread
from voice.engines.pool import Engines
from voice.sessions.choosing import FASTEST
from voice.sessions.sessions import Sessions
from voice.speaking.clauses import ClauseSplitter
from voice.speaking.speakable import speakable

MAX_CHARACTERS = 4_096
"""OpenAI's limit."""


class VoiceId(Wire):
    """A voice by its id."""

    id: Short


class SpeechRequest(Wire):
    """Body of POST /v1/audio/speech; `language` is Viva's own, `instructions` change nothing."""

    model: Short
    input: Annotated[Text, Field(min_length=1, max_length=MAX_CHARACTERS)]
    voice: Short | VoiceId
    language: Short = ""  # ISO 639-1, for OpenAI's voice names
    response_format: Format = "mp3"
    speed: Annotated[float, Field(ge=0.25, le=4, allow_inf_nan=False)] = 1.0
    stream_format: Literal["audio", "sse"] = "audio"


def speech_routes(sessions: Sessions, turnstile: Turnstile) -> APIRouter:
    """The route."""
    router = APIRouter(tags=["OpenAI: sound"], route_class=OpenAIRoute)
    engines = sessions.engines
    sound = {"schema": {"type": "string", "format": "binary"}}

    @router.post(
        "/v1/audio/speech",
        response_class=Response,
        responses={
            200: {
                "description": "The sound, or events that hold it",
                "content": {
                    **dict.fromkeys(MEDIA_TYPES.values(), sound),
                    EVENTS: {"schema": {"type": "string"}},
                },
            },
            **documented(404, 500, 503),
        },
    )
    async def speak(body: SpeechRequest, request: Request) -> Response:
        """Read a text aloud."""
        check_speaker(sessions.engines, body.model)
        voice = await engines.voice(_voice_name(sessions, body))
        speed = min(max(body.speed, SLOWEST), FASTEST)
        encoded = _encoded(engines, voice, body.input, speed, body.response_format, turnstile)
        if body.stream_format == "sse":
            return await begun(request, _events(encoded), EVENTS)
        return await begun(request, encoded, MEDIA_TYPES[body.response_format])

    return router


def _voice_name(sessions: Sessions, body: SpeechRequest) -> str:
    """Name of the voice in the catalogue.

    Raises
    ------
    ApiError
        There is none. Files on the server cannot be named here.
    """
    engines = sessions.engines
    name = body.voice if isinstance(body.voice, str) else body.voice.id
    language = body.language.casefold() or sessions.language
    if language not in LANGUAGES:
        raise wrong(
            "language",
            f"There is no voice for the language {language!r}",
            f"Choose one of {', '.join(LANGUAGES)}",
        )
    if name in VOICES:  # OpenAI's
        return engines.default_voice(language)
    for known in engines.voices():
        if name and name in (known.name, known.short):
            return known.name
    raise wrong("voice", f"There is no voice {name!r}", "Choose alloy, or one that Viva lists")


async def _encoded(
    engines: Engines,
    voice: TextToSpeech,
    text: str,
    speed: float,
    kind: Format,
    turnstile: Turnstile,
) -> AsyncGenerator[bytes, None]:
    target = encoder(kind)
    spoken = False
    async with turnstile.passed(), aclosing(_spoken(engines, voice, text, speed)) as pieces:
        async for piece in pieces:
            spoken = True
            if data := await in_thread(partial(target.feed, piece)):
                yield data
    if not spoken:
        raise wrong("input", "There is nothing in the text that can be spoken", "Send words")
    if data := await in_thread(target.finish):
        yield data


async def _spoken(
    engines: Engines, voice: TextToSpeech, text: str, speed: float
) -> AsyncGenerator[Int16, None]:
    """Speak the text clause by clause: int16 mono at `RATE`."""
    splitter = ClauseSplitter(voice.language)
    resampler = StreamResampler(voice.sample_rate, RATE)
    for clause in [*splitter.feed(text), *splitter.flush()]:
        if not (words := speakable(clause, voice.language)):
            continue
        stream = engines.tts_runner.stream(partial(voice.stream, words, speed), Urgency.FILE)
        async with aclosing(stream) as pieces:
            async for piece in pieces:
                if len(resampled := resampler.feed(to_float(piece))):
                    yield to_int16(resampled)
    if len(rest := resampler.flush()):
        yield to_int16(rest)


async def _events(encoded: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    async with aclosing(encoded) as pieces:
        async for piece in pieces:
            audio = base64.b64encode(piece).decode("ascii")
            yield event({"type": "speech.audio.delta", "audio": audio})
    yield event({"type": "speech.audio.done"})
