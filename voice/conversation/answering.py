"""What a reply is made with: the chosen model, voice and manner."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import replace

from models.base import (
    Delta,
    EngineError,
    GenerateOptions,
    LanguageModel,
    Message,
    ModelStatus,
    TextToSpeech,
)
from models.llm.tools import ToolUse
from voice.conversation.choices import Choices
from voice.core.metrics import TurnTimes
from voice.core.worker import Runner
from voice.speaking.replies import Speaking, Work
from voice.speaking.reply import Reply, Speaker

SLOWLY = 0.8
"""Factor applied to the speaking rate when the student asks to hear something more slowly."""

SLOWEST = 0.5
"""The lowest speaking rate at which voices still sound natural."""

FIRST_WORD_S = 2.0
"""How long the model may take to the first word of a reply that is checked before it is spoken."""

WHOLE_S = 6.0
"""How long it may take from there to the end of the reply."""

log = logging.getLogger(__name__)


class Answering:
    """Begins replies with the chosen model and voice.

    Called from the session's event loop. The methods that begin a reply return its number at
    once; the reply is made in a task of its own.

    Parameters
    ----------
    speaking : Speaking
        Speaks the replies.
    runner : Runner
        The worker in which voices run.
    choices, voice, llm
        What to answer with at first, as for `use`.
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
        self._ways: dict[tuple[str, str], bool] = {}
        self.use(choices, voice, llm)

    @property
    def status(self) -> ModelStatus:
        """Which model answers, and why."""
        return self._llm.status

    def use(self, choices: Choices, voice: TextToSpeech, llm: LanguageModel) -> None:
        """Use these choices, voice and model from the next reply on."""
        self._llm = llm
        self._tool_use = ToolUse(llm, self._ways)
        mode = choices.mode
        self._options = GenerateOptions(max_tokens=mode.max_tokens, temperature=mode.temperature)
        self._speaker = Speaker(
            voice, choices.speed, choices.language, self._runner, choices.silent
        )

    @property
    def options(self) -> GenerateOptions:
        """The generation options that the mode prescribes."""
        return self._options

    def answer(
        self,
        messages: Sequence[Message],
        times: TurnTimes,
        held: bool = False,
        options: GenerateOptions | None = None,
        apart: bool = False,
        voice: TextToSpeech | None = None,
    ) -> int:
        """Generate a reply and speak it.

        A `held` reply is not heard before `Speaking.release`. One that is `apart` is not added to
        the memory. `voice` replaces the chosen voice for this reply.
        """
        llm, given = self._llm, options or self._options

        async def work(reply: Reply) -> None:
            await reply.answer(llm, messages, given)

        speaker = replace(self._speaker, voice=voice) if voice else self._speaker
        return self._speaking.begin(speaker, times, work, held=held, apart=apart)

    def write(
        self, messages: Sequence[Message], options: GenerateOptions
    ) -> AsyncGenerator[Delta, None]:
        """Stream the model's output; it is neither spoken nor remembered."""
        return self._llm.stream(messages, options)

    def answer_or(
        self,
        messages: Sequence[Message],
        fallback: str,
        times: TurnTimes,
        check: Callable[[str], bool],
        options: GenerateOptions | None = None,
    ) -> int:
        """Generate a reply and speak it once it is complete and `check` accepts it.

        `fallback` is spoken instead if `check` rejects the text, or the model fails or takes too
        long (`FIRST_WORD_S`, `WHOLE_S`). Tools in `options` work with every model.
        """
        llm, given = self._tool_use, options or self._options

        async def work(reply: Reply) -> None:
            try:
                text = await reply.write(llm, messages, given, FIRST_WORD_S, WHOLE_S)
            except EngineError as error:
                log.warning("fixed words instead of the model's: %s", error)
                await reply.recite(fallback)
                return
            allowed = not text or check(text)  # a model that only uses a tool says nothing
            if not allowed:
                log.info("fixed words instead of the model's, which it may not say: %r", text)
            await reply.recite(text if allowed else fallback)

        return self._begin(work, times)

    def recite(self, text: str, times: TurnTimes, aside: bool = False, slowly: bool = False) -> int:
        """Speak fixed text; an `aside` is not added to the memory."""
        aside_text = text if aside else ""
        return self._begin(lambda reply: reply.recite(text), times, aside_text, slowly=slowly)

    async def warm(self, messages: Sequence[Message]) -> None:
        """Have the model read `messages` ahead of the question."""
        await self._llm.warm(messages)

    async def learn_tools(self) -> None:
        """Find out how this model is offered tools, before they are needed."""
        await self._tool_use.learn()

    def _begin(
        self,
        work: Work,
        times: TurnTimes,
        aside: str = "",
        slowly: bool = False,
    ) -> int:
        speaker = self._speaker
        if slowly:
            speaker = replace(speaker, speed=max(SLOWEST, SLOWLY * speaker.speed))
        return self._speaking.begin(speaker, times, work, aside)
