"""POST /v1/audio/transcriptions and /v1/audio/translations."""

from __future__ import annotations

import math
import threading
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError

from models.base import INPUT_RATE, Int16, TranscribeOptions, VivaError
from voice.api.openai.errors import (
    OpenAIRoute,
    documented,
    dumped,
    error_body,
    status_of,
    wrong,
)
from voice.api.openai.formats import Stretch, language_of, segments, srt, verbose, vtt, whole_text
from voice.api.openai.languages import WITHOUT_SPACES, language_code
from voice.api.openai.models import check_transcriber
from voice.api.openai.streams import EVENTS, Turnstile, begun, event, unless_gone
from voice.api.openai.uploads import read_form
from voice.api.openai.wire import Short, Text, Wire
from voice.core.audio import AudioError, to_float
from voice.core.worker import in_thread
from voice.engines.pool import Engines
from voice.hearing.recordings import PIECE_S, SHORT_PIECE_S, cut, decode
from voice.sessions.sessions import Sessions

MAX_TERMS = 100
"""Most terms to look for, as each is compared with everything that was recognised."""

TERM_WORDS = 4
"""A longer phrase in a prompt counts as a sentence, in which names are terms."""

Format = Literal["json", "text", "srt", "verbose_json", "vtt"]
Granularity = Literal["word", "segment"]

PLAIN = "text/plain"


class TranslationForm(Wire):
    """Fields of the form beside `file`; `temperature` is taken and changes nothing."""

    model: Short
    prompt: Text = ""
    response_format: Format = "json"
    temperature: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.0

    def options(self) -> TranscribeOptions:
        """How to listen."""
        return TranscribeOptions(
            vocabulary=terms(self.prompt),
            words=self.response_format in ("srt", "vtt", "verbose_json"),
            task="translate",
        )


class TranscriptionForm(TranslationForm):
    """Fields of the form beside `file`; `prompt` and `keywords` are terms that may be said."""

    language: Short = ""
    stream: bool = False
    keywords: Annotated[tuple[Short, ...], Field(max_length=MAX_TERMS)] = ()
    timestamp_granularities: Annotated[tuple[Granularity, ...], Field(max_length=2)] = ("segment",)

    def options(self) -> TranscribeOptions:
        """How to listen."""
        vocabulary = (*self.keywords, *terms(self.prompt))[:MAX_TERMS]
        language = language_code(self.language)
        options = super().options()
        return replace(options, language=language, vocabulary=vocabulary, task="transcribe")


class DurationUsage(BaseModel):
    """What recognition is counted in."""

    type: Literal["duration"] = "duration"
    seconds: int


class Transcription(BaseModel):
    """What was said; verbose JSON also has its language, duration, segments and words."""

    text: str
    usage: DurationUsage | None = None


class Recognition:
    """The transcription of one recording.

    Parameters
    ----------
    sessions : Sessions
        Provides the engines; calls have priority.
    turnstile : Turnstile
        Limits concurrent transcriptions.
    file : bytes
        The recording, in any format.
    options : TranscribeOptions
        Options of recognition.
    streamed : bool
        Whether partial results are streamed.
    """

    def __init__(
        self,
        sessions: Sessions,
        turnstile: Turnstile,
        file: bytes,
        options: TranscribeOptions,
        streamed: bool,
    ) -> None:
        self.duration_s = 0.0
        self.translation = options.task == "translate"
        self._engines: Engines = sessions.engines
        self._sessions = sessions
        self._turnstile = turnstile
        self._file = file
        self._options = options
        self._streamed = streamed

    async def stretches(self) -> AsyncGenerator[Stretch, None]:
        """Recognise the recording part by part.

        Raises
        ------
        VivaError
            The file cannot be read, or recognition failed.
        """
        async with self._turnstile.passed():
            sound = await self._decoded()
            self.duration_s = len(sound) / INPUT_RATE
            # A call that begins while a long piece is being recognised waits for its end.
            short = self._streamed or self._sessions.places.taken > 0
            longest_s = SHORT_PIECE_S if short else PIECE_S
            options = self._options
            async for start, end in cut(sound, self._engines.vad, longest_s):
                heard = await self._engines.transcribe(to_float(sound[start:end]), options, False)
                if heard.text and options.language is None:
                    options = replace(options, language=heard.language)
                yield Stretch(
                    start / INPUT_RATE, end / INPUT_RATE, heard.shifted(start / INPUT_RATE)
                )

    async def _decoded(self) -> Int16:
        stop = threading.Event()
        try:
            return await in_thread(lambda: decode(self._file, stop))
        except AudioError as error:
            raise wrong("file", error.problem, error.fix) from error
        finally:
            stop.set()


def transcription_routes(sessions: Sessions, turnstile: Turnstile) -> APIRouter:
    """The routes."""
    router = APIRouter(tags=["OpenAI: sound"], route_class=OpenAIRoute)
    engines = sessions.engines

    @router.post(
        "/v1/audio/transcriptions",
        response_model=None,
        responses=_responses(PLAIN, EVENTS),
        openapi_extra=_documented_form(TranscriptionForm),
    )
    async def transcribe(request: Request) -> Response:
        """Write down a recording of at most 25 MB and an hour."""
        upload = await read_form(request)
        form = _checked(TranscriptionForm, upload.values())
        check_transcriber(engines, form.model)
        job = Recognition(sessions, turnstile, upload.file, form.options(), form.stream)
        if form.stream:
            return await begun(request, _streamed(job), EVENTS)
        return await unless_gone(request, _written(job, form, form.timestamp_granularities))

    @router.post(
        "/v1/audio/translations",
        response_model=None,
        responses=_responses(PLAIN),
        openapi_extra=_documented_form(TranslationForm),
    )
    async def translate(request: Request) -> Response:
        """Write down in English what a recording says in another language."""
        upload = await read_form(request)
        form = _checked(TranslationForm, upload.values())
        check_transcriber(engines, form.model)
        job = Recognition(sessions, turnstile, upload.file, form.options(), False)
        return await unless_gone(request, _written(job, form, ("segment",)))

    return router


async def _written(
    job: Recognition, form: TranslationForm, granularities: tuple[Granularity, ...]
) -> Response:
    async with aclosing(job.stretches()) as found:
        stretches = [one async for one in found]
    if form.response_format == "text":
        return Response(f"{whole_text(stretches, job.translation)}\n", media_type=PLAIN)
    if form.response_format in ("srt", "vtt"):
        write = srt if form.response_format == "srt" else vtt
        return Response(write(segments(stretches, job.translation)), media_type=PLAIN)
    if form.response_format == "verbose_json":
        body = verbose(stretches, job.duration_s, granularities, job.translation)
    else:
        body = {"text": whole_text(stretches, job.translation)}
    body["usage"] = {"type": "duration", "seconds": math.ceil(job.duration_s)}
    return Response(dumped(body), media_type="application/json")


async def _streamed(job: Recognition) -> AsyncGenerator[bytes, None]:
    stretches, glue = list[Stretch](), ""
    try:
        async with aclosing(job.stretches()) as found:
            async for one in found:
                stretches.append(one)
                if text := one.transcript.text:
                    yield event({"type": "transcript.text.delta", "delta": glue + text})
                    glue = "" if language_of(stretches) in WITHOUT_SPACES else " "
    except VivaError as error:
        if not stretches:
            raise
        yield event(error_body(error, status_of(error)))
        return
    yield event({"type": "transcript.text.done", "text": whole_text(stretches)})


def terms(prompt: str) -> tuple[str, ...]:
    """Terms in a prompt: its short phrases, and the names in its sentences."""
    found: dict[str, None] = {}
    for phrase in prompt.replace("\n", ",").replace(";", ",").replace(".", ",").split(","):
        words = phrase.split()
        if 0 < len(words) <= TERM_WORDS:
            found[" ".join(words)] = None
        else:
            found.update(dict.fromkeys(word for word in words[1:] if word[:1].isupper()))
    return tuple(found)[:MAX_TERMS]


_Form = TypeVar("_Form", bound=TranslationForm)


def _checked(model: type[_Form], values: dict[str, Any]) -> _Form:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error


def _responses(*kinds: str) -> dict[int | str, dict[str, Any]]:
    content = {kind: {"schema": {"type": "string"}} for kind in kinds}
    return {200: {"model": Transcription, "content": content}, **documented(404, 500, 503)}


def _documented_form(model: type[TranslationForm]) -> dict[str, Any]:
    """Describe the form in the OpenAPI document, as FastAPI does not parse it."""
    schema = model.model_json_schema()
    fields = {
        f"{name}[]" if field.get("type") == "array" else name: field
        for name, field in schema["properties"].items()
    }
    fields["file"] = {"type": "string", "format": "binary"}
    form = {"type": "object", "properties": fields, "required": ["file", "model"]}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": form}}}}
