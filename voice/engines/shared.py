"""Engines that several people use: loaded once however many ask, freed when nobody does.

Runs on the event loop. Between the moment at which an engine is asked for and the moment at which
it is there, others may ask for it too, and the first may give up: what is kept is therefore the
loading itself, which belongs to nobody who waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import Generic, TypeVar

from models.base import Delta, GenerateOptions, LanguageModel, Message, ModelStatus
from voice.engines.failures import Failures

T = TypeVar("T")


class Once(Generic[T]):
    """Something that is loaded when it is first asked for.

    Parameters
    ----------
    load : callable
        Loads it; may take long, and may fail, which the next who asks tries again.
    now : callable
        Wall clock in seconds.
    """

    def __init__(self, load: Callable[[], Awaitable[T]], now: Callable[[], float]) -> None:
        self.used_s = now()  # when it was last asked for
        self._load = load
        self._now = now
        self._loading: asyncio.Task[T] | None = None

    @property
    def begun(self) -> bool:
        """Whether it is there, or being loaded."""
        return self._loading is not None

    @property
    def loaded(self) -> bool:
        """Whether it is there."""
        return self._loading is not None and self._loading.done()

    async def get(self) -> T:
        """It, loaded if need be; at once where it is there.

        Cancelling whoever waits leaves the loading alone: others may wait for it as well.
        """
        if self._loading is None:
            self._loading = asyncio.create_task(self._run())
            self._loading.add_done_callback(self._forget_failed)
        try:
            return await asyncio.shield(self._loading)
        finally:
            self.used_s = self._now()

    def peek(self) -> T | None:
        """It, if it is there."""
        return self._loading.result() if self._loading is not None and self.loaded else None

    def take(self) -> T | None:
        """It, if it is there; the next who asks has it loaded anew."""
        taken = self.peek()
        self.drop()
        return taken

    def drop(self) -> None:
        """Forget it, and give up loading it."""
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None

    async def _run(self) -> T:
        return await self._load()

    def _forget_failed(self, loading: asyncio.Task[T]) -> None:
        if (loading.cancelled() or loading.exception() is not None) and self._loading is loading:
            self._loading = None


class SharedModel:
    """A `LanguageModel` by name, which everybody who asked for it may hold on to.

    The model behind it is freed by `free` while no call is under way, and loaded again by the
    next call; so whoever holds this need not know of it. Failures are counted.

    Parameters
    ----------
    load : callable
        Loads the model.
    failures : Failures
        Where calls that fail are counted, as "llm".
    now : callable
        Wall clock in seconds.
    """

    def __init__(
        self,
        load: Callable[[], Awaitable[LanguageModel]],
        failures: Failures,
        now: Callable[[], float],
    ) -> None:
        self.once = Once(self._load, now)
        self._load_model = load
        self._failures = failures
        self._now = now
        self._freeing = asyncio.Lock()  # the old one's memory is given back before a new one loads
        self._calls = 0  # under way
        self._status: ModelStatus | None = None  # of a model that was freed

    @property
    def idle(self) -> bool:
        """Whether it is there and no call is under way."""
        return self.once.loaded and not self._calls

    @property
    def status(self) -> ModelStatus:
        """What answers, or did before it was freed."""
        model = self.once.peek()
        status = model.status if model is not None else self._status
        if status is None:
            raise RuntimeError("a model has no status before it is loaded")
        return status

    async def free(self) -> None:
        """Free the model, unless a call has begun meanwhile."""
        async with self._freeing:
            if self.idle:
                self._status = self.status
                model = self.once.take()
                if model is not None:
                    await model.aclose()

    async def stream(
        self, messages: Sequence[Message], options: GenerateOptions
    ) -> AsyncGenerator[Delta, None]:
        """Answer `messages` piece by piece."""
        with self._failures.of("llm"):
            async with self._model() as model, aclosing(model.stream(messages, options)) as deltas:
                async for delta in deltas:
                    yield delta

    async def choose(
        self, messages: Sequence[Message], choices: Sequence[str]
    ) -> tuple[float, ...]:
        """How likely the model is to answer with each of `choices`."""
        with self._failures.of("llm"):
            async with self._model() as model:
                return await model.choose(messages, choices)

    async def warm(self, messages: Sequence[Message]) -> None:
        """Have `messages` read ahead of the question."""
        async with self._model() as model:
            await model.warm(messages)

    async def models(self) -> tuple[str, ...]:
        """Names of the models that its server offers."""
        async with self._model() as model:
            return await model.models()

    async def aclose(self) -> None:
        """Free it for good, whatever is under way."""
        model = self.once.take()
        if model is not None:
            await model.aclose()

    async def _load(self) -> LanguageModel:
        async with self._freeing:
            return await self._load_model()

    @asynccontextmanager
    async def _model(self) -> AsyncIterator[LanguageModel]:
        """The model for one call, during which it is not freed."""
        self._calls += 1  # before the first await: `free` looks at it
        try:
            yield await self.once.get()
        finally:
            self._calls -= 1
            self.once.used_s = self._now()
