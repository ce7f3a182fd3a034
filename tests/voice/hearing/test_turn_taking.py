"""When a turn begins, pauses and ends, on simulated speech probabilities."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import INPUT_RATE, Patience
from tests.fakes import CALIBRATION
from voice.hearing.turn_taking import (
    MOST_S,
    WINDOW_SAMPLES,
    TurnEvent,
    TurnSignal,
    TurnTaker,
    Waiting,
)

LOUD, SOFT, QUIET = 0.95, 0.4, 0.02
WINDOW_MS = WINDOW_SAMPLES * 1000 / INPUT_RATE

FOLLOWS: dict[TurnSignal | None, set[TurnSignal]] = {
    None: {TurnSignal.STARTED},
    TurnSignal.STARTED: {TurnSignal.PAUSED, TurnSignal.ENDED},
    TurnSignal.PAUSED: {TurnSignal.RESUMED, TurnSignal.ENDED},
    TurnSignal.RESUMED: {TurnSignal.PAUSED, TurnSignal.ENDED},
    TurnSignal.ENDED: {TurnSignal.STARTED},
}


def windows(milliseconds: float) -> int:
    return round(milliseconds / WINDOW_MS)


def feed(turns: TurnTaker, probability: float, count: int) -> list[TurnEvent]:
    return [event for _ in range(count) for event in turns.feed(probability)]


def signals(events: Iterable[TurnEvent]) -> list[TurnSignal]:
    return [event.signal for event in events]


@pytest.fixture
def speaking() -> TurnTaker:
    """After 0.5 s of silence and 1 s of speech."""
    turns = TurnTaker("normal", CALIBRATION)
    feed(turns, QUIET, windows(500))
    assert signals(feed(turns, LOUD, windows(1000))) == [TurnSignal.STARTED]
    return turns


@pytest.fixture
def paused(speaking: TurnTaker) -> tuple[TurnTaker, TurnEvent]:
    """In the pause that has just been announced."""
    (pause,) = feed(speaking, QUIET, 7)
    assert pause.signal is TurnSignal.PAUSED
    return speaking, pause


def test_speech_of_128_ms_starts_a_turn_and_shorter_does_not() -> None:
    turns = TurnTaker("normal", CALIBRATION)
    assert feed(turns, LOUD, 3) == []
    (started,) = turns.feed(LOUD)
    assert started == TurnEvent(TurnSignal.STARTED, 2048, 0, 2048)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_click_does_not_start_a_turn(length: int) -> None:
    turns = TurnTaker("normal", CALIBRATION)
    for _ in range(20):
        assert feed(turns, LOUD, length) == [], "a click counted as speech"
        assert feed(turns, QUIET, 6) == []
    assert not turns.in_turn


def test_one_unvoiced_window_within_a_word_does_not_start_over() -> None:
    turns = TurnTaker("normal", CALIBRATION)
    feed(turns, QUIET, 10)
    events = [event for p in (LOUD, LOUD, QUIET, LOUD, LOUD) for event in turns.feed(p)]
    assert signals(events) == [TurnSignal.STARTED]
    assert events[0].voiced_from == 10 * WINDOW_SAMPLES, "the beginning of the word is lost"


def test_soft_sound_begins_nothing_but_does_not_end_speech(speaking: TurnTaker) -> None:
    assert feed(TurnTaker("normal", CALIBRATION), SOFT, 100) == []
    assert feed(speaking, SOFT, 100) == [], "a trailing voice was taken for silence"
    feed(speaking, QUIET, 1)
    assert signals(feed(speaking, SOFT, 6)) == [TurnSignal.PAUSED], "hysteresis works both ways"


def test_a_pause_is_announced_after_128_ms(speaking: TurnTaker) -> None:
    spoken_to = speaking.clock
    assert feed(speaking, QUIET, 3) == [], "96 ms are no pause yet"
    (pause,) = speaking.feed(QUIET)
    assert pause.signal is TurnSignal.PAUSED
    assert pause.voiced_to == spoken_to
    assert (pause.clock - spoken_to) * 1000 / INPUT_RATE == 128


@pytest.mark.parametrize("patience", ["quick", "normal", "thinking"])
def test_silence_ends_the_turn_when_patience_runs_out(patience: Patience) -> None:
    turns = TurnTaker(patience, CALIBRATION)
    feed(turns, LOUD, 20)
    events = feed(turns, QUIET, windows(5000))
    assert signals(events) == [TurnSignal.PAUSED, TurnSignal.ENDED]
    waited_s = (events[1].clock - events[1].voiced_to) / INPUT_RATE
    assert waited_s == pytest.approx(MOST_S[patience], abs=WINDOW_MS / 1000)
    assert waited_s >= MOST_S[patience], "the student was cut off"


def test_patience_can_change_in_the_middle_of_a_pause(speaking: TurnTaker) -> None:
    assert signals(feed(speaking, QUIET, windows(1000))) == [TurnSignal.PAUSED]
    speaking.patience = "quick"
    assert signals(feed(speaking, QUIET, 1)) == [TurnSignal.ENDED]


@pytest.mark.parametrize("patience", ["quick", "normal", "thinking"])
def test_a_sure_detector_ends_the_turn_after_the_least_silence(patience: Patience) -> None:
    turns = TurnTaker(patience, CALIBRATION)
    feed(turns, LOUD, 20)
    (pause,) = feed(turns, QUIET, 7)
    events = [*turns.judge(pause.clock, 1.0), *feed(turns, QUIET, windows(5000))]
    (ended,) = events
    assert ended.signal is TurnSignal.ENDED
    assert ended.voiced_to == pause.voiced_to
    waited_s = (ended.clock - ended.voiced_to) / INPUT_RATE
    assert waited_s == pytest.approx(CALIBRATION[patience].least_s, abs=WINDOW_MS / 1000)
    assert not turns.in_turn


def test_without_a_calibration_no_detector_is_believed() -> None:
    turns = TurnTaker("quick")
    feed(turns, LOUD, 20)
    (pause,) = feed(turns, QUIET, 7)
    assert turns.judge(pause.clock, 1.0) == []
    (ended,) = feed(turns, QUIET, windows(5000))
    assert ended.clock - ended.voiced_to >= MOST_S["quick"] * INPUT_RATE


def test_a_detector_that_answers_late_ends_the_turn_with_its_answer(speaking: TurnTaker) -> None:
    speaking.patience = "quick"
    (pause,) = feed(speaking, QUIET, 12)
    (ended,) = speaking.judge(pause.clock, 0.9)
    assert ended.signal is TurnSignal.ENDED


@pytest.mark.parametrize("completion", [0.0, 0.5, 0.69])
def test_an_unsure_detector_leaves_it_to_patience(
    paused: tuple[TurnTaker, TurnEvent], completion: float
) -> None:
    turns, pause = paused
    assert turns.judge(pause.clock, completion) == [], "an exam must rather wait than cut off"
    events = feed(turns, QUIET, windows(3000))
    assert signals(events) == [TurnSignal.ENDED]
    assert events[0].clock - events[0].voiced_to >= MOST_S["normal"] * INPUT_RATE


def test_an_answer_that_comes_after_the_student_went_on_is_ignored(
    paused: tuple[TurnTaker, TurnEvent],
) -> None:
    turns, pause = paused
    assert signals(turns.feed(LOUD)) == [TurnSignal.RESUMED]
    assert turns.judge(pause.clock, 1.0) == []
    (second,) = feed(turns, QUIET, 7)
    assert turns.judge(pause.clock, 1.0) == [], "the answer was about another pause"
    turns.judge(second.clock, 1.0)
    least = windows(CALIBRATION["normal"].least_s * 1000)
    assert signals(feed(turns, QUIET, least)) == [TurnSignal.ENDED], "its own answer is lost"


def test_an_answer_after_the_turn_is_over_is_ignored(paused: tuple[TurnTaker, TurnEvent]) -> None:
    turns, pause = paused
    turns.finish()
    assert turns.judge(pause.clock, 1.0) == []


def test_while_held_no_pause_ends_the_turn(paused: tuple[TurnTaker, TurnEvent]) -> None:
    turns, pause = paused
    turns.held = True
    assert turns.judge(pause.clock, 1.0) == []
    assert feed(turns, QUIET, windows(20_000)) == []
    turns.held = False
    assert signals(feed(turns, QUIET, 1)) == [TurnSignal.ENDED]


def test_im_done_ends_the_turn_at_once_even_while_held(speaking: TurnTaker) -> None:
    speaking.held = True
    assert signals(speaking.finish()) == [TurnSignal.ENDED]
    assert speaking.finish() == [], "a turn ended twice"
    assert TurnTaker("normal", CALIBRATION).finish() == []


def test_reset_forgets_the_turn_and_keeps_the_clock(speaking: TurnTaker) -> None:
    clock = speaking.clock
    speaking.reset()
    assert speaking.clock == clock
    assert not speaking.in_turn
    assert feed(speaking, QUIET, windows(5000)) == [], "a forgotten turn ended"
    feed(speaking, LOUD, 3)
    speaking.reset()
    assert feed(speaking, LOUD, 3) == [], "speech from before the reset counted"


def test_silence_is_counted_only_within_a_turn(speaking: TurnTaker) -> None:
    assert speaking.silence == 0
    feed(speaking, QUIET, 5)
    assert speaking.silence == 5 * WINDOW_SAMPLES
    speaking.finish()
    assert speaking.silence == 0


Step = tuple[str, float]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("feed"), st.floats(0, 1)),
        st.tuples(st.just("speech"), st.floats(1, 40)),
        st.tuples(st.just("silence"), st.floats(1, 100)),
        st.tuples(st.sampled_from(["judge", "late judge"]), st.floats(0, 1)),
        st.tuples(st.sampled_from(["finish", "reset", "hold", "release"]), st.just(0.0)),
    ),
    max_size=40,
)


def perform(turns: TurnTaker, step: Step, asked_at: int) -> list[TurnEvent]:
    kind, value = step
    match kind:
        case "feed":
            return turns.feed(value)
        case "speech":
            return feed(turns, LOUD, round(value))
        case "silence":
            return feed(turns, QUIET, round(value))
        case "judge" | "late judge":
            return turns.judge(asked_at if kind == "judge" else asked_at - WINDOW_SAMPLES, value)
        case "finish":
            return turns.finish()
        case "reset":
            turns.reset()
        case _:
            turns.held = kind == "hold"
    return []


def test_a_waiting_of_its_own_takes_the_place_of_patience(speaking: TurnTaker) -> None:
    speaking.patience = "thinking"
    speaking.waiting = Waiting(sure=2.0, least_s=0.4, most_s=0.4)
    (pause,) = feed(speaking, QUIET, windows(200))
    assert speaking.judge(pause.clock, 1.0) == [], "nobody is as sure"
    assert signals(feed(speaking, QUIET, windows(250))) == [TurnSignal.ENDED]


def test_a_higher_threshold_needs_more_certain_speech() -> None:
    turns = TurnTaker("normal", CALIBRATION)
    turns.threshold = 0.97
    assert feed(turns, LOUD, 50) == []
    turns.threshold = 0.9
    assert signals(feed(turns, LOUD, 4)) == [TurnSignal.STARTED]


@given(STEPS)
def test_whatever_is_heard_events_come_in_order_and_clocks_never_go_back(
    steps: list[Step],
) -> None:
    turns = TurnTaker("normal", CALIBRATION)
    last: TurnSignal | None = None
    clock = voiced_to = asked_at = 0
    for step in steps:
        for event in perform(turns, step, asked_at):
            assert event.signal in FOLLOWS[last], f"{event.signal} after {last}"
            assert event.clock >= clock
            assert event.voiced_to >= voiced_to
            assert 0 <= event.voiced_from <= event.voiced_to <= event.clock
            last, clock, voiced_to = event.signal, event.clock, event.voiced_to
            asked_at = event.clock if event.signal is TurnSignal.PAUSED else asked_at
        if step[0] == "reset":
            last = None
        assert turns.in_turn == (last not in (None, TurnSignal.ENDED))
