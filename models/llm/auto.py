"""Choosing the language model: the configured one, else a running Ollama, else the embedded one.

The chosen engine need not be available at start: the page says what is wrong and how to fix it,
and the next answer tries again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from models.base import (
    Delta,
    EngineError,
    EngineFailed,
    EngineUnavailable,
    GenerateOptions,
    LanguageModel,
    Message,
    ModelStatus,
    Progress,
    VivaError,
)
from models.llm.choice import chosen
from models.llm.net import Patience, why_with_trouble
from models.llm.ollama import OllamaModel
from models.llm.openai import OpenAIModel

log = logging.getLogger(__name__)

RETRY_S = 60.0
"""Time after a failure before Ollama is tried again; the next answer then tries it first (which
costs at most a second if it hangs, and nothing if it is down)."""

AUTO_FIRST_S = 60.0
"""Longest wait for Ollama's first token before the embedded model is asked instead: enough to
load a model of a few GB from disk."""


class Closable(LanguageModel, Protocol):
    """A language model whose streams can be closed, as for all engines here."""

    def stream(
        self, messages: Sequence[Message], options: GenerateOptions
    ) -> AsyncGenerator[Delta]:
        """Answer `messages`."""
        ...


class Probed(Closable, Protocol):
    """A language model whose availability can be checked."""

    async def check(self) -> None:
        """Raise EngineUnavailable if the model cannot answer."""
        ...


class AutoModel:
    """The preferred model as long as it answers, else the embedded one.

    If the preferred model fails before its first token, the embedded one answers the request
    instead; if it fails later, the request raises EngineFailed, and the next one goes to the
    embedded model. After `retry_s` the preferred model is tried again.

    Parameters
    ----------
    preferred : Probed | None
        Tried first; None if only the embedded model is wanted.
    embedded : Callable[[], Coroutine[Any, Any, Closable]]
        Creates the embedded model when it is first needed, which may fetch weights.
        If it raises VivaError, the next request tries again.
    context_tokens : int
        Reported in the status while no model is loaded.
    why : str
        Reason given in the status if there is no preferred model.
    retry_s : float
        Time before a failed preferred model is tried again.
    clock : Callable[[], float]
        Seconds, from any start.
    """

    def __init__(
        self,
        preferred: Probed | None,
        embedded: Callable[[], Coroutine[Any, Any, Closable]],
        context_tokens: int = 4096,
        why: str = "",
        retry_s: float = RETRY_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._preferred = preferred
        self._make_embedded = embedded
        self._making: asyncio.Task[Closable] | None = None
        self._retry_s, self._clock = retry_s, clock
        self._up = False  # whether the preferred model answered last time
        self._retry_at = clock()
        self._current: Closable | None = preferred
        self._nobody = ModelStatus("llamacpp", "", why, context_tokens)
        self._why = why
        self._trouble: VivaError | None = None  # of the embedded model
        self._told = self.status
        self._subscribers: list[Callable[[ModelStatus], None]] = []

    @property
    def status(self) -> ModelStatus:
        """Which model answers now, and why."""
        now = self._current.status if self._current else self._nobody
        return replace(now, why=why_with_trouble(self._why or now.why, self._trouble))

    def subscribe(self, changed: Callable[[ModelStatus], None]) -> Callable[[], None]:
        """Call `changed` on the event loop whenever another model takes over.

        It is called synchronously, in the middle of a request, and must not block. Call the
        returned function to unsubscribe.
        """
        self._subscribers.append(changed)
        return lambda: self._subscribers.remove(changed)

    async def check(self) -> None:
        """Find out which model answers, and load it.

        Raises
        ------
        EngineUnavailable
            No model can answer; `status` says why.
        """
        if not await self._preferred_answers():
            await self._embedded()

    async def stream(
        self, messages: Sequence[Message], options: GenerateOptions
    ) -> AsyncGenerator[Delta]:
        if self._preferred is not None and await self._preferred_answers():
            began = False
            try:
                async with aclosing(self._preferred.stream(messages, options)) as answer:
                    async for delta in answer:
                        began = True
                        yield delta
                return
            except EngineError as error:
                self._give_up("Ollama stopped answering; the embedded model took over")
                log.info("fell back to the embedded model: %s", error)
                if began:
                    raise EngineFailed(
                        error.problem, "Ask again: the embedded model takes over"
                    ) from error
        embedded = await self._embedded()
        async with aclosing(embedded.stream(messages, options)) as answer:
            async for delta in answer:
                yield delta

    async def choose(
        self, messages: Sequence[Message], choices: Sequence[str]
    ) -> tuple[float, ...]:
        return await chosen(self.stream, messages, choices)

    async def warm(self, messages: Sequence[Message]) -> None:
        """Read `messages` into the prompt cache of the model that will answer."""
        try:
            await self.check()
        except EngineError as error:
            log.debug("nothing to warm: %s", error)
            return
        if self._current is not None:
            await self._current.warm(messages)

    async def models(self) -> tuple[str, ...]:
        """Names of the models that the present engine could use."""
        return await self._current.models() if self._current else ()

    async def aclose(self) -> None:
        """Free both models."""
        if self._preferred is not None:
            await self._preferred.aclose()
        if self._making is None:
            return
        self._making.cancel()
        (made,) = await asyncio.gather(self._making, return_exceptions=True)
        if not isinstance(made, BaseException):
            await made.aclose()

    async def _preferred_answers(self) -> bool:
        if self._preferred is None:
            return False
        if self._up or self._clock() < self._retry_at:
            return self._up
        try:
            await self._preferred.check()
        except EngineError as error:
            self._give_up(f"{error.problem}, so the embedded model answers")
            return False
        self._up, self._trouble = True, None
        self._current, self._why = self._preferred, "Ollama is running and has this model"
        self._tell()
        return True

    def _give_up(self, why: str) -> None:
        """Switch to the embedded model for a while."""
        self._up = False
        self._retry_at = self._clock() + self._retry_s
        made = self._making is not None and self._making.done() and not self._making.exception()
        self._current = self._making.result() if self._making and made else None
        self._why = why
        self._tell()

    async def _embedded(self) -> Closable:
        if self._making is None:
            self._making = asyncio.create_task(self._make_embedded())
        making = self._making
        try:
            # Shielded: cancelling one caller (barge-in) must not cancel what others wait for.
            model = await asyncio.shield(making)
        except VivaError as error:
            if self._making is making:
                self._making = None  # the next request tries again
            self._trouble = error
            self._tell()
            raise EngineUnavailable(error.problem, error.fix) from error
        if not self._up:
            self._current, self._trouble = model, None
            self._tell()
        return model

    def _tell(self) -> None:
        if self.status != self._told:
            self._told = self.status
            for changed in tuple(self._subscribers):
                changed(self._told)


async def choose_llm(
    backend: str,
    model: str,
    url: str,
    key: str,
    context_tokens: int,
    sessions: int,
    threads: int,
    read_threads: int,
    embedded_gguf: Callable[[], Awaitable[tuple[Path, str]]],
    on_progress: Callable[[Progress], None] | None = None,
) -> Closable:
    """Create the language model that the settings ask for.

    A model that cannot answer now is returned, too: its `status.why` says why not and what to
    do, its calls raise EngineUnavailable, and it answers as soon as the problem is fixed.

    Parameters
    ----------
    backend : str
        What the user chose: "ollama", "openai", "llamacpp" or "auto".
    model, url, key : str
        The model's name, the server's address and its key; "" for the backend's defaults.
    context_tokens, sessions, threads, read_threads : int
        For the embedded model; Ollama uses the first as well.
    embedded_gguf : Callable[[], Awaitable[tuple[Path, str]]]
        Returns the embedded model's file and name, fetching it if need be; raises VivaError.
    on_progress : Callable[[Progress], None] | None
        Called with the progress of pulling a missing model into Ollama.

    Raises
    ------
    SettingsError
        The URL is malformed.
    """

    def load(gguf: Path, name: str) -> Closable:
        from models.llm.llamacpp import LlamaCpp  # a library of 100 MB, imported only if it is used

        return LlamaCpp(gguf, name, context_tokens, sessions, threads, read_threads)

    async def embedded() -> Closable:
        return await asyncio.to_thread(load, *await embedded_gguf())

    chosen: AutoModel | OllamaModel | OpenAIModel
    if backend == "openai":
        chosen = OpenAIModel(model, url, key, context_tokens)
    elif backend == "ollama":
        chosen = OllamaModel(model, url, context_tokens, on_progress)
    elif backend == "llamacpp":
        chosen = AutoModel(None, embedded, context_tokens, "You chose the embedded model")
    else:
        patience = Patience(first_s=AUTO_FIRST_S)
        running = OllamaModel(model, url, context_tokens, pull=False, patience=patience)
        chosen = AutoModel(running, embedded, context_tokens)
    try:
        await chosen.check()
    except EngineError as error:
        log.warning("no language model yet: %s", error)
    return chosen
