"""The core of the Realtime API: client events in, server events out."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from models.base import Float32, GenerateOptions, Int16, Tool, VivaError
from voice.api.openai.names import local_model, local_voice
from voice.api.realtime import beta, wire
from voice.api.realtime.answers import Answers
from voice.api.realtime.config import ChosenFunction, Invalid, VoiceId
from voice.api.realtime.formats import from_base64, whole
from voice.api.realtime.hearing import Hearing
from voice.api.realtime.items import Item
from voice.api.realtime.responses import Wishes
from voice.api.realtime.room import Room, Send, worded
from voice.conversation.answering import SLOWEST
from voice.conversation.choices import Wanted
from voice.conversation.connection import Connection
from voice.conversation.session import Session
from voice.core import events
from voice.core.events import Event
from voice.core.transport import Transport

log = logging.getLogger(__name__)

INFINITE_TOKENS = 1024
"""Number of tokens for "inf": a few minutes of speech."""

Configure = Callable[[Session, Wanted], Awaitable[None]]
"""`Sessions.configure`."""


class Conversation:
    """One client's conversation over one session. Event loop only.

    Parameters
    ----------
    session : Session
        A session to which no transport is connected yet.
    configure : callable
        Changes the session's choices, or raises `VivaError`.
    send : callable
        Takes server events, as JSON objects, in order; must not block.
    in_beta : bool
        Whether the client uses the older beta protocol.
    as_media : bool
        Whether sound is sent as media rather than in events.
    """

    def __init__(
        self,
        session: Session,
        configure: Configure,
        send: Send,
        in_beta: bool = False,
        as_media: bool = False,
    ) -> None:
        self._in_beta = in_beta
        self._room = Room(session, beta.translating(send) if in_beta else send, as_media)
        self._configure = configure
        self._hearing = Hearing(self._room)
        self._answers = Answers(self._room, self._hearing, lambda: self._wishes())
        self._model = ""  # as named by the client
        self._stop_listening: Callable[[], None] | None = None

    # --- the transport ----------------------------------------------------------------------

    def start(self, model: str = "") -> None:
        """Take the session over and send `session.created`; `attach` the transport next."""
        self._model = model
        self._room.session.direct(self._answers)
        self._stop_listening = self._room.session.subscribe(self._on_event)
        self._hearing.configure()
        self._room.emit("session.created", session=self.to_dict())
        if self._in_beta:
            conversation = {"id": self._room.conversation_id, "object": "realtime.conversation"}
            self._room.emit("conversation.created", conversation=conversation)

    def attach(self, transport: Transport) -> Connection:
        """Connect the session to `transport`; call it after `start`."""
        connection = self._room.connection = self._room.session.attach(transport)
        return connection

    async def receive(self, text: str) -> None:
        """Process a message; never raises, as invalid messages are answered with an `error`."""
        try:
            event = json.loads(text)
        except (ValueError, RecursionError):
            self._room.fail("Could not parse the message as JSON.", "invalid_json")
            return
        if not isinstance(event, dict):
            self._room.fail("A message is a JSON object with a type.", "invalid_event")
            return
        await self.handle(event)

    async def handle(self, event: dict[str, Any]) -> None:
        """Process a client event."""
        try:
            await self._obey(wire.parsed(beta.understood(event) if self._in_beta else event))
        except Invalid as problem:
            given = event.get("event_id")
            problem.event_id = given[:512] if isinstance(given, str) else ""
            self._room.complain(problem)
        except Exception as error:
            # A fault in one event must not end the connection or the task that processes events.
            log.exception("a client event could not be obeyed")
            self._room.fail(worded(error), "server_error", kind="server_error")

    def refuse(self, message: str, code: str) -> None:
        """Report a message that is not an event."""
        self._room.fail(message, code)

    async def hear(self, samples: Float32) -> None:
        """Process sound received as media: float32 mono 16 kHz within ±1.

        Raises
        ------
        Invalid
            There is no turn detection, and the client has not committed for too long.
        """
        await self._hearing.hear(samples)

    def play(self, frame: Int16) -> None:
        """Note that a frame of `Connection.next_frame` is being sent to the client."""
        self._answers.play(frame)

    async def update(self, patch: dict[str, Any]) -> None:
        """Change the session as `session.update` does, without sending an event.

        Raises
        ------
        Invalid
            A field is invalid or cannot be satisfied; the session is unchanged.
        """
        config = self._room.config.updated(patch)
        output = config.audio.output
        voice = output.voice if isinstance(output.voice, str) else output.voice.id
        session = self._room.session
        wanted = Wanted(
            voice=local_voice(voice),
            speed=max(SLOWEST, output.speed),
            model=local_model(config.model) if config.model != self._model else None,
        )
        if wanted != Wanted(speed=session.choices.speed):
            try:
                await self._configure(session, wanted)
            except VivaError as error:
                raise Invalid(str(error), param="session") from error
        self._answers.forget_draft()
        self._room.config = config
        self._hearing.configure()

    def close(self) -> None:
        """The connection has gone: unsubscribe from the session."""
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None

    def to_dict(self) -> dict[str, Any]:
        """The session object for the client: the requested configuration, and the actual model."""
        session = self._room.session
        shown = self._room.config.model_dump(mode="json", exclude={"temperature"})
        shown["audio"]["output"]["voice"] = session.choices.voice
        return shown | {
            "object": "realtime.session",
            "id": self._room.session_id,
            "model": session.answering.status.model,
            "expires_at": int(time.time() + session.remaining_s),
            "temperature": self._temperature,
        }

    # --- client events ----------------------------------------------------------------------

    async def _obey(self, event: wire.AnyEvent) -> None:
        match event:
            case wire.SessionUpdate():
                await self.update(event.session)
                self._room.emit("session.updated", session=self.to_dict())
            case wire.Append():
                await self._hearing.append(event.audio)
            case wire.Commit():
                self._answers.forget_draft()
                self._hearing.commit()
            case wire.Clear():
                self._answers.forget_draft()
                self._hearing.clear()
            case wire.ItemCreate():
                self._create_item(event)
            case wire.ItemRetrieve():
                item = self._room.items.find(event.item_id)
                self._room.emit("conversation.item.retrieved", item=item.to_dict())
            case wire.ItemTruncate():
                self._truncate(event)
            case wire.ItemDelete():
                self._room.items.remove(self._room.items.find(event.item_id))
                self._room.emit("conversation.item.deleted", item_id=event.item_id)
            case wire.ResponseCreate():
                await self._create_response(event.response or wire.ResponseParams())
            case wire.ResponseCancel():
                self._answers.cancel(event.response_id)
            case wire.OutputClear():
                self._answers.silence()

    def _create_item(self, event: wire.ItemCreate) -> None:
        wanted = event.item
        item = Item.of(wanted)
        calls = {one.call_id for one in self._room.items if one.type == "function_call"}
        if isinstance(wanted, wire.CallOutputIn) and wanted.call_id not in calls:
            raise Invalid(
                f"Tool call ID '{wanted.call_id}' not found in conversation.",
                "invalid_tool_call_id",
                "item.call_id",
            )
        sounds = self._sounds_in(wanted) if isinstance(wanted, wire.MessageIn) else {}
        self._answers.forget_draft()
        self._room.add(item, event.previous_item_id)
        self._room.done(item)
        for index, sound in sounds.items():
            self._hearing.take(item, item.parts[index], sound)

    def _sounds_in(self, message: wire.MessageIn) -> dict[int, Float32]:
        """Recordings without a transcript among the parts of a message."""
        kind = self._room.config.audio.input.format.type
        found = {}
        for index, part in enumerate(message.content):
            if part.type == "input_audio" and part.audio and not part.transcript:
                try:
                    found[index] = whole(kind, from_base64(part.audio))
                except ValueError as error:
                    path = f"item.content.{index}.audio"
                    raise Invalid(f"Invalid {path!r}: this is not base64.", param=path) from error
        return found

    def _truncate(self, event: wire.ItemTruncate) -> None:
        item = self._room.items.find(event.item_id)
        if item.role != "assistant" or not item.parts or not item.parts[0].is_audio:
            raise Invalid("Only spoken messages of the assistant are truncated.", param="item_id")
        if event.content_index != 0:
            raise Invalid("This message has one part only.", param="content_index")
        part = item.parts[0]
        if event.audio_end_ms > part.audio_ms:
            raise Invalid(
                f"Audio content of {part.audio_ms}ms is already shorter than "
                f"{event.audio_end_ms}ms",
                param="audio_end_ms",
            )
        self._answers.cut_off(item)
        part.audio_ms, kept = event.audio_end_ms, part.heard_until(event.audio_end_ms)
        if len(kept) < len(part.text):
            part.text, item.cut = kept, True
        self._room.emit(
            "conversation.item.truncated",
            item_id=item.id,
            content_index=0,
            audio_end_ms=event.audio_end_ms,
        )

    async def _create_response(self, params: wire.ResponseParams) -> None:
        wishes = self._wishes(params)
        asked = params.audio.output.voice
        name = local_voice(asked.id if isinstance(asked, VoiceId) else asked or "")
        if name is not None and name != self._room.session.choices.voice:
            raise Invalid(
                "The voice of one response cannot differ from the session's; "
                "change it with session.update.",
                param="response.audio.output.voice",
            )
        self._answers.create(wishes)

    # --- responses --------------------------------------------------------------------------

    @property
    def _temperature(self) -> float:
        given = self._room.config.temperature
        return self._room.session.answering.options.temperature if given is None else given

    def _wishes(self, params: wire.ResponseParams | None = None) -> Wishes:
        """Options of a response: the session's configuration, overridden by `params`."""
        params, config = params or wire.ResponseParams(), self._room.config
        most = params.max_output_tokens or config.max_output_tokens
        modalities = params.output_modalities or config.output_modalities
        heat = self._temperature if params.temperature is None else params.temperature
        instructions = config.instructions if params.instructions is None else params.instructions
        context = None if params.input is None else tuple(map(self._given, params.input))
        chosen = params.audio.output.format or config.audio.output.format
        return Wishes(
            options=self._options(params, most, heat),
            instructions=instructions,
            modality="audio" if "audio" in modalities else "text",
            context=context,
            in_band=params.conversation == "auto",
            format=chosen.type,
            max_output_tokens=most,
            metadata=params.metadata,
        )

    def _options(
        self, params: wire.ResponseParams, most: int | str, heat: float
    ) -> GenerateOptions:
        config = self._room.config
        functions = config.tools if params.tools is None else params.tools
        choice = config.tool_choice if params.tool_choice is None else params.tool_choice
        if isinstance(choice, ChosenFunction):
            functions = tuple(one for one in functions if one.name == choice.name)
            if not functions:
                raise Invalid(f"There is no tool {choice.name!r}.", param="response.tool_choice")
        elif choice == "required" and not functions:
            raise Invalid("A tool is required, and there is none.", param="response.tool_choice")
        elif choice == "none":
            functions = ()
        context = self._room.session.answering.status.context_tokens
        tokens = most if isinstance(most, int) else INFINITE_TOKENS
        return GenerateOptions(
            max_tokens=min(tokens, context // 2),
            temperature=heat,
            tools=tuple(Tool(one.name, one.description, one.parameters) for one in functions),
            tool_choice="auto" if choice in ("auto", "none") else "required",
        )

    def _given(self, wanted: Any) -> Item:
        """An item of the context given for one response."""
        if isinstance(wanted, wire.ReferenceIn):
            return self._room.items.find(wanted.id, "response.input")
        if isinstance(wanted, wire.MessageIn) and self._sounds_in(wanted):
            raise Invalid("Sound in response.input is not heard; send its transcript.")
        return Item.of(wanted)

    # --- events of the session --------------------------------------------------------------

    def _on_event(self, event: Event) -> None:
        match event:
            case events.SpeechStarted():
                if self._hearing.speech_started(event.clock):
                    self._answers.interrupt()
            case events.TurnEnded():
                self._hearing.turn_ended(event.clock)
            case events.UserTurnEmpty():
                self._hearing.empty()
            case events.ReplyStarted():
                self._answers.started(event.reply)
            case events.ReplyText():
                self._answers.said(event.reply, event.text)
            case events.Notice(level="error"):
                told = self._hearing.failed(event.text) or self._answers.failed(event.text)
                if not told:
                    self._room.fail(event.text, "engine", kind="server_error")
            case events.SessionEnded():
                self._ended(event.reason)

    def _ended(self, reason: str) -> None:
        if reason == "time_limit":
            self._room.fail("Your session hit the maximum duration.", "session_expired")
        elif reason == "shutdown":
            self._room.fail("The server stops.", "server_shutdown", kind="server_error")
