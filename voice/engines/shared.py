"""Engines that are shared: loaded once however many callers ask, and freed when unused.

Everything runs on the event loop. While an engine is loading, others may ask for it, and the first
caller may be cancelled. So the loading is a task of its own, which outlives its callers.
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
    """An object that is loaded when it is first asked for.

    Parameters
    ----------
    load : callable
        Loads the object. May take long; after a failure, the next `get` calls it again.
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
        """Whether the object is loaded or being loaded."""
        return self._loading is not None

    @property
    def loaded(self) -> bool:
        """Whether the object is loaded."""
        return self._loading is not None and self._loading.done()

    async def get(self) -> T:
        """Return the object, and load it first if necessary.

        Cancelling a caller does not cancel the loading, since others may wait for it as well.
        """
        if self._loading is None:
            self._loading = asyncio.create_task(self._run())
            self._loading.add_done_callback(self._forget_failed)
        try:
            return await asyncio.shield(self._loading)
        finally:
            self.used_s = self._now()

    def peek(self) -> T | None:
        """Return the object if it is loaded, or else None."""
        return self._loading.result() if self._loading is not None and self.loaded else None

    def take(self) -> T | None:
        """Return the object if it is loaded, and forget it; the next `get` loads it anew."""
        taken = self.peek()
        self.drop()
        return taken

    def drop(self) -> None:
        """Forget the object, and cancel loading it."""
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None

    async def _run(self) -> T:
        return await self._load()

    def _forget_failed(self, loading: asyncio.Task[T]) -> None:
        if (loading.cancelled() or loading.exception() is not None) and self._loading is loading:
            self._loading = None


class SharedModel:
    """A `LanguageModel` that loads the real one on demand, and may be held for any time.

    `free` frees the real model while no call is under way, and the next call loads it again, so
    callers need not know of it. Failures are counted.

    Parameters
    ----------
    load : callable
        Loads the model.
    failures : Failures
        Counts the calls that fail, as "llm".
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
        self._freeing = asyncio.Lock()  # the old model's memory is freed before a new one loads
        self._calls = 0  # calls under way
        self._status: ModelStatus | None = None  # the last status of a model that was freed

    @property
    def idle(self) -> bool:
        """Whether the model is loaded and no call is under way."""
        return self.once.loaded and not self._calls

    @property
    def status(self) -> ModelStatus:
        """The model's status, or its last one before it was freed."""
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
        """Read `messages` into the prompt cache."""
        async with self._model() as model:
            await model.warm(messages)

    async def models(self) -> tuple[str, ...]:
        """Names of the models that the model's server offers."""
        async with self._model() as model:
            return await model.models()

    async def aclose(self) -> None:
        """Free the model at once, even while calls are under way."""
        model = self.once.take()
        if model is not None:
            await model.aclose()

    async def _load(self) -> LanguageModel:
        async with self._freeing:
            return await self._load_model()

    @asynccontextmanager
    async def _model(self) -> AsyncIterator[LanguageModel]:
        """Provide the model for one call, during which `free` leaves it alone."""
        self._calls += 1  # before the first await, so that `free` sees it
        try:
            yield await self.once.get()
        finally:
            self._calls -= 1
            self.once.used_s = self._now()
