"""What a reply is made with: the chosen model, voice and manner."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence

from models.base import (
    Float32,
    GenerateOptions,
    Int16,
    LanguageModel,
    Message,
    ModelStatus,
    TextToSpeech,
)
from voice.choices import Choices
from voice.metrics import TurnTimes
from voice.reply import Speaker
from voice.speaking import Speaking, Work
from voice.worker import Runner

Responder = Callable[[Float32], AsyncIterator[Int16]]
"""Answers an utterance (float32 mono 16 kHz; empty if it was typed) with sound of its own
(int16 mono at `Session.output_rate`), in place of the language model and the voice."""


class Answering:
    """Begins replies; each method returns the reply's number.

    Parameters
    ----------
    speaking : Speaking
        Speaks them.
    runner : Runner
        Where voices work.
    choices, voice, llm
        See `use`.
    """

    def __init__(
        self,
        speaking: Speaking,
        runner: Runner,
        choices: Choices,
        voice: TextToSpeech,
        llm: LanguageModel,
    ) -> None:
        self._speaking = speaking
        self._runner = runner
        self.use(choices, voice, llm)

    @property
    def status(self) -> ModelStatus:
        """Which model answers, and why."""
        return self._llm.status

    def use(self, choices: Choices, voice: TextToSpeech, llm: LanguageModel) -> None:
        """Answer with these from the next reply on."""
        self._voice, self._llm = voice, llm
        mode = choices.mode
        self._options = GenerateOptions(max_tokens=mode.max_tokens, temperature=mode.temperature)
        self._speaker = Speaker(voice, choices.speed, choices.language, self._runner)

    def answer(self, messages: Sequence[Message], times: TurnTimes, held: bool = False) -> int:
        """Generate and speak; a `held` reply waits to be released."""
        llm, options = self._llm, self._options
        return self._begin(lambda reply: reply.answer(llm, messages, options), times, held=held)

    def recite(self, text: str, times: TurnTimes, aside: bool = False) -> int:
        """Speak fixed text; an `aside` is no part of the conversation."""
        return self._begin(lambda reply: reply.recite(text), times, text if aside else "")

    def play(self, sound: AsyncIterator[Int16], times: TurnTimes) -> int:
        """Play sound made elsewhere."""
        return self._begin(lambda reply: reply.play(sound), times)

    async def warm(self, messages: Sequence[Message]) -> None:
        """Have the model read `messages` ahead of the question."""
        await self._llm.warm(messages)

    def _begin(self, work: Work, times: TurnTimes, aside: str = "", held: bool = False) -> int:
        return self._speaking.begin(self._speaker, times, work, aside, held)
