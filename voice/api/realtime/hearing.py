"""The input audio buffer: sound for the session's ear, or kept until the client commits it."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass

import numpy as np

from models.base import INPUT_RATE, Float32, Patience
from voice.api.realtime.config import Invalid, SemanticVad, ServerVad
from voice.api.realtime.formats import Decoder, from_base64
from voice.api.realtime.items import Item, Part, new_id
from voice.api.realtime.room import Room
from voice.conversation.memory import Turn
from voice.hearing.turn_taking import HYSTERESIS, ONSET_WINDOWS, WINDOW_SAMPLES, Waiting

SLICE = INPUT_RATE // 2
"""Samples processed at a time, so that a long append does not block other sessions."""

SLICE_BYTES = 48_000
"""Bytes decoded at a time: a second of PCM."""

LEAST_COMMIT_S = 0.1
"""OpenAI's minimum."""

MOST_BUFFERED_S = 600.0
"""Longest turn without turn detection; 38 MB."""

LEAST_THRESHOLD = HYSTERESIS + 0.05
"""Lowest threshold; below it, nothing would be silent enough to end a turn."""

NEVER = 2.0
"""Above every probability, so that the turn detector never ends a turn."""

EAGERNESS: dict[str, Patience] = {"low": "thinking", "high": "quick"}
"""`semantic_vad` in terms of `models.base.Patience`; anything else is "normal"."""


@dataclass(frozen=True, slots=True)
class _Pending:
    """Sound that is being transcribed."""

    item: Item
    part: Part
    answer: bool  # whether turn detection may start a response to it


class Hearing:
    """The input audio buffer, and the items made from it. Event loop only.

    Parameters
    ----------
    room : Room
        State shared by the conversation.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._decoder = Decoder(room.config.audio.input.format.type)
        self._buffer: list[Float32] = []
        self._buffered = 0  # samples in the buffer, needed for every frame
        self._speech = ""  # item id of the turn in progress
        self._committing = False  # the client is ending a turn
        self._taken: tuple[Item, Part] | None = None  # sound that bypasses turn detection
        self._pending: deque[_Pending] = deque()
        self._problem = ""

    @property
    def detection(self) -> ServerVad | SemanticVad | None:
        """The configured turn detection; None if the client commits turns."""
        return self._room.config.audio.input.turn_detection

    @property
    def answers(self) -> bool:
        """Whether turn detection starts responses."""
        return self.detection is not None and self.detection.create_response

    @property
    def in_turn(self) -> bool:
        """Whether the student is in the middle of a turn."""
        return bool(self._speech)

    @property
    def idle_timeout_ms(self) -> int | None:
        """Silence after which the model speaks again."""
        detection = self.detection
        return detection.idle_timeout_ms if isinstance(detection, ServerVad) else None

    def configure(self) -> None:
        """Apply the present configuration."""
        session, wanted = self._room.session, self._room.config.audio.input
        if self._decoder.kind != wanted.format.type:
            self._decoder = Decoder(wanted.format.type)
        listener, detection = session.listener, wanted.turn_detection
        match detection:
            case ServerVad():
                wait_s = detection.silence_duration_ms / 1000
                listener.attend(
                    Waiting(sure=NEVER, least_s=wait_s, most_s=wait_s),
                    min(0.99, max(LEAST_THRESHOLD, detection.threshold)),
                    detection.prefix_padding_ms / 1000,
                )
            case SemanticVad():
                listener.attend()
                listener.set_patience(EAGERNESS.get(detection.eagerness, "normal"))
            case None:
                self._drop_turn()
        session.yields = detection is None or detection.interrupt_response
        asked = wanted.transcription
        listener.language = (asked.language if asked else None) or session.choices.language
        expected = [*(asked.keywords or ()), *(asked.prompt or "").split(",")] if asked else []
        listener.vocabulary = tuple(word.strip() for word in expected if word.strip())[:100]

    # --- the buffer -------------------------------------------------------------------------

    async def append(self, audio: str) -> None:
        """Append base64 in the session's input format."""
        try:
            data = from_base64(audio)
        except ValueError as error:
            raise Invalid(
                "Invalid 'audio'. Expected base64-encoded audio bytes.", param="audio"
            ) from error
        for start in range(0, len(data), SLICE_BYTES):
            if start:
                await asyncio.sleep(0)
            await self.hear(self._decoder.feed(data[start : start + SLICE_BYTES]))

    async def hear(self, samples: Float32) -> None:
        """Append float32 mono 16 kHz."""
        if self.detection is None:
            if self._buffered_s + len(samples) / INPUT_RATE > MOST_BUFFERED_S:
                raise Invalid(
                    f"The input audio buffer holds {MOST_BUFFERED_S:g} s; commit or clear it.",
                    "input_audio_buffer_full",
                )
            self._buffer.append(samples)
            self._buffered += len(samples)
            return
        for start in range(0, len(samples), SLICE):
            if start:
                await asyncio.sleep(0)
            if self._room.connection is not None:
                self._room.connection.push(samples[start : start + SLICE])

    def commit(self) -> None:
        """Make a turn of the buffer; it is only answered on request."""
        if self.detection is not None and self.in_turn:
            self._committing = True
            self._room.session.done()
            self._committing = False
            return
        if self._buffer:
            self._buffer.append(self._decoder.flush())
            self._buffered += len(self._buffer[-1])
        buffered_s = self._buffered_s
        if buffered_s < LEAST_COMMIT_S:
            raise Invalid(
                "Error committing input audio buffer: buffer too small. Expected at least "
                f"{LEAST_COMMIT_S * 1000:.0f}ms of audio, but buffer only has "
                f"{buffered_s * 1000:.2f}ms of audio.",
                "input_audio_buffer_commit_empty",
            )
        audio = np.concatenate(self._buffer)
        self._buffer, self._buffered = [], 0
        item = self._commit(new_id("item"))
        self.take(item, item.parts[0], audio)

    def clear(self) -> None:
        """Empty the buffer."""
        self._drop_turn()
        self._buffer, self._buffered = [], 0
        self._decoder = Decoder(self._decoder.kind)
        self._room.emit("input_audio_buffer.cleared")

    def take(self, item: Item, part: Part, audio: Float32) -> None:
        """Transcribe the recording in `part` of `item`."""
        self._taken = item, part
        self._room.session.listener.take(audio)

    # --- events of the session --------------------------------------------------------------

    def speech_started(self, clock: int) -> bool:
        """Speech has started; returns False if it continues the turn in progress."""
        if self._speech:
            return False
        self._speech = new_id("item")
        detection = self.detection
        before_ms = detection.prefix_padding_ms if isinstance(detection, ServerVad) else 0
        before_ms += _ms(ONSET_WINDOWS * WINDOW_SAMPLES)
        start_ms = max(0, _ms(clock) - before_ms)
        self._room.emit(
            "input_audio_buffer.speech_started", audio_start_ms=start_ms, item_id=self._speech
        )
        return True

    def turn_ended(self, clock: int) -> None:
        """The turn is over; its transcript follows."""
        if self._taken is not None:
            (item, part), self._taken = self._taken, None
            self._await(item, part, answer=False)
            return
        key, self._speech = self._speech or new_id("item"), ""
        if not self._committing:
            self._room.emit(
                "input_audio_buffer.speech_stopped", audio_end_ms=_ms(clock), item_id=key
            )
        item = self._commit(key)
        self._await(item, item.parts[0], answer=self.answers and not self._committing)

    def heard(self, turn: Turn, audio: Float32) -> bool:
        """A turn was transcribed; returns whether turn detection wants it answered."""
        if turn.source == "text" or not self._pending:
            self._typed(turn.text)
            return self.answers
        one = self._pending.popleft()
        one.part.text = turn.text
        self._transcribed(one, len(audio) / INPUT_RATE)
        return one.answer

    def empty(self) -> None:
        """A turn contained no words, or could not be transcribed."""
        if self._pending:
            one = self._pending.popleft()
            problem, self._problem = self._problem, ""
            self._transcribed(one, 0.0, problem)

    def failed(self, problem: str) -> bool:
        """Handle a failure; returns whether recognition failed."""
        self._problem = problem if self._pending else ""
        return bool(self._problem)

    def nothing_came(self, since: int) -> None:
        """The idle timeout has passed; the student has been silent since `since`."""
        key = new_id("item")
        self._room.emit(
            "input_audio_buffer.timeout_triggered",
            audio_start_ms=_ms(since),
            audio_end_ms=_ms(self._room.session.clock),
            item_id=key,
        )
        self._commit(key)

    # --- items ------------------------------------------------------------------------------

    @property
    def _buffered_s(self) -> float:
        return self._buffered / INPUT_RATE

    def _drop_turn(self) -> None:
        if self._speech:
            self._room.session.listener.reset()
            self._speech = ""

    def _commit(self, key: str) -> Item:
        item = Item(key, role="user", parts=[Part("input_audio")])
        previous = next((one.id for one in reversed(list(self._room.items))), None)
        self._room.emit("input_audio_buffer.committed", previous_item_id=previous, item_id=key)
        self._room.add(item)
        self._room.done(item)
        return item

    def _typed(self, text: str) -> None:
        """Add a turn that was typed by other means than this API."""
        item = Item(new_id("item"), role="user", parts=[Part("input_text", text)])
        self._room.add(item)
        self._room.done(item)

    def _await(self, item: Item, part: Part, answer: bool) -> None:
        self._pending.append(_Pending(item, part, answer))
        self._room.understood.clear()

    def _transcribed(self, one: _Pending, seconds: float, problem: str = "") -> None:
        if not self._pending:
            self._room.understood.set()
        if self._room.config.audio.input.transcription is None:
            return
        kind = "conversation.item.input_audio_transcription"
        place = {"item_id": one.item.id, "content_index": one.item.parts.index(one.part)}
        if problem:
            error = {"type": "server_error", "code": "engine", "message": problem}
            self._room.emit(f"{kind}.failed", **place, error=error)
            return
        text = one.part.text
        if text:
            self._room.emit(f"{kind}.delta", **place, delta=text)
        usage = {"type": "duration", "seconds": round(seconds, 3)}
        self._room.emit(f"{kind}.completed", **place, transcript=text, usage=usage)


def _ms(samples: int) -> int:
    return samples * 1000 // INPUT_RATE
