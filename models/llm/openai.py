"""Language model behind any server that speaks OpenAI's chat API, through its own client."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any
from urllib.parse import urlsplit

import openai

from models.base import (
    Delta,
    EngineError,
    EngineFailed,
    EngineUnavailable,
    GenerateOptions,
    Message,
    ModelStatus,
    RefusedRequest,
    SettingsError,
)
from models.llm.choice import chosen
from models.llm.net import Patience, is_loopback, paced, why_with_trouble
from models.llm.wire import ChunkReader, openai_request

log = logging.getLogger(__name__)

_TROUBLES = (openai.OpenAIError, json.JSONDecodeError)


class OpenAIModel:
    """A model on an OpenAI-compatible server.

    Parameters
    ----------
    model : str
        The model's name; "" takes the first that the server lists.
    url : str
        The server's address; ``/v1`` is added where it has no path.
    key : str
        The API key, "" where none is needed. It never appears in messages or logs.
    context_tokens : int
        Reported in the status; the server alone decides.
    why : str
        One sentence for the user: why this model answers.
    patience : Patience
        Timeouts.
    """

    def __init__(
        self,
        model: str,
        url: str,
        key: str,
        context_tokens: int = 4096,
        why: str = "",
        patience: Patience | None = None,
    ) -> None:
        self._url = _base_url(url)
        self._key = key
        self._model = model
        self._context_tokens = context_tokens
        self._why = why or f"You chose the server at {self._url}"
        self._patience = (patience or Patience()).for_url(self._url)
        self._trouble: EngineError | None = None
        timeout = openai.Timeout(self._patience.first_s, connect=self._patience.connect_s)
        self._client = openai.AsyncOpenAI(
            # Never None: the client would send the user's OPENAI_API_KEY to this server.
            api_key=key or "none",
            base_url=self._url,
            timeout=timeout,
            max_retries=0,  # somebody is waiting; whether to try again is for them to decide
            http_client=openai.DefaultAsyncHttpxClient(
                timeout=timeout, trust_env=not is_loopback(self._url)
            ),
        )

    @property
    def status(self) -> ModelStatus:
        """The model, and what was wrong at the last attempt."""
        why = why_with_trouble(self._why, self._trouble)
        return ModelStatus("openai", self._model, why, self._context_tokens)

    async def check(self) -> None:
        """Check that the server answers and accepts the key; pick a model if none was named.

        Raises
        ------
        EngineUnavailable
            It does not; the message says what to do.
        """
        try:
            served = [model.id async for model in await self._client.models.list()]
        except openai.NotFoundError:
            served = []  # some servers do not list their models
        except _TROUBLES as error:
            raise self._noted(self._worded(error, began=False)) from None
        if not self._model and not served:
            raise self._noted(
                EngineUnavailable(
                    f"The server at {self._url} does not say which models it has",
                    "Name one with --llm-model",
                )
            )
        self._model = self._model or served[0]
        self._trouble = None

    async def stream(
        self, messages: Sequence[Message], options: GenerateOptions
    ) -> AsyncGenerator[Delta]:
        if not self._model:
            await self.check()
        request: dict[str, Any] = openai_request(messages, options)
        reader, began = ChunkReader(options.tools), False
        try:
            answer = await self._begin(request)
            async with answer, aclosing(paced(aiter(answer), self._patience, self._name)) as chunks:
                async for chunk in chunks:
                    for delta in reader.feed(chunk.model_dump()):
                        began = True
                        yield delta
        except _TROUBLES as error:
            raise self._noted(self._worded(error, began)) from None
        except EngineError as error:
            raise self._noted(error) from None
        if not reader.complete:
            raise self._noted(EngineFailed(f"{self._name} broke off its answer", "Ask again"))
        self._trouble = None
        for delta in reader.finish():
            yield delta

    async def _begin(self, request: dict[str, Any]) -> Any:
        create = self._client.chat.completions.create
        try:
            return await create(model=self._model, **request)
        except openai.APITimeoutError:
            raise
        except openai.APIConnectionError:
            # Most likely an idle connection that the server has closed meanwhile.
            return await create(model=self._model, **request)

    async def choose(
        self, messages: Sequence[Message], choices: Sequence[str]
    ) -> tuple[float, ...]:
        return await chosen(self.stream, messages, choices)

    async def warm(self, messages: Sequence[Message]) -> None:
        """Do nothing: a server may charge for prompts, and manages its own cache."""

    async def models(self) -> tuple[str, ...]:
        """Names the server lists; empty if it does not answer."""
        try:
            return tuple([model.id async for model in await self._client.models.list()])
        except _TROUBLES as error:
            log.debug("no list of models: %s", type(error).__name__)
            return ()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    @property
    def _name(self) -> str:
        return f"The server at {self._url}"

    def _noted(self, error: EngineError) -> EngineError:
        self._trouble = error
        return error

    def _worded(self, error: Exception, began: bool) -> EngineError:
        if began or not isinstance(error, openai.APIError):
            return EngineFailed(f"{self._name} broke off its answer", "Ask again")
        if isinstance(error, openai.APITimeoutError):
            return EngineUnavailable(f"{self._name} does not answer in time", "Restart it")
        if isinstance(error, openai.APIConnectionError):
            return EngineUnavailable(
                f"{self._name} cannot be reached", "Start it, or correct --llm-url"
            )
        if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
            return EngineUnavailable(
                f"{self._name} refuses the key" if self._key else f"{self._name} wants a key",
                "Put the right one into the environment variable VIVA_LLM_KEY",
            )
        if isinstance(error, openai.NotFoundError):
            return EngineUnavailable(
                f"{self._name} has no model {self._model!r}", "Name another with --llm-model"
            )
        said = self._without_key(error.message)
        if isinstance(error, openai.RateLimitError | openai.InternalServerError):
            return EngineUnavailable(f"{self._name} cannot answer now: {said}", "Wait a moment")
        return RefusedRequest(f"{self._name} refused the request: {said}", "Choose another model")

    def _without_key(self, text: str) -> str:
        return text.replace(self._key, "***") if self._key else text


def _base_url(url: str) -> str:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if not url or not parts.hostname or parts.scheme not in ("http", "https"):
        raise SettingsError(
            f"The address {url!r} is not one of an OpenAI-compatible server",
            "Give it as --llm-url http://HOST:PORT/v1",
        )
    return parts.geturl() if parts.path.strip("/") else parts._replace(path="/v1").geturl()
