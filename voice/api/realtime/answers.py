"""Responses of a Realtime session, started by the client or by turn detection."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import aclosing

from models.base import Float32, Int16, Message, VivaError
from voice.api.realtime.config import Invalid
from voice.api.realtime.hearing import Hearing
from voice.api.realtime.items import Item, Part, prompt
from voice.api.realtime.responses import Outcome, Reason, Response, Wishes
from voice.api.realtime.room import Room, worded
from voice.conversation.answering import Answering
from voice.conversation.director import Director
from voice.conversation.memory import Memory, Turn
from voice.core.metrics import TurnTimes
from voice.speaking.replies import Spoken

log = logging.getLogger(__name__)

MARGIN_TOKENS = 64
"""Tokens of the context reserved for the chat template."""

LEAST_PROMPT_TOKENS = 256
"""Tokens reserved for the conversation, however much the answer and the tools take."""

NOTHING_SAID = "…"
"""The student's message if the model is to speak although nobody has spoken."""


class Answers(Director):
    """A director whose replies are the responses of the Realtime API. Event loop only.

    Spoken responses go through the session, one after the other; written ones come directly from
    the model, and may overlap with spoken ones.

    Parameters
    ----------
    room : Room
        State shared by the conversation.
    hearing : Hearing
        Knows the item of each turn.
    usual : callable
        Returns the options of responses started by turn detection.
    """

    def __init__(self, room: Room, hearing: Hearing, usual: Callable[[], Wishes]) -> None:
        self._room = room
        self._hearing = hearing
        self._usual = usual
        self._waiting: list[Response] = []
        self._speaking: Response | None = None
        self._writing: dict[str, tuple[Response, asyncio.Task[None]]] = {}
        self._draft = 0  # number of the reply that may become the next response
        self._owed = False  # a turn ended while another response was in progress
        self._silent_since = 0  # session clock, for the idle timeout

    # --- requests of the client -------------------------------------------------------------

    @property
    def in_progress(self) -> Response | None:
        """The response in progress that is part of the conversation, if any."""
        for response in self._all():
            if response.wishes.in_band:
                return response
        return None

    def create(self, wishes: Wishes) -> None:
        """Start a response.

        Raises
        ------
        Invalid
            The conversation has one in progress.
        """
        if wishes.in_band and (other := self.in_progress) is not None:
            raise Invalid(
                f"Conversation already has an active response in progress: {other.id}. "
                "Wait until the response is finished before creating a new one.",
                "conversation_already_has_active_response",
            )
        self.forget_draft()
        self._begin(wishes)
        if wishes.in_band and self._hearing.in_turn:
            # Nobody answers who is being spoken to; and a client that sends no more sound,
            # silence included, would wait for ever.
            self._room.session.done()
        self._room.session.speak_if_due()

    def cancel(self, response_id: str | None) -> None:
        """Stop a response, by default the conversation's.

        Raises
        ------
        Invalid
            There is none.
        """
        for response in self._all():
            if response.id == response_id or (response_id is None and response.wishes.in_band):
                self._stop(response, "client_cancelled")
                self._room.session.carry_on()
                return
        raise Invalid(
            "Cancellation failed: no active response found.", "response_cancel_not_active"
        )

    def silence(self) -> None:
        """Stop speaking."""
        if self._speaking is not None:
            self._stop(self._speaking, "client_cancelled")
            self._room.session.carry_on()

    def interrupt(self) -> None:
        """Handle the start of the student's speech."""
        self._silent_since = 0
        if self._room.session.yields and (response := self.in_progress) is not None:
            self._stop(response, "turn_detected")

    def cut_off(self, item: Item) -> None:
        """Stop speaking `item` if it is being spoken right now."""
        if self._speaking is not None and item in self._speaking.output:
            self._stop(self._speaking, "client_cancelled")
            self._room.session.carry_on()

    def forget_draft(self) -> None:
        """Discard the draft for the next turn, which is out of date."""
        self._room.session.forget_draft()
        self._draft = 0

    # --- events of the session --------------------------------------------------------------

    def started(self, number: int) -> None:
        """The session begins a reply; an unrequested one becomes a new response."""
        if self._speaking is None or self._speaking.number != number:
            self._speaking = Response(self._room, Wishes(self._usual().options, "", in_band=False))
            self._speaking.number, self._speaking.asked = number, True
            self._speaking.begin()

    def said(self, number: int, text: str) -> None:
        """A clause of a reply becomes audible."""
        if self._speaking is not None and self._speaking.number == number:
            self._speaking.say(text)

    def play(self, frame: Int16) -> None:
        """A frame is sent to the client."""
        if self._speaking is not None:
            self._speaking.play(frame)

    def failed(self, problem: str) -> bool:
        """Handle a failure; returns whether the reply in progress failed."""
        if self._speaking is not None:
            self._speaking.failure = problem
        return self._speaking is not None

    # --- the director -----------------------------------------------------------------------

    @property
    def due(self) -> bool:
        """Whether there is something to say; earlier turns must have been transcribed first."""
        return bool(self._waiting) and self._room.understood.is_set()

    def disconnected(self) -> None:
        """The client has gone: drop all responses."""
        self.close()

    async def heard(self, turn: Turn, audio: Float32) -> None:
        """A turn has been transcribed; turn detection may want it answered."""
        if self._hearing.heard(turn, audio):
            self._answer()

    def speak(self, answering: Answering, memory: Memory, times: TurnTimes) -> int:
        """Start the response that has waited longest."""
        response = self._speaking = self._waiting.pop(0)
        response.asked = True
        wishes = response.wishes
        response.number = answering.answer(
            self._messages(wishes),
            times,
            options=wishes.options,
            apart=not wishes.in_band,
            voice=wishes.voice,
        )
        return response.number

    def draft(
        self, text: str, answering: Answering, memory: Memory, times: TurnTimes
    ) -> int | None:
        """Prepare an answer to a turn that turn detection will want answered."""
        wishes = self._usual()
        known = self._room.understood.is_set() and self.in_progress is None
        if not (known and wishes.is_spoken and self._hearing.answers):
            return None
        following = Item("", role="user", parts=[Part("input_audio", text)])
        messages = self._messages(wishes, following)
        self._draft = answering.answer(messages, times, held=True, options=wishes.options)
        return self._draft

    def drafted(self) -> None:
        """The draft becomes the response to the last turn."""
        if self._waiting:
            self._speaking = self._waiting.pop(0)
            self._speaking.number, self._speaking.asked = self._draft, True
        self._draft = 0

    def on_spoken(self, spoken: Spoken) -> None:
        """A reply has ended, and its response with it."""
        response = self._speaking
        if response is None or response.number != spoken.number:
            return
        self._speaking = None
        response.usage = spoken.usage
        outcome = _outcome(response, cut=spoken.interrupted)
        if outcome == "cancelled" and response.reason is None:
            response.reason = "turn_detected"
        for call in spoken.tool_calls if outcome == "completed" else ():
            response.call(call)
        response.end(outcome, spoken.text)
        self._over()

    def tick(self) -> None:
        """Called every second: check the idle timeout."""
        limit_ms = self._hearing.idle_timeout_ms
        clock = self._room.session.clock
        if limit_ms is None or not self._silent_since or self._all():
            return
        if self._hearing.in_turn or not self._room.understood.is_set():
            return
        if (clock - self._silent_since) * 1000 >= limit_ms * 16_000:
            self._hearing.nothing_came(self._silent_since)
            self._silent_since = 0
            self._answer()
            self._room.session.speak_if_due()

    def close(self) -> None:
        """Stop everything."""
        self._owed = False
        for response in tuple(self._all()):
            if response is not self._speaking:  # ended by the session
                self._stop(response, "client_cancelled")

    # --- work -------------------------------------------------------------------------------

    def _all(self) -> list[Response]:
        writing = [response for response, _ in self._writing.values()]
        return [*([self._speaking] if self._speaking else []), *self._waiting, *writing]

    def _answer(self) -> None:
        """Start a response for turn detection, now or after the one in progress."""
        other = self.in_progress
        if other is None:
            self._begin(self._usual())
        elif other.asked:
            self._owed = True

    def _begin(self, wishes: Wishes) -> None:
        response = Response(self._room, wishes)
        response.begin()
        if wishes.is_spoken:
            self._waiting.append(response)
        else:
            task = asyncio.create_task(self._write(response))
            self._writing[response.id] = response, task

    def _stop(self, response: Response, reason: Reason) -> None:
        response.reason = reason
        if response is self._speaking:
            self._room.session.fall_silent()  # calls back `on_spoken`
        elif response in self._waiting:
            self._waiting.remove(response)
            response.end("cancelled")
        else:
            _, task = self._writing.pop(response.id)
            task.cancel()
            response.end("cancelled")

    def _over(self) -> None:
        """A response has ended by itself."""
        self._silent_since = self._room.session.clock
        connected = self._room.session.connected  # else the client has gone
        if self._owed and connected and self.in_progress is None:
            self._owed = False
            self._begin(self._usual())

    async def _write(self, response: Response) -> None:
        """Have the model write a response."""
        await self._room.understood.wait()
        response.asked = True
        wishes, calls = response.wishes, []
        try:
            stream = self._room.session.answering.write(self._messages(wishes), wishes.options)
            async with aclosing(stream) as deltas:
                async for delta in deltas:
                    response.usage = delta.usage or response.usage
                    if delta.text:
                        response.write(delta.text)
                    if delta.tool_call is not None:
                        calls.append(delta.tool_call)
            if not calls and not response.output:
                response.failure = "The language model gave an empty answer."
        except Exception as error:
            # A failed response must not end the session.
            if not isinstance(error, VivaError):
                log.error("unexpected failure in a response", exc_info=error)
            response.failure = worded(error)
        del self._writing[response.id]
        for call in calls:
            response.call(call)
        response.end(_outcome(response, cut=False))
        self._over()
        self._room.session.speak_if_due()

    def _messages(self, wishes: Wishes, following: Item | None = None) -> Sequence[Message]:
        """The prompt for a response."""
        items = list(self._room.items if wishes.context is None else wishes.context)
        status = self._room.session.answering.status
        tools = sum(len(str(tool)) for tool in wishes.options.tools) // 3
        left = status.context_tokens - wishes.options.max_tokens - MARGIN_TOKENS - tools
        items += [following] if following else []
        messages = prompt(wishes.instructions, items, max(LEAST_PROMPT_TOKENS, left))
        if not messages or messages[-1].role in ("assistant", "system"):
            messages.append(Message("user", NOTHING_SAID))
        return messages


def _outcome(response: Response, cut: bool) -> Outcome:
    if cut:
        return "cancelled"
    if response.failure:
        return "failed"
    if response.usage.completion_tokens >= response.wishes.options.max_tokens:
        response.reason = "max_output_tokens"
        return "incomplete"
    return "completed"
