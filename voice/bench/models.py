"""`bench models`: speed of the installed models on this machine, and which to choose."""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

import models
from models.base import (
    INPUT_RATE,
    EngineError,
    Float32,
    GenerateOptions,
    LanguageModel,
    Message,
    SettingsError,
    TranscribeOptions,
)
from models.outside import is_outside
from models.weights.catalogue import Catalogue
from voice.bench.tools import common
from voice.bench.tools.advice import Speech, Thought, Voice, advice
from voice.bench.tools.common import print_line, print_table
from voice.conversation.modes import load_modes
from voice.engines.threads import Threads
from voice.settings.settings import Settings

CLIP_S = 5.0  # a short answer
REPEATS = 3
ANSWER_TOKENS = 60  # three sentences

CLAUSE = "That is right,"
SENTENCES = (
    "That is right, the light reactions happen in the thylakoid membrane. "
    "Now tell me where the carbon goes."
)
QUESTIONS = ("What is photosynthesis?", "And where does it happen?", "Why is it green?")

OLLAMA_SHOWN = 3
"""How many models of a running Ollama are tried, best first."""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--only", choices=("stt", "llm", "tts"), help="only models that hear, think, or speak"
    )
    common.add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Measure and print the results."""
    bench = _Bench(common.app_settings())
    steps = [step for role, step in bench.steps() if arguments.only in (None, role)]
    if not steps:
        raise SettingsError("No models are on this machine", "Run: python -m models fetch")
    with common.until_stopped() as stop:
        for step in common.progress(steps, "Trying models"):
            step()
    bench.report()
    if arguments.json:
        asked = {"threads": asdict(bench.threads), "clip_s": CLIP_S, "answer_tokens": ANSWER_TOKENS}
        samples = [
            *(asdict(one) for one in bench.hear),
            *(asdict(one) for one in bench.think),
            *(asdict(one) for one in bench.speak),
        ]
        summary = {"advice": advice(bench.hear, bench.think, bench.speak)}
        common.write_json(arguments.json, "models", asked, samples, summary)
    return stop.exit_code


class _Bench:
    """Tries the installed models one after the other."""

    def __init__(self, settings: Settings) -> None:
        self.threads = Threads.share()
        self.hear: list[Speech] = []
        self.think: list[Thought] = []
        self.speak: list[Voice] = []
        self._settings = settings
        self._catalogue = Catalogue.load(own=settings.catalogue)
        self._failed: list[str] = []

    def steps(self) -> list[tuple[str, Callable[[], None]]]:
        """Role and trial of each model, with speech recognition first."""
        tries = {"stt": self._stt, "llm": self._llm, "tts": self._tts}
        steps: list[tuple[str, Callable[[], None]]] = []
        for role, attempt in tries.items():
            for entry in self._catalogue.entries(role):
                if self._catalogue.is_cached(entry.name):
                    path = self._catalogue.path(entry.name)
                    steps.append((role, _bound(self._or_failed, attempt, entry.name, path)))
        for name in asyncio.run(self._in_ollama())[:OLLAMA_SHOWN]:
            steps.append(("llm", _bound(self._or_failed, self._ollama, name, Path())))
        return steps

    def report(self) -> None:
        """Print the tables and the advice."""
        if self.hear:
            rows = [_speech_row(one) for one in self.hear]
            print_table("Hearing", ("model", f"a clip of {CLIP_S:g} s", "size"), rows)
        if self.think:
            print_table(
                "Thinking",
                ("model", "first token", "reads", "writes", "size"),
                [_thought_row(one) for one in self.think],
            )
        if self.speak:
            print_table(
                "Speaking",
                ("voice", "first sound", "work per second of speech", "size"),
                [_voice_row(one) for one in self.speak],
            )
        for failure in self._failed:
            print_line(f"Not tried: {failure}")
        print_line(advice(self.hear, self.think, self.speak))
        print_line(common.machine_line())

    def _or_failed(self, attempt: Callable[[str, Path], None], name: str, path: Path) -> None:
        try:
            attempt(name, path)
        except EngineError as error:  # one broken model must not stop the others
            self._failed.append(str(error))

    def _bytes(self, name: str) -> int:
        return self._catalogue.entry(name).bytes

    def _stt(self, name: str, folder: Path) -> None:
        settings = self._settings
        engine = models.speech_to_text(
            folder,
            name,
            settings.device,
            settings.compute_type,
            self.threads.recognise,
            self._catalogue.entry(name).engine,
        )
        clip, options = _clip(), TranscribeOptions(language=settings.language)
        engine.transcribe(clip, options)
        seconds = median(_timed(lambda: engine.transcribe(clip, options)) for _ in range(REPEATS))
        self.hear.append(Speech(name, self._bytes(name), seconds))

    def _tts(self, name: str, path: Path) -> None:
        voice = models.text_to_speech(path, name, "cpu", self._catalogue.entry(name).engine)
        first_s = median(_timed(lambda: next(voice.stream(CLAUSE))) for _ in range(REPEATS))
        start = time.perf_counter()
        samples = sum(len(piece) for piece in voice.stream(SENTENCES))
        factor = (time.perf_counter() - start) * voice.sample_rate / samples
        self.speak.append(Voice(name, self._bytes(name), first_s, factor))

    def _llm(self, name: str, gguf: Path) -> None:
        engine = self._embedded(name, gguf)
        thought = asyncio.run(_conversation(engine))
        self.think.append(Thought(name, self._bytes(name), *thought))

    def _embedded(self, name: str, weights: Path) -> LanguageModel:
        from models.llm.llamacpp import LlamaCpp

        context, threads = self._settings.context_tokens, self.threads
        engine = self._catalogue.entry(name).engine
        if is_outside(engine):
            return models.outside_language_model(weights, name, context, engine)
        return LlamaCpp(
            weights, name, context, sessions=1, threads=threads.generate, read_threads=threads.read
        )

    def _ollama(self, name: str, _: Path) -> None:
        engine = self._ollama_engine(name)
        self.think.append(Thought(f"ollama/{name}", 0, *asyncio.run(_conversation(engine))))

    async def _in_ollama(self) -> tuple[str, ...]:
        engine = self._ollama_engine("")
        try:
            return await engine.models()
        finally:
            await engine.aclose()

    def _ollama_engine(self, name: str) -> LanguageModel:
        from models.llm.ollama import OllamaModel

        url = self._settings.llm_url if self._settings.llm == "ollama" else ""
        return OllamaModel(name, url, self._settings.context_tokens)


async def _conversation(engine: LanguageModel) -> tuple[float, float, float]:
    """Hold a short exam: seconds to a warm first token, tokens/s read and written (medians)."""
    messages = [Message("system", load_modes()[0]["examiner"].system_prompt("en"))]
    options = GenerateOptions(max_tokens=ANSWER_TOKENS, temperature=0.0)
    first_s: list[float] = []
    writes: list[float] = []
    reads = 0.0
    try:
        for number, question in enumerate(QUESTIONS):
            messages.append(Message("user", question))
            answer, first, rest_s, usage = await _answer(engine, messages, options)
            messages.append(Message("assistant", answer))
            if number == 0:
                reads = (usage[0] / first) if first else 0.0
            else:
                first_s.append(first)
            if usage[1] > 1 and rest_s:
                writes.append((usage[1] - 1) / rest_s)
    finally:
        await engine.aclose()
    return median(first_s), reads, median(writes) if writes else 0.0


async def _answer(
    engine: LanguageModel, messages: Sequence[Message], options: GenerateOptions
) -> tuple[str, float, float, tuple[int, int]]:
    """Text, seconds to the first token and for the rest, tokens newly read and written."""
    start = time.perf_counter()
    first: float | None = None
    text, read, written = "", 0, 0
    async with aclosing(engine.stream(messages, options)) as deltas:
        async for delta in deltas:
            if delta.text and first is None:
                first = time.perf_counter()
            text += delta.text
            if delta.usage:
                read = delta.usage.prompt_tokens - delta.usage.cached_tokens
                written = delta.usage.completion_tokens
    end = time.perf_counter()
    first = first or end
    return text, first - start, end - first, (read, written)


def _speech_row(one: Speech) -> tuple[str, ...]:
    return one.name, f"{one.seconds:.2f} s", _size(one.bytes)


def _thought_row(one: Thought) -> tuple[str, ...]:
    return (
        one.name,
        f"{one.first_token_s:.2f} s",
        f"{one.reads_per_s:.0f} tokens/s",
        f"{one.writes_per_s:.0f} tokens/s",
        _size(one.bytes),
    )


def _voice_row(one: Voice) -> tuple[str, ...]:
    return one.name, f"{one.first_s:.2f} s", f"{one.factor:.2f} s", _size(one.bytes)


def _size(count: int) -> str:
    return f"{count / 1e6:,.0f} MB" if count else "-"


def _bound(call: Callable[..., None], *arguments: Any) -> Callable[[], None]:
    return lambda: call(*arguments)


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _clip() -> Float32:
    """The start of a bundled recording."""
    count = round(CLIP_S * INPUT_RATE)
    recordings = [one for one in common.read_manifest() if one.reference]
    return next(one.audio[:count] for one in recordings if len(one.audio) >= count)
