"""Language model behind Ollama, through its own client."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing
from typing import Any

import httpx
import ollama

from models.base import (
    Delta,
    EngineError,
    EngineFailed,
    EngineUnavailable,
    GenerateOptions,
    Message,
    ModelStatus,
    Progress,
    ToolCall,
    Usage,
)
from models.llm.choice import chosen
from models.llm.net import Patience, is_loopback, paced, why_with_trouble
from models.llm.ollama_choice import Installed, address, billions, full_name, usable
from models.llm.wire import TextFilter, call_schema, chances, encodable, new_call_id, openai_tool

log = logging.getLogger(__name__)

KEEP_ALIVE = "30m"
"""How long Ollama keeps the model loaded: longer than any pause in an exam, which its default
of 5 minutes is not, but not for ever, so that memory is freed some time after Viva has ended."""

PULL_PATIENCE = Patience(next_s=300.0)
"""Ollama says nothing while it hashes a large file."""

# ValueError: a line that is not JSON, or not of the expected shape.
_TROUBLES = (ollama.ResponseError, ConnectionError, httpx.HTTPError, ValueError)


class OllamaModel:
    """A model served by Ollama.

    Parameters
    ----------
    model : str
        Its name in Ollama; "" picks an installed one, see `usable`.
    url : str
        Ollama's address; "" takes ``OLLAMA_HOST``, else ``http://127.0.0.1:11434``.
    context_tokens : int
        Context length. Fixed for an instance, as Ollama reloads the model when it changes.
    on_progress : Callable[[Progress], None] | None
        Called on the event loop with the progress of pulling a missing model.
    pull : bool
        Whether to pull `model` when it is missing.
    why : str
        One sentence for the user: why this model answers.
    patience : Patience
        Timeouts.
    """

    def __init__(
        self,
        model: str,
        url: str = "",
        context_tokens: int = 4096,
        on_progress: Callable[[Progress], None] | None = None,
        pull: bool = True,
        why: str = "You chose Ollama",
        patience: Patience | None = None,
    ) -> None:
        self._asked_for = model
        self._model = ""  # known once Ollama has the model
        self._context_tokens = context_tokens
        self._on_progress = on_progress or (lambda progress: None)
        self._may_pull = pull
        self._why = why
        self.url = address(url or os.environ.get("OLLAMA_HOST", ""))
        self._patience = (patience or Patience()).for_url(self.url)
        self._client = ollama.AsyncClient(
            self.url,
            timeout=httpx.Timeout(None, connect=self._patience.connect_s),
            trust_env=not is_loopback(self.url),
            transport=_Reconnecting(),
        )
        self._thinks: bool | None = False  # None: do not send the option "think"
        self._pulling: asyncio.Task[None] | None = None
        self._pulled = ""  # progress in words
        self._trouble: EngineError | None = None

    @property
    def status(self) -> ModelStatus:
        """The model, and what was wrong at the last attempt."""
        why = why_with_trouble(self._why, self._trouble)
        return ModelStatus("ollama", self._model or self._asked_for, why, self._context_tokens)

    async def check(self) -> None:
        """Check within a second (5 for another machine) that Ollama answers and has the model.

        A missing model is pulled in the background, if that is allowed.

        Raises
        ------
        EngineUnavailable
            Ollama does not answer, or has no usable model yet; the message says what to do.
        """
        try:
            async with asyncio.timeout(self._patience.connect_s):
                installed = await self._installed()
                loaded = [] if self._asked_for else await self._loaded()
        except TimeoutError:
            raise self._noted(
                EngineUnavailable(f"Ollama at {self.url} does not answer", "Restart it")
            ) from None
        except (ollama.ResponseError, ValueError) as error:
            raise self._noted(_not_ollama(self.url, error)) from None
        except _TROUBLES as error:
            raise self._noted(self._worded(error, began=False)) from None
        self._choose(installed, loaded)
        self._trouble = None

    def _choose(self, installed: list[Installed], loaded: list[str]) -> None:
        if self._asked_for:
            if full_name(self._asked_for) not in {model.name for model in installed}:
                raise self._noted(self._missing())
            self._model = self._asked_for
            return
        names = [model.name for model in usable(installed, loaded)]
        if not names:
            raise self._noted(_nothing_installed(self.url))
        if self._model not in names:  # do not switch models in the middle of a conversation
            self._model = names[0]

    async def stream(
        self, messages: Sequence[Message], options: GenerateOptions
    ) -> AsyncGenerator[Delta]:
        if not self._model:
            await self.check()
        try:
            async with aclosing(self._answer(messages, options)) as answer:
                async for delta in answer:
                    yield delta
        except EngineError as error:
            raise self._noted(error) from None
        self._trouble = None

    async def choose(
        self, messages: Sequence[Message], choices: Sequence[str]
    ) -> tuple[float, ...]:
        return await chosen(self.stream, messages, choices)

    async def warm(self, messages: Sequence[Message]) -> None:
        """Load the model and let it read `messages`; Ollama caches the latest prompt."""
        try:
            # At least one token: some versions of Ollama take 0 for "no limit".
            async with aclosing(self.stream(messages, GenerateOptions(max_tokens=1))) as answer:
                async for _ in answer:
                    pass
        except EngineError as error:
            log.debug("could not warm Ollama: %s", error)

    async def models(self) -> tuple[str, ...]:
        """Names of the installed chat models, best first; empty if Ollama does not answer."""
        try:
            return tuple(model.name for model in usable(await self._installed()))
        except _TROUBLES as error:
            log.debug("no list of models: %s", error)
            return ()

    async def aclose(self) -> None:
        """Stop pulling and close the connections; Ollama keeps the model loaded for a while."""
        if self._pulling is not None:
            self._pulling.cancel()
            await asyncio.gather(self._pulling, return_exceptions=True)
        await self._client.close()  # type: ignore[no-untyped-call]

    async def _answer(
        self, messages: Sequence[Message], options: GenerateOptions
    ) -> AsyncGenerator[Delta]:
        reader = _Reader(options)
        began = False
        try:
            parts = await self._client.chat(**self._request(messages, options))
            async with aclosing(paced(parts, self._patience, "Ollama")) as answer, aclosing(parts):
                async for part in answer:
                    for delta in reader.feed(part):
                        began = True
                        yield delta
        except _TROUBLES as error:
            if self._thinks is False and "think" in str(error) and not began:
                self._thinks = None  # an old version, or a model that does not support the option
                async for delta in self._answer(messages, options):
                    yield delta
                return
            raise self._worded(error, began) from None
        if not reader.complete:
            raise EngineFailed("Ollama broke off its answer", "Ask again")

    def _request(self, messages: Sequence[Message], options: GenerateOptions) -> dict[str, Any]:
        names = {call.id: call.name for message in messages for call in message.tool_calls}
        settings: dict[str, Any] = {
            "num_ctx": self._context_tokens,
            "num_predict": options.max_tokens,
            "temperature": options.temperature,
        }
        if options.seed is not None:
            settings["seed"] = options.seed
        if options.stop:
            settings["stop"] = list(options.stop)
        if options.alternatives:
            # Some versions report the probabilities after sampling has cut off the unlikely tokens.
            settings |= {"top_k": 0, "top_p": 1.0, "min_p": 0.0}
        return {
            "model": self._model,
            "messages": [_wire_message(message, names) for message in messages],
            "tools": [openai_tool(tool) for tool in options.tools] or None,
            "stream": True,
            "think": self._thinks,
            "logprobs": True if options.alternatives else None,
            "top_logprobs": options.alternatives or None,
            "format": _format(options),
            "options": settings,
            "keep_alive": KEEP_ALIVE,
        }

    async def _installed(self) -> list[Installed]:
        return [
            Installed(
                model.model or "",
                (model.details.family if model.details else "") or "",
                billions((model.details.parameter_size if model.details else "") or ""),
            )
            for model in (await self._client.list()).models
        ]

    async def _loaded(self) -> list[str]:
        return [model.model or "" for model in (await self._client.ps()).models]

    def _missing(self) -> EngineUnavailable:
        by_hand = f"Run `ollama pull {self._asked_for}`, or choose another model"
        if not self._may_pull:
            return EngineUnavailable(f"Ollama does not have the model {self._asked_for}", by_hand)
        failure = None
        if self._pulling is not None and self._pulling.done() and not self._pulling.cancelled():
            failure = self._pulling.exception()
        if isinstance(failure, EngineUnavailable):
            self._pulling = None  # reported once; the next attempt pulls again
            return failure
        if self._pulling is None or self._pulling.done():
            self._pulling = asyncio.create_task(self._pull(), name="ollama pull")
        return EngineUnavailable(
            f"Ollama is still fetching the model {self._asked_for}{self._pulled}",
            "Wait until it is there",
        )

    async def _pull(self) -> None:
        try:
            parts = await self._client.pull(self._asked_for, stream=True)
            async with aclosing(paced(parts, PULL_PATIENCE, "Ollama")) as lines:
                async for line in lines:
                    self._report(line)
        except _TROUBLES as error:
            said = error.error if isinstance(error, ollama.ResponseError) else "it broke off"
            raise EngineUnavailable(
                f"Ollama cannot fetch the model {self._asked_for}: {said}",
                "Correct its name, or choose another model",
            ) from None
        except EngineFailed as error:
            raise EngineUnavailable(error.problem, error.fix) from None
        self._pulled = ""

    def _report(self, line: ollama.ProgressResponse) -> None:
        done, total = line.completed or 0, line.total or 0
        self._pulled = f" ({done * 100 // total} %)" if total else ""
        self._on_progress(Progress(self._asked_for, done, total, line.status or ""))

    def _noted(self, error: EngineError) -> EngineError:
        self._trouble = error
        return error

    def _worded(self, error: Exception, began: bool) -> EngineError:
        if isinstance(error, ollama.ResponseError):
            if error.status_code == 404 and not began:
                self._model = ""  # removed meanwhile: check again before the next answer
                return EngineUnavailable(
                    f"Ollama no longer has the model: {error.error}",
                    "Run `ollama pull` for it, or choose another model",
                )
            return EngineFailed(f"Ollama could not answer: {error.error}", _fix(error.error))
        if began or isinstance(error, httpx.RemoteProtocolError | ValueError):
            return EngineFailed("Ollama broke off its answer", "Ask again")
        return EngineUnavailable(
            f"Ollama at {self.url} cannot be reached", "Start it with `ollama serve`"
        )


class _Reconnecting(httpx.AsyncHTTPTransport):
    """HTTP transport that retries once when a connection breaks before the answer begins.

    A server closes connections that were idle for a while, perhaps just as the next request is
    sent. A failure to connect is not retried.
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request`; see httpx."""
        try:
            return await super().handle_async_request(request)
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
            return await super().handle_async_request(request)


class _Reader:
    """Reads one streamed answer."""

    def __init__(self, options: GenerateOptions) -> None:
        self._filter = TextFilter(options.tools)
        self._begun = False  # the alternatives of the first token have been reported
        self.complete = False

    def feed(self, part: ollama.ChatResponse) -> Iterator[Delta]:
        if part.logprobs and not self._begun:
            self._begun = True
            likeliest = part.logprobs[0].top_logprobs or ()
            yield Delta(alternatives=chances((one.token, one.logprob) for one in likeliest))
        if shown := self._filter.feed(part.message.content or ""):
            yield Delta(text=shown)
        for call in part.message.tool_calls or ():
            arguments = dict(call.function.arguments)
            yield Delta(tool_call=ToolCall(new_call_id(), call.function.name, arguments))
        if part.done:
            yield from self._finish(part)

    def _finish(self, part: ollama.ChatResponse) -> Iterator[Delta]:
        self.complete = True
        rest, calls = self._filter.flush()
        if rest:
            yield Delta(text=rest)
        for call in calls:
            yield Delta(tool_call=call)
        yield Delta(usage=Usage(part.prompt_eval_count or 0, part.eval_count or 0))


def _format(options: GenerateOptions) -> dict[str, Any] | None:
    """The schema of the whole answer; `TextFilter` reads a required call back from the text."""
    if options.tools and options.tool_choice == "required":
        return call_schema(options.tools)
    return dict(options.json_schema) if options.json_schema is not None else None


def _wire_message(message: Message, names: dict[str, str]) -> dict[str, Any]:
    wire: dict[str, Any] = {"role": message.role, "content": encodable(message.content)}
    if message.tool_calls:
        wire["tool_calls"] = [
            {"function": {"name": call.name, "arguments": dict(call.arguments)}}
            for call in message.tool_calls
        ]
    if message.role == "tool":  # Ollama identifies calls by the tool's name, as it has no call ids
        wire["tool_name"] = names.get(message.tool_call_id, "")
    return wire


def _not_ollama(url: str, error: Exception) -> EngineUnavailable:
    return EngineUnavailable(
        f"What answers at {url} is not Ollama, or a very old one: {error}", "Correct --llm-url"
    )


def _nothing_installed(url: str) -> EngineUnavailable:
    return EngineUnavailable(
        f"Ollama at {url} has no model that can chat", "Fetch one with `ollama pull qwen3:4b`"
    )


def _fix(said: str) -> str:
    if "does not support tools" in said:
        return "Choose a model that can call tools"
    if "memory" in said:
        return "Choose a smaller model, or close other programs"
    return "Ask again, or choose another model"
