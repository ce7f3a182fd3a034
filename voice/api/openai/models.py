"""Names of models: OpenAI's, and those of the engines here."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel

from models.base import LanguageModel
from voice.api.openai.errors import ApiError, OpenAIRoute, documented
from voice.engines.loader import MODEL_SEPARATOR
from voice.engines.pool import Engines

Kind = Literal["chat", "transcription", "speech", "realtime"]

ALIASES: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        "chat": (
            *("gpt-4o-mini", "gpt-4o", "gpt-4.1", "gpt-4.1-mini", "gpt-4.1-nano"),
            *("gpt-5", "gpt-5-mini", "gpt-5-nano"),
        ),
        "transcription": (
            *("whisper-1", "gpt-transcribe", "gpt-4o-transcribe", "gpt-4o-mini-transcribe"),
        ),
        "speech": ("tts-1", "tts-1-hd", "gpt-4o-mini-tts"),
        "realtime": ("gpt-realtime", "gpt-realtime-mini"),
    }
)
"""OpenAI's names that programs have hard-coded; they select whatever runs here."""


class Model(BaseModel):
    """A model that can be asked for."""

    id: str
    object: Literal["model"] = "model"
    created: int  # when this server started
    owned_by: str  # the engine; "viva" for OpenAI's names


class ModelList(BaseModel):
    """All of them."""

    object: Literal["list"] = "list"
    data: list[Model]


def unknown_model(name: str) -> ApiError:
    """The error for an unknown model."""
    return ApiError(
        404,
        f"The model {name!r} does not exist",
        "GET /v1/models lists those that do",
        "model",
        "model_not_found",
    )


async def language_model(engines: Engines, name: str) -> LanguageModel:
    """The language model called `name`.

    Raises
    ------
    ApiError
        There is none.
    """
    configured = await engines.model("")
    engine, own = configured.status.engine, configured.status.model
    if name in ALIASES["chat"] or name in (own, f"{engine}{MODEL_SEPARATOR}{own}"):
        return configured
    # The list is requested again, as a model may have been fetched since.
    for other in await configured.models():
        if name in (other, full := f"{engine}{MODEL_SEPARATOR}{other}"):
            return await engines.model(full)
    raise unknown_model(name)


def check_transcriber(engines: Engines, name: str) -> None:
    """Raise `ApiError` unless `name` is a name of the recogniser."""
    if name not in (*ALIASES["transcription"], *_recogniser(engines)):
        raise unknown_model(name)


def check_speaker(engines: Engines, name: str) -> None:
    """Raise `ApiError` unless the voices answer to `name`."""
    if name not in (*ALIASES["speech"], *_speakers(engines)):
        raise unknown_model(name)


def model_routes(engines: Engines) -> APIRouter:
    """The routes that list models."""
    router = APIRouter(tags=["OpenAI: models"], route_class=OpenAIRoute)
    started = int(time.time())

    async def all_models() -> list[Model]:
        return [
            Model(id=name, created=started, owned_by=owner) async for name, owner in _names(engines)
        ]

    @router.get("/v1/models", responses=documented())
    async def models() -> ModelList:
        """List the models."""
        return ModelList(data=await all_models())

    @router.get("/v1/models/{model:path}", responses=documented(404))
    async def model(model: Annotated[str, Path(max_length=200)]) -> Model:
        """Describe one model."""
        for known in await all_models():
            if known.id == model:
                return known
        raise unknown_model(model)

    return router


async def _names(engines: Engines) -> AsyncIterator[tuple[str, str]]:
    """All names without duplicates, with their owners."""
    configured = await engines.model("")
    engine, own = configured.status.engine, configured.status.model
    for name in dict.fromkeys((own, *await configured.models())):
        if name:
            yield name, engine
    yield _recogniser(engines)[0], "whisper"
    for name in _speakers(engines):
        yield name, name
    for names in ALIASES.values():
        for name in names:
            yield name, "viva"


def _speakers(engines: Engines) -> tuple[str, ...]:
    """The engines of the voices that can be asked for."""
    return tuple(dict.fromkeys(voice.engine for voice in engines.voices()))


def _recogniser(engines: Engines) -> tuple[str, ...]:
    """The recogniser's short name and its name in the catalogue."""
    name = engines.stt.name
    return (name if name.startswith("whisper-") else f"whisper-{name}"), name
