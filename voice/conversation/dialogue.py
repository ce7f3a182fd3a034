"""The turns of a conversation: remembers what the student said and speaks what is due.

This is the core of a session. `voice.conversation.session` wraps it with what the outside needs:
connections, settings, beginning and end.

Everything runs on the session's event loop. Any method may be called from an event subscriber,
since none awaits while the dialogue is between two states. Methods that end something (`leave`,
`stop`, `fall_silent`) never begin to speak: only `begin`, `speak_if_due` and `carry_on` do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import numpy as np

from models.base import EngineError, Float32, LanguageModel, TextToSpeech, Transcript
from voice.conversation.answering import Answering
from voice.conversation.channel import Channel
from voice.conversation.choices import Choices
from voice.conversation.director import Director
from voice.conversation.inbox import Inbox
from voice.conversation.memory import Memory, Turn
from voice.conversation.phrases import phrases
from voice.conversation.read_ahead import ReadAhead
from voice.conversation.speculation import Draft, Speculation
from voice.conversation.status import Upkeep
from voice.conversation.typed import Typed
from voice.core import events
from voice.core.events import Event, State
from voice.core.metrics import TurnTimes
from voice.engines.pool import Engines
from voice.hearing.echo_guard import EchoGuard
from voice.hearing.listener import Listener, Utterance
from voice.speaking.replies import Speaking, Spoken

_NO_AUDIO: Float32 = np.zeros(0, np.float32)


class Dialogue:
    """Takes the student's turns and answers them as the director decides.

    Parameters
    ----------
    engines : Engines
        Shared with other sessions.
    choices, voice, llm
        What to answer with at first, as for `use`.
    memory : Memory
        What has been said so far.
    channel : Channel
        Holds the state and delivers events.
    upkeep : Upkeep
        Counts and measures.
    now : callable
        Wall clock in seconds, for metrics only.
    """

    def __init__(
        self,
        engines: Engines,
        choices: Choices,
        voice: TextToSpeech,
        llm: LanguageModel,
        memory: Memory,
        channel: Channel,
        upkeep: Upkeep,
        now: Callable[[], float],
    ) -> None:
        self.yields = True  # the student's voice silences the examiner's
        self.director: Director  # set before anybody is connected
        self.memory = memory
        self.listener = Listener(engines, choices.mode.patience, self, now)
        self.speaking = Speaking(voice.sample_rate, self, now)
        self.answering = Answering(self.speaking, engines.tts_runner, choices, voice, llm)
        self.inbox = Inbox(self._take, self._recover)
        self.echo = EchoGuard(channel.notify, lambda: self.choices.language)
        self.read_ahead = ReadAhead(self.answering.warm)
        self._engines = engines
        self._channel = channel
        self._upkeep = upkeep
        self._now = now
        self._speculation = Speculation(self._draft, self.speaking.discard, self._unmoved)
        self._turn = 0
        self._times = TurnTimes()  # of the newest turn
        self.choices = choices
        self.listener.language = choices.language

    def use(self, choices: Choices, voice: TextToSpeech, llm: LanguageModel) -> None:
        """Listen and answer according to `choices` from now on."""
        self.choices = choices
        self.answering.use(choices, voice, llm)
        self.listener.set_patience(choices.mode.patience)
        self.listener.language = choices.language
        self.memory.set_system(choices.mode.system_prompt(choices.language))

    def ready_event(self) -> events.SessionReady:
        """What a newly connected page needs to know."""
        return self._upkeep.ready(self.choices, self.answering, self.memory)

    # --- beginning and end ------------------------------------------------------------------

    def begin(self) -> None:
        """Start or continue the conversation; called when a student is connected."""
        self.inbox.begin()
        self._all_of(self.director.connected)
        self.speak_if_due()

    def hear(self, samples: Float32) -> None:
        """Take incoming samples, by which the dialogue also counts time."""
        self.listener.push(self.echo.pass_on(samples, self._channel.state is State.SPEAKING))
        if self._channel.connected and self._upkeep.second_passed():
            self.director.tick()

    def leave(self) -> None:
        """Stop speaking because the student has gone; called once nobody is connected any more.

        What the student was saying ends as a turn: it is recognised and remembered now, and
        answered when they come back.
        """
        self._all_of(
            self._speculation.drop, self.listener.finish, self._drop, self.director.disconnected
        )

    def stop(self) -> None:
        """Stop all work and forget the turns that have not been taken yet."""
        self._all_of(
            self._speculation.drop,
            self._drop,
            self.listener.stop,
            self.read_ahead.stop,
            self.inbox.stop,
            self.director.close,
        )

    def _all_of(self, *steps: Callable[[], object]) -> None:
        """Run every step, and report a fault in one instead of leaving out the others."""
        for step in steps:
            try:
                step()
            except Exception as error:  # noqa: BLE001 - an ending is never left half done
                self._channel.report(error)

    # --- hearing: `voice.hearing.listener.Audience` -----------------------------------------

    def on_event(self, event: Event) -> None:
        """Pass an event of the listener on to the page and the subscribers."""
        self._channel.emit(event)
        if isinstance(event, events.PartialTranscript) and not self.speaking.active:
            self.read_ahead.follow(event.text[: event.stable], self.memory.messages_with)

    def on_onset(self) -> None:
        """Fall silent on speech onset (barge-in), before it is known whether it has words in it."""
        self.read_ahead.begin()
        self._give_way()

    def _give_way(self) -> None:
        if self.yields and self._channel.state in (State.THINKING, State.SPEAKING):
            self.speaking.pause()
            self._channel.move(State.INTERRUPTED)

    def on_pause(self, transcript: asyncio.Task[Transcript]) -> None:
        """Prepare an answer that is not heard yet, in case the turn is over."""
        self._speculation.prepare(transcript)

    def on_resume(self) -> None:
        """Drop the prepared answer, since the turn goes on."""
        self._speculation.drop()
        self._give_way()

    def on_utterance(self, utterance: Utterance) -> None:
        """Queue the student's finished turn."""
        self.inbox.put(utterance)

    def forget_draft(self) -> None:
        """Drop the answer prepared for the student's next turn, since it is out of date."""
        self._speculation.drop()

    def _recover(self, error: Exception) -> None:
        """Go on after a turn that could not be taken, at the least by listening again."""
        self._channel.report(error)
        self._all_of(self.carry_on)
        if self._channel.connected and not self.speaking.active:
            self._channel.settle(State.LISTENING)

    async def _take(self, said: Utterance | Typed) -> None:
        if self._channel.state is State.LISTENING and not self.listener.in_turn:
            self._channel.move(State.THINKING)
        times = TurnTimes(turn_ended=said.ended)
        if isinstance(said, Utterance):
            heard = await self._understand(said)
            times.last_voiced, audio = said.last_voiced, said.audio
        else:
            heard, audio = Transcript(said.text, self.choices.language), _NO_AUDIO
        text = heard.text
        times.transcribed = self._now()
        self._upkeep.transcribed(self.choices.language)
        if not text or (isinstance(said, Utterance) and self._is_echo(text)):
            self._speculation.drop()
            self._channel.emit(events.UserTurnEmpty(clock=self.listener.clock, turn=self._turn + 1))
            self.carry_on()
            return
        draft = self._speculation.take(text)
        if draft is None and self.yields:
            self.fall_silent()
        self._turn += 1
        self.listener.turn = self._turn + 1
        self.memory.add_user(
            Turn("user", text, self._turn, self.listener.clock, said.source, words=heard.words)
        )
        self._channel.emit(
            events.UserTurn(
                clock=self.listener.clock, turn=self._turn, text=text, source=said.source
            )
        )
        self._times = times
        try:
            await self.director.heard(self.memory.turns[-1], audio)
        except BaseException:
            if draft is not None:
                self.speaking.discard(draft.number)
            raise
        if draft is None or not self._commit(draft):
            self.carry_on()

    async def _understand(self, utterance: Utterance) -> Transcript:
        """Transcribe an utterance; the text is empty if it has no words or recognition failed."""
        try:
            return await self.listener.understand(utterance)
        except EngineError as error:
            self._channel.report(error)
            sentence = phrases(self.choices.language).not_understood
            if self._channel.connected and not self.speaking.active:
                self._announce(self.answering.recite(sentence, self._times, aside=True))
        except asyncio.CancelledError:
            # The listener has stopped recognising it; or this task is stopped, which goes on.
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise
        return Transcript("", self.choices.language)

    def _is_echo(self, text: str) -> bool:
        """Whether the recognised words are the examiner's own, picked up by the microphone."""
        return self.speaking.active and self.echo.is_echo(text, self.speaking.begun_text)

    def carry_on(self) -> None:
        """Resume a reply that a sound without words interrupted, or else say what is due."""
        if not self._channel.connected or self.listener.in_turn:
            return
        self._unmoved()
        if not self.speaking.active:
            self.speaking.resume()
            if not self.speak_if_due():
                self._channel.settle(State.LISTENING)

    def _unmoved(self) -> None:
        """Resume a reply that was interrupted by a sound without words."""
        if (
            self._channel.state is State.INTERRUPTED
            and self.speaking.paused
            and self.speaking.active
        ):
            self._upkeep.counts.false_interruptions += 1
            self.speaking.resume()
            self._channel.move(State.SPEAKING if self.speaking.audible else State.THINKING)

    # --- answering --------------------------------------------------------------------------

    def speak_if_due(self) -> bool:
        """Say what is due unless the student or a reply is speaking; return whether a reply is.

        Called whenever something may have become due: after a turn, after a reply that was heard
        to its end, and by a director for what happens in between (a button, a mark, a second).
        """
        may = self._channel.connected and not self.listener.in_turn and not self.speaking.active
        try:
            if may and self.director.due:
                self._announce(self.director.speak(self.answering, self.memory, self._times))
        except Exception as error:  # noqa: BLE001 - the next turn works
            self._channel.report(error)
            self._drop()
            if self._channel.connected:
                self._channel.settle(State.LISTENING)
        return self.speaking.active

    def _announce(self, reply: int) -> None:
        """Tell the page that reply number `reply` has begun."""
        self._channel.settle(State.THINKING)
        self._channel.emit(
            events.ReplyStarted(clock=self.listener.clock, reply=reply, turn=self._turn)
        )

    def _draft(self, text: str, times: TurnTimes) -> int | None:
        """Begin a held reply to what may turn out to be the next turn; None if it must wait."""
        if self.speaking.active or self.director.due:
            return None  # something else comes first
        if self.inbox.pending or not self._channel.connected or not self._engines.effort.speculates:
            return None
        return self.director.draft(text, self.answering, self.memory, times)

    def _commit(self, draft: Draft) -> bool:
        """Let a draft be heard now that its turn is over; False if it cannot be used."""
        silent = not self._channel.connected or self.listener.in_turn
        if silent or not self.speaking.release(draft.number):
            self.speaking.discard(draft.number)
            return False
        draft.times.take_turn(self._times)
        self._times = draft.times
        self.director.drafted()
        self._announce(draft.number)
        return True

    def fall_silent(self) -> None:
        """End the reply in progress; the memory keeps what was heard of it.

        The caller continues with `speak_if_due` or `carry_on`.
        """
        self._upkeep.counts.interruptions += self.speaking.audible
        if self.speaking.active and self._channel.state in (State.THINKING, State.SPEAKING):
            self._channel.move(State.INTERRUPTED)
        self._drop()

    # --- speaking: `voice.speaking.replies.Audience` ----------------------------------------

    def on_clause(self, number: int, text: str) -> None:
        """Show a clause whose first sample is on its way to the speaker."""
        if self._channel.state is State.THINKING:
            self._channel.move(State.SPEAKING)
            self._all_of(self.director.audible)
            self._upkeep.counts.discarded_speculations = self._speculation.discarded
            self._upkeep.audible(self._times, self._turn, self.speaking, self._now())
        if text:
            self._channel.emit(events.ReplyText(clock=self.listener.clock, reply=number, text=text))

    def on_spoken(self, spoken: Spoken) -> None:
        """Note that a reply has been heard to its end, and say what is due next."""
        self._spoken(spoken)
        self.speak_if_due()

    def _drop(self) -> None:
        """End the reply in progress without saying what is due next."""
        if (spoken := self.speaking.drop()) is not None:
            self._spoken(spoken)

    def _spoken(self, spoken: Spoken) -> None:
        """Note that a reply is over; the memory keeps what was heard of it."""
        number, text, cut = spoken.number, spoken.text, spoken.interrupted
        if own := spoken.remembered:
            self.memory.add_assistant(
                Turn("assistant", own, self._turn, self.listener.clock, interrupted=cut)
            )
        self._channel.emit(
            events.ReplyDone(clock=self.listener.clock, reply=number, text=text, interrupted=cut)
        )
        if self._upkeep.fell_back(self.answering):
            self._channel.emit(self.ready_event())
            self._channel.notify("info", self.answering.status.why)
        if not cut and self._channel.state in (State.SPEAKING, State.THINKING):
            self._channel.move(State.LISTENING)
        self._all_of(partial(self.director.on_spoken, spoken))

    def on_failure(self, error: Exception) -> str:
        """Report that a reply failed; returns the sentence that is spoken instead."""
        self._channel.report(error)
        return phrases(self.choices.language).failed
