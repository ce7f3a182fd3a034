"""Events as the page receives them."""

from __future__ import annotations

import json

import pytest

from voice.core import events
from voice.core.events import Event, State

EVERY_KIND = Event.__subclasses__()


def test_an_event_is_one_line_of_json_with_type_and_clock() -> None:
    event = events.UserTurn(clock=16_000, turn=1, text="zwei\nZeilen: 細胞", source="voice")
    line = event.to_json()
    assert "\n" not in line
    assert "細胞" in line
    assert json.loads(line) == {
        "type": "user_turn",
        "clock": 16_000,
        "turn": 1,
        "text": "zwei\nZeilen: 細胞",
        "source": "voice",
    }


def test_a_state_travels_as_its_word() -> None:
    event = events.StateChanged(clock=0, state=State.LISTENING)
    assert json.loads(event.to_json())["state"] == "listening"


def test_the_page_knows_these_types() -> None:
    assert {kind.type for kind in EVERY_KIND} == {
        "session_ready", "state_changed", "speech_started", "speech_stopped", "turn_ended",
        "hold_changed", "partial_transcript", "user_turn", "user_turn_empty", "reply_started",
        "reply_text", "reply_done", "turn_metrics", "notice", "pulling", "time_left",
        "memory_cleared", "taken_over", "session_ended", "exam_view", "exam_marked",
        "exam_finished", "exam_kept",
    }  # fmt: skip


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.type)
def test_events_cannot_be_changed_by_who_receives_them(kind: type[Event]) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert kind.__doc__
