"""Whose turn it is, in simulated time: patience, hesitation, and answers prepared in a pause."""

from __future__ import annotations

import pytest

from models.base import INPUT_RATE
from tests.fakes import COUGH
from tests.stage import Stage
from tests.voice.conftest import LONG
from voice.core import events
from voice.core.events import State


async def test_a_thinking_pause_does_not_end_the_turn(patient: Stage) -> None:
    patient.turn_detector.answer = 0.1
    await patient.say("well I think")
    await patient.wait(1.2)
    assert patient.session.state is State.LISTENING
    await patient.say("it is green")
    await patient.until(State.SPEAKING)
    assert patient.remembered() == [("user", "well I think it is green")]


async def test_patience_ends_a_turn_that_the_detector_doubts(patient: Stage) -> None:
    patient.turn_detector.answer = 0.1
    await patient.say("well I think")
    await patient.wait(1.4)
    assert patient.session.state is State.LISTENING
    await patient.wait(0.3)
    assert patient.remembered() == [("user", "well I think")]


async def test_a_broken_turn_detector_only_costs_patience(stage: Stage) -> None:
    stage.turn_detector.broken = True
    await stage.say("hello there you")
    await stage.until(State.SPEAKING)
    assert stage.remembered() == [("user", "hello there you")]


async def test_speech_that_goes_on_before_the_answer_is_one_turn_for_the_model(
    stage: Stage,
) -> None:
    await stage.say("the cell wall")
    await stage.until(State.THINKING)
    await stage.say("is made of cellulose")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.model.asked[-1][-1].content == "the cell wall is made of cellulose"
    assert stage.desk.heard() == "You said the cell wall is made of cellulose."


async def test_let_me_think_holds_the_turn_for_as_long_as_it_takes(stage: Stage) -> None:
    await stage.say("well I think")
    stage.session.hold(True)
    await stage.wait(8)
    assert stage.session.state is State.LISTENING
    assert [event.held for event in stage.events(events.HoldChanged)] == [True]
    await stage.say("it is green")
    await stage.wait(8)
    assert stage.remembered() == []
    stage.session.hold(False)
    await stage.until(State.SPEAKING, within_s=1)
    assert stage.remembered() == [("user", "well I think it is green")]


async def test_i_am_done_ends_the_turn_at_once(stage: Stage) -> None:
    stage.turn_detector.answer = 0.1
    await stage.say("that is all")
    stage.session.hold(True)
    await stage.wait(0.1)
    stage.session.done()
    await stage.wait(0.3)
    assert stage.remembered() == [("user", "that is all")]
    assert not stage.events(events.HoldChanged)[-1].held


async def test_i_am_done_without_having_spoken_is_nothing(stage: Stage) -> None:
    stage.session.done()
    await stage.wait(1)
    assert stage.session.state is State.LISTENING


async def test_a_long_answer_is_read_while_it_is_spoken(stage: Stage) -> None:
    answer = " ".join(f"reason{number}" for number in range(30))
    await stage.say(answer)
    assert stage.model.warmed, "the model has to read it all after the last word"
    last = stage.model.warmed[-1][-1]
    assert last.role == "user"
    assert answer.startswith(last.content)
    assert stage.remembered() == []


async def test_the_examiner_is_not_interrupted_by_its_own_voice(talker: Stage) -> None:
    await talker.say("go on please")
    await talker.until(State.SPEAKING)
    await talker.wait(1.0)
    await talker.say("one two three four")  # what it said itself, from the loudspeaker
    await talker.until(State.SPEAKING)
    assert not talker.events(events.Notice)
    await talker.wait(0.3)
    await talker.say("three four five six")
    await talker.until(State.SPEAKING)
    assert "hears itself" in talker.events(events.Notice)[0].text
    await talker.say("six seven eight nine")
    assert talker.session.state is State.SPEAKING, "it goes on listening to itself"
    await talker.until(State.LISTENING)
    assert talker.desk.heard() == LONG
    assert talker.remembered() == [("user", "go on please"), ("assistant", LONG)]
    await talker.say("now my answer")
    await talker.until(State.SPEAKING)
    assert talker.remembered()[-1] == ("user", "now my answer")


async def test_a_long_answer_is_recognised_as_it_is_given(stage: Stage) -> None:
    stage.turn_detector.answer = 0.1
    sentences = [" ".join(f"word{minute}.{number}" for number in range(24)) for minute in range(20)]
    for sentence in sentences:
        await stage.say(sentence)
        await stage.wait(0.5)
    shown = stage.events(events.PartialTranscript)[-1]
    assert shown.text.startswith(sentences[0]), "earlier words vanish from the page"
    assert shown.text[: shown.stable].startswith(sentences[0])
    await stage.until(State.SPEAKING)
    assert stage.remembered() == [("user", " ".join(sentences))]
    assert max(stage.stt.seconds) < 20, "too much is recognised again, or at once"


async def test_words_keep_their_times_on_the_clock_of_the_session(stage: Stage) -> None:
    stage.turn_detector.answer = 0.1
    said_s = []
    for text in ("what is a cell", " ".join(f"w{n}" for n in range(60)) + " end"):
        await stage.until(State.LISTENING)
        said_s.append(stage.session.clock / INPUT_RATE)
        await stage.say(text)
        await stage.wait(0.3)
        await stage.say("please now")  # after a pause: the long one comes in two pieces
        await stage.wait(6)
    spoken = [turn for turn in stage.session.memory.turns if turn.role == "user"]
    assert len(spoken) == 2
    for turn, start_s in zip(spoken, said_s, strict=True):
        assert " ".join(word.text for word in turn.words) == turn.text
        assert turn.words[0].start_s == pytest.approx(start_s, abs=0.05)
        pause_s = turn.words[-2].start_s - turn.words[-3].end_s
        assert pause_s == pytest.approx(0.3, abs=0.1), "the second piece is out of place"


async def test_a_finished_sentence_is_not_believed_at_once(patient: Stage) -> None:
    patient.turn_detector.answer = 0.99
    await patient.say("a cell has a wall")
    await patient.wait(1.0)
    await patient.say("it is green")
    await patient.until(State.SPEAKING)
    assert patient.remembered() == [("user", "a cell has a wall it is green")]


async def test_the_answer_is_ready_when_patience_ends(patient: Stage) -> None:
    patient.turn_detector.answer = 0.1
    await patient.say("well I think")
    await patient.wait(1.4)
    assert patient.desk.heard() == "", "an answer that is not due yet is heard"
    assert not patient.events(events.ReplyStarted)
    await patient.until(State.SPEAKING)
    metrics = patient.events(events.TurnMetrics)[0]
    assert metrics.voice_to_voice == pytest.approx(1.55, abs=0.1), "it was only begun then"
    await patient.until(State.LISTENING)
    assert patient.desk.heard() == "You said well I think."
    assert len(patient.model.asked) == 1


async def test_an_answer_to_half_a_sentence_leaves_no_trace(patient: Stage) -> None:
    patient.turn_detector.answer = 0.1
    await patient.say("well I think")
    await patient.wait(1.2)
    assert patient.model.asked[0][-1].content == "well I think", "no answer was prepared"
    await patient.say("it is green")
    assert patient.model.running == 0, "the useless answer is still being generated"
    await patient.until(State.SPEAKING)
    await patient.until(State.LISTENING)
    assert patient.desk.heard() == "You said well I think it is green."
    assert patient.remembered() == [
        ("user", "well I think it is green"),
        ("assistant", "You said well I think it is green."),
    ]
    assert [event.turn for event in patient.events(events.ReplyStarted)] == [1]
    assert len(patient.events(events.ReplyDone)) == 1
    assert patient.events(events.TurnMetrics)[0].discarded_speculations == 1


async def test_a_speculation_that_fails_is_tried_again_when_it_matters(patient: Stage) -> None:
    patient.turn_detector.answer = 0.1
    patient.model.fail_after = 0
    await patient.say("well I think")
    await patient.wait(1.2)
    assert not patient.events(events.Notice), "a failure is told before it matters"
    patient.model.fail_after = None
    await patient.until(State.SPEAKING)
    await patient.until(State.LISTENING)
    assert patient.desk.heard() == "You said well I think."


async def test_a_cough_gets_no_speculative_answer(stage: Stage) -> None:
    await stage.say(COUGH)
    await stage.wait(2)
    assert stage.model.asked == []


async def test_typing_during_a_speculation_answers_what_was_typed(patient: Stage) -> None:
    patient.turn_detector.answer = 0.1
    await patient.say("well I think")
    await patient.wait(0.8)
    patient.session.say("forget it")
    await patient.wait(3)
    await patient.until(State.LISTENING)
    heard = patient.desk.heard()
    assert "forget it" in heard
    assert [text for role, text in patient.remembered() if role == "user"] == [
        "forget it",
        "well I think",
    ]


async def test_hanging_up_during_a_speculation_keeps_the_words(patient: Stage) -> None:
    patient.turn_detector.answer = 0.1
    await patient.say("well I think")
    await patient.wait(0.8)
    patient.desk.disconnect()
    await patient.wait(0.5)
    assert patient.remembered() == [("user", "well I think")]
    assert patient.model.running == 0
    await patient.reconnect()
    await patient.until(State.SPEAKING)
    await patient.until(State.LISTENING)
    assert patient.desk.heard() == "You said well I think."


@pytest.mark.parametrize("pause_s", [0.15, 0.3, 0.7, 1.0, 1.3])
async def test_a_hesitation_does_not_cut_a_sentence_in_two(patient: Stage, pause_s: float) -> None:
    patient.turn_detector.answer = 0.3  # it sounds unfinished
    await patient.say("the first stage is")
    await patient.wait(pause_s)
    await patient.say("um")
    await patient.wait(pause_s)
    await patient.say("glycolysis")
    await patient.until(State.SPEAKING)
    assert patient.remembered() == [("user", "the first stage is um glycolysis")]
    assert len(patient.events(events.UserTurn)) == 1


async def test_a_self_correction_reaches_the_model_whole(patient: Stage) -> None:
    """The detector takes "in the nucleus" for the end, as the melody says; the student goes on."""
    patient.turn_detector.answer = 0.99
    await patient.say("it happens in the nucleus")
    await patient.wait(1.0)
    await patient.say("no sorry in the cytoplasm")
    await patient.until(State.SPEAKING)
    await patient.until(State.LISTENING)
    assert patient.remembered()[0] == (
        "user",
        "it happens in the nucleus no sorry in the cytoplasm",
    )
    assert "nucleus." not in patient.desk.heard(), "the answer to the mistake was heard"


async def test_false_starts_are_one_turn(patient: Stage) -> None:
    patient.turn_detector.answer = 0.2
    for start in ("I", "I th", "I think it is green"):
        await patient.say(start)
        await patient.wait(0.5)
    await patient.until(State.SPEAKING)
    assert patient.remembered() == [("user", "I I th I think it is green")]


@pytest.mark.parametrize("moment_s", [0.14, 0.2, 0.35, 0.5, 0.65, 0.8, 1.0, 1.15])
async def test_going_on_at_any_moment_of_a_speculation_leaves_one_turn(
    patient: Stage, moment_s: float
) -> None:
    patient.turn_detector.answer = 0.99  # a turn of 1.2 s would end here
    await patient.say("water moves")
    await patient.wait(moment_s)
    await patient.say("through the membrane")
    await patient.until(State.SPEAKING)
    await patient.until(State.LISTENING)
    assert patient.desk.heard() == "You said water moves through the membrane."
    assert patient.remembered() == [
        ("user", "water moves through the membrane"),
        ("assistant", "You said water moves through the membrane."),
    ]
    assert patient.model.running == 0
