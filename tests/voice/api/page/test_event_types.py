"""One class makes an event: what it sends, and what the page's modules know of it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypedDict

import pytest

from tests.house import House, Line
from tests.voice.api.own.test_feed import reading
from voice.api.page.event_types import FILE, NoSuchType, declarations, every_event, own
from voice.core.events import Event


class Mood(TypedDict):
    """How somebody sounds."""

    word: Literal["calm", "tense"]
    certainty: float


@pytest.fixture
def moods_heard() -> Iterator[type[Event]]:
    """An event that somebody has added in a package of their own."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class MoodsHeard(Event):
        """How the student sounded in a turn."""

        turn: int
        moods: tuple[Mood, ...]
        note: str | None = None

    yield MoodsHeard
    del MoodsHeard
    gc.collect()  # no other test knows of it


def test_the_page_has_the_types_of_the_present_events() -> None:
    assert FILE.read_text(encoding="utf-8") == declarations(own(every_event())), (
        "out of date: run python -m voice.api.page.event_types"
    )


async def test_an_event_of_ones_own_goes_out_like_any_other(
    house: House, moods_heard: type[Event]
) -> None:
    async with Line(house.app) as line:
        line.text({"type": "start"})
        session = house.sessions.get((await line.event("session_ready"))["session_id"])
        async with reading(house, session) as stream:
            await stream.event("state_changed")
            moods: tuple[Mood, ...] = ({"word": "calm", "certainty": 0.75},)
            session.tell(moods_heard(clock=320, turn=1, moods=moods))  # type: ignore[call-arg]
            told = {
                "type": "moods_heard",
                "clock": 320,
                "turn": 1,
                "moods": [{"word": "calm", "certainty": 0.75}],
                "note": None,
            }
            assert await line.event("moods_heard") == told
            read = await stream.event("moods_heard")
            assert {name: read[name] for name in told} == told


def test_an_event_of_ones_own_is_declared_like_any_other(moods_heard: type[Event]) -> None:
    text = declarations(every_event())
    assert '''
/** How somebody sounds. */
export interface Mood {
  word: "calm" | "tense";
  certainty: number;
}

/** How the student sounded in a turn. */
export interface MoodsHeard {
  type: "moods_heard";
  clock: number;
  turn: number;
  moods: Mood[];
  note: string | null;
}
''' in text  # fmt: skip
    assert "  | MoodsHeard" in text
    assert "  moods_heard: MoodsHeard;" in text


def test_what_json_cannot_carry_is_named() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class SoundHeard(Event):
        """It has a field that no page can read."""

        sound: bytes

    with pytest.raises(NoSuchType, match=r"SoundHeard\.sound is annotated as .*bytes"):
        declarations([SoundHeard])
    del SoundHeard
    gc.collect()


def test_two_events_of_one_type_are_refused() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class UserTurn(Event):
        """Somebody else has that name already."""

    with pytest.raises(TypeError, match=r"events\.UserTurn and .*UserTurn.*rename one of them"):
        every_event()
    del UserTurn
    gc.collect()
