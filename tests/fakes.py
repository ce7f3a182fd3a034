"""Fake engines and a fake client in simulated time; they implement the protocols of `models.base`.

Sound is made of words: each word of the vocabulary has its own level and lasts `WORD_S`, so that
the words can be recovered from the samples at every stage.
One `Clock` drives everything; nothing sleeps.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from models.base import (
    Belief,
    Delta,
    EngineFailed,
    Float32,
    GenerateOptions,
    Int16,
    Message,
    ModelStatus,
    Patience,
    ToolCall,
    TranscribeOptions,
    Transcript,
    Usage,
    Word,
)
from voice.core.worker import Urgency
from voice.exam.model.bank import Item
from voice.exam.model.record import Answer, Mark, PointMark

T = TypeVar("T")

WORD_S = 0.25
SPOKEN_RATE = 16_000
_QUIETEST = 0.1  # below it is silence
_STEP = 1 / 4096
COUGH = "*cough*"
"""A word that sounds like speech to the VAD and has no text."""

CALIBRATION: Mapping[Patience, Belief] = {
    "quick": Belief(sure=0.7, least_s=0.3),
    "normal": Belief(sure=0.97, least_s=1.2),
    "thinking": Belief(sure=0.99, least_s=2.0),
}
"""When the fake turn detector is believed: as Smart Turn is."""


class Clock:
    """Simulated seconds."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()

    def now(self) -> float:
        """The time."""
        return self.now_s

    async def sleep(self, seconds: float) -> None:
        """Wait for simulated time to pass."""
        if seconds <= 0:
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now_s + seconds, next(self._numbers), future))
        await future

    async def advance(self, seconds: float) -> None:
        """Advance the time, running everything that is due by then."""
        self.now_s += seconds
        while self._sleepers and self._sleepers[0][0] <= self.now_s + 1e-9:
            _, _, future = heapq.heappop(self._sleepers)
            if not future.done():
                future.set_result(None)
            await settle()
        await settle()


async def settle() -> None:
    """Run all tasks until each waits for time or input."""
    for _ in range(25):
        await asyncio.sleep(0)


class Vocabulary:
    """Converts words to levels of sound and back."""

    def __init__(self) -> None:
        self._words: list[str] = []

    def say(self, text: str) -> Float32:
        """`text` as float32 sound at 16 kHz."""
        length = round(WORD_S * SPOKEN_RATE)
        pieces = [np.full(length, self._level(word), np.float32) for word in text.split()]
        return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)

    def hear(self, audio: Float32) -> str:
        """The words in `audio` of which at least half is present."""
        return " ".join(word.text for word in self.words(audio))

    def words(self, audio: Float32) -> list[Word]:
        """The words in `audio` with their times."""
        levels = np.round((np.abs(audio) - _QUIETEST) / _STEP).astype(int)
        heard: list[Word] = []
        start = 0
        for level, run in itertools.groupby(levels):
            samples = sum(1 for _ in run)
            if 0 <= level < len(self._words):
                count = round(samples / (WORD_S * SPOKEN_RATE))
                for n in range(count):
                    begin = start / SPOKEN_RATE + n * WORD_S
                    heard.append(Word(self._words[level], begin, begin + WORD_S, 0.9))
            start += samples
        return heard

    def _level(self, word: str) -> float:
        if word not in self._words:
            self._words.append(word)
        return _QUIETEST + self._words.index(word) * _STEP


class FakeVad:
    """Takes everything louder than silence for speech."""

    name = "fake VAD"
    window_samples = 512

    def stream(self) -> FakeVad:
        """Return a stream, which needs no state."""
        return self

    def score(self, window: Float32) -> float:
        """0.95 if most of the window sounds."""
        return 0.95 if np.mean(np.abs(window) >= _QUIETEST) > 0.5 else 0.02


class FakeTurnDetector:
    """Returns the answer that the test has set."""

    name = "fake turn detector"
    reads_words = False
    calibration = CALIBRATION

    def __init__(self) -> None:
        self.answer = 0.9
        self.broken = False

    def completion(self, audio: Float32, said: Transcript | None = None) -> float:
        """`answer`."""
        if self.broken:
            raise EngineFailed("The turn detector broke")
        return self.answer


class FakeStt:
    """Recognises words by their levels."""

    name = "fake STT"

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.failures = 0  # number of final transcripts that will fail from now on
        self.partial_failures = 0
        self.deaf_partials = 0  # number of partials that will be empty
        self.seconds: list[float] = []  # lengths of the final clips

    def transcribe(self, audio: Float32, options: TranscribeOptions) -> Transcript:
        """The words, without coughs."""
        if self.failures and not options.partial:
            self.failures -= 1
            raise EngineFailed("Recognition broke")
        if options.partial and self.partial_failures:
            self.partial_failures -= 1
            raise EngineFailed("Recognition broke")
        if options.partial and self.deaf_partials:
            self.deaf_partials -= 1
            return Transcript("", "en")
        if not options.partial:
            self.seconds.append(len(audio) / SPOKEN_RATE)
        words = tuple(word for word in self._vocabulary.words(audio) if word.text != COUGH)
        text = " ".join(word.text for word in words)
        return Transcript(text, "en", words if options.words else ())


class FakeVoice:
    """Speaks words as levels, one word per piece."""

    name = "fake voice"
    language = "en"
    sample_rate = SPOKEN_RATE

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.broken = False
        self.spoken: list[str] = []

    def stream(self, text: str, speed: float = 1.0) -> Iterator[Int16]:
        """Each word as int16."""
        if self.broken:
            raise EngineFailed("The voice broke", "Choose another voice")
        self.spoken.append(text)
        for word in text.split():
            yield np.round(self._vocabulary.say(word) * 32768).astype(np.int16)


class FakeModel:
    """Answers with `reply(messages)`, a word at a time."""

    def __init__(self, clock: Clock, reply: Callable[[Sequence[Message]], str]) -> None:
        self._clock = clock
        self.reply = reply
        self.first_s = 0.3  # seconds to the first word
        self.word_s = 0.05
        self.fail_after: int | None = None  # words until it fails
        self.error: Exception = EngineFailed("The model broke", "Restart it")
        self.asked: list[list[Message]] = []
        self.warmed: list[list[Message]] = []
        self.running = 0
        self.calls: tuple[str, ...] = ("ready",)  # tools that it calls if they are offered
        self.status = ModelStatus("fake", "fake", "It is a test", 4096)

    async def stream(
        self, messages: Sequence[Message], options: GenerateOptions
    ) -> AsyncGenerator[Delta, None]:
        """The words of the reply, in simulated time."""
        self.asked.append(list(messages))
        self.running += 1
        try:
            await self._clock.sleep(self.first_s)
            for number, word in enumerate(self.reply(messages).split()):
                if number == self.fail_after:
                    raise self.error
                yield Delta(text=word + " ")
                await self._clock.sleep(self.word_s)
            if self.fail_after is not None and not self.reply(messages):
                raise self.error
            for tool in options.tools:
                if tool.name in self.calls:
                    yield Delta(tool_call=ToolCall(f"call {tool.name}", tool.name, {}))
            yield Delta(usage=Usage())
        finally:
            self.running -= 1

    async def choose(
        self, messages: Sequence[Message], choices: Sequence[str]
    ) -> tuple[float, ...]:
        """Equal probabilities."""
        self.asked.append(list(messages))
        if self.fail_after is not None:
            raise self.error
        return tuple(1 / len(choices) for _ in choices)

    async def warm(self, messages: Sequence[Message]) -> None:
        """Note what was read ahead."""
        self.warmed.append(list(messages))

    async def models(self) -> tuple[str, ...]:
        """The one model."""
        return ("fake",)

    async def aclose(self) -> None:
        """Nothing to free."""


class FakeRunner:
    """Runs calls after the simulated time that they take."""

    def __init__(self, clock: Clock, cost_s: float) -> None:
        self._clock = clock
        self.cost_s = cost_s
        self.begun = 0  # calls

    async def run(self, call: Callable[[], T], urgency: Urgency = Urgency.FINAL) -> T:
        """Wait, then call."""
        self.begun += 1
        await self._clock.sleep(self.cost_s)
        return call()

    async def stream(
        self, make: Callable[[], Iterator[T]], urgency: Urgency = Urgency.FINAL
    ) -> AsyncGenerator[T, None]:
        """Run step by step; only the first step takes time."""
        await self._clock.sleep(self.cost_s)
        for item in make():
            yield item

    def close(self) -> None:
        """Nothing to close."""


class Desk:
    """A student's client: a `Transport` whose speaker plays in simulated time.

    It is the session's transport from `connect` until the session or `disconnect` ends that.
    """

    def __init__(self, session: Any, vocabulary: Vocabulary) -> None:
        self.session = session
        self.connection: Any = None
        self.events: list[Any] = []
        self.hung_up = False
        self._vocabulary = vocabulary
        self._unsent: list[Int16] = []
        self._played: list[Int16] = []
        self._room = asyncio.Event()
        self._pump: asyncio.Task[None] | None = None

    def connect(self) -> None:
        """Become the session's transport."""
        self.connection = self.session.attach(self)
        self._pump = asyncio.create_task(self._pull())

    def disconnect(self) -> None:
        """Lose the connection."""
        self.connection.close()

    def heard(self) -> str:
        """All words played by the speaker."""
        if not self._played:
            return ""
        return self._vocabulary.hear(
            np.concatenate(self._played).astype(np.float32) / np.float32(32768)
        )

    def silent_frames(self) -> int:
        """How many of the newest frames were silence."""
        loud = [index for index, frame in enumerate(self._played) if np.any(frame)]
        return len(self._played) - (loud[-1] + 1 if loud else 0)

    def plays_on(self) -> bool:
        """Whether any unplayed frames contain sound."""
        return any(np.any(frame) for frame in self._unsent)

    def tick(self, frame: Float32) -> None:
        """Let 20 ms pass: one frame from the microphone, one to the speaker."""
        self._played.append(self._unsent.pop(0) if self._unsent else np.zeros(320, np.int16))
        self._room.set()
        self.connection.push(frame)

    def leave(self) -> None:
        """Unsubscribe from the session."""
        if self._pump is not None:
            self._pump.cancel()

    def unsent_samples(self) -> int:
        """Samples that the speaker has not played."""
        return sum(len(frame) for frame in self._unsent)

    def clear(self) -> None:
        """Drop unplayed samples."""
        self._unsent.clear()
        self._room.set()

    def send(self, event: Any) -> None:
        """Note an event."""
        self.events.append(event)

    def hang_up(self) -> None:
        """Note it."""
        self.hung_up = True

    async def _pull(self) -> None:
        while (frame := await self.connection.next_frame()) is not None:
            self._unsent.append(frame)
            while len(self._unsent) >= 10:
                self._room.clear()
                await self._room.wait()


class FakeMarking:
    """Counts a key point as made if its text was said word for word."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock
        self.look_s = 0.0
        self.mark_s: list[float] = []  # seconds that the next marks take; 0 after the last
        self.broken = self.blind = False  # while marking, while looking
        self.asked: list[str] = []  # items
        self.warmed: list[str] = []
        self.looked: list[str] = []  # newest words

    async def mark(self, item: Item, answers: Sequence[Answer]) -> Mark:
        """Full marks for each point that was made."""
        self.asked.append(item.id)
        if self.clock is not None and self.mark_s:
            await self.clock.sleep(self.mark_s.pop(0))
        if self.broken:
            raise EngineFailed("The marker broke")
        return self._said(item, answers)

    async def warm(self, item: Item) -> None:
        """Note what was read ahead."""
        self.warmed.append(item.id)

    async def look(self, item: Item, answers: Sequence[Answer]) -> Mark:
        """The same mark, after `look_s`."""
        if self.clock is not None:
            await self.clock.sleep(self.look_s)
        if self.blind:
            raise RuntimeError("the encoder broke")
        self.looked.append(answers[-1].text)
        return self._said(item, answers)

    def _said(self, item: Item, answers: Sequence[Answer]) -> Mark:
        said = " ".join(answer.text for answer in answers)
        points = tuple(
            PointMark(n, point.marks, "made", quote=point.text)
            if point.text in said
            else PointMark(n, point.marks)
            for n, point in enumerate(item.key_points)
        )
        return Mark(points, item.marks, item.choices, judged_by="fake")
