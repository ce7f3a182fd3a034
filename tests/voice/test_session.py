"""Scripted conversations in simulated time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from models.base import INPUT_RATE, EngineUnavailable, Message, VivaError
from tests.fakes import COUGH, settle
from tests.stage import MODE, Stage, echo
from voice import events
from voice.choices import Limits
from voice.events import State
from voice.phrases import phrases

LONG = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen."


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    await settle()
    yield stage
    await stage.end()


@pytest.fixture
async def patient() -> AsyncIterator[Stage]:
    """An examiner who waits 1.5 s where a sentence does not sound finished."""
    stage = Stage(mode=replace(MODE, patience="normal"))
    await settle()
    yield stage
    await stage.end()


@pytest.fixture
async def talker() -> AsyncIterator[Stage]:
    """An examiner with much to say."""
    stage = Stage(reply=lambda messages: LONG)
    await settle()
    yield stage
    await stage.end()


async def test_a_question_is_answered_aloud_and_remembered(stage: Stage) -> None:
    await stage.wait(0.5)
    await stage.say("what is a cell")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard() == "You said what is a cell."
    assert stage.remembered() == [
        ("user", "what is a cell"),
        ("assistant", "You said what is a cell."),
    ]


async def test_the_second_answer_knows_the_first_turn(stage: Stage) -> None:
    for question in ("my name is Ada", "what is my name"):
        await stage.say(question)
        await stage.until(State.SPEAKING)
        await stage.until(State.LISTENING)
    assert [m.content for m in stage.model.asked[1]][1:] == [
        "my name is Ada",
        "You said my name is Ada.",
        "what is my name",
    ]


async def test_states_are_announced_in_order(stage: Stage) -> None:
    await stage.say("hello there")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    states = [event.state for event in stage.events(events.StateChanged)]
    assert states == [
        State.CONNECTING,
        State.LISTENING,
        State.THINKING,
        State.SPEAKING,
        State.LISTENING,
    ]


async def test_words_appear_while_they_are_spoken(stage: Stage) -> None:
    await stage.say("the mitochondria make energy for the whole cell")
    partials = [event.text for event in stage.events(events.PartialTranscript)]
    assert len(partials) >= 2
    assert "the mitochondria make energy for the whole cell".startswith(partials[0])
    stable = stage.events(events.PartialTranscript)[-1]
    assert stable.stable > 0


async def test_a_greeting_is_spoken_first_and_without_the_model() -> None:
    stage = Stage(mode=replace(MODE, greeting={"en": "Welcome to your exam."}))
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard() == "Welcome to your exam."
    assert stage.model.asked == []
    assert stage.remembered() == [("assistant", "Welcome to your exam.")]
    await stage.end()


async def test_typed_text_takes_the_same_road(stage: Stage) -> None:
    stage.session.say("  typed \n question ")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard() == "You said typed question."
    assert stage.events(events.UserTurn)[0].source == "text"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("", "no text"), (" \n\t", "no text"), ("x" * 10_000, "10,000 characters")],
)
async def test_text_that_cannot_be_answered_is_refused(
    stage: Stage, text: str, complaint: str
) -> None:
    with pytest.raises(VivaError, match=complaint):
        stage.session.say(text)


async def test_emoji_and_right_to_left_text_are_answered(stage: Stage) -> None:
    stage.session.say("שלום 👩‍🎓 مرحبا")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert "שלום" in stage.remembered()[0][1]


# --- patience -------------------------------------------------------------------------------


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


# --- speculation ----------------------------------------------------------------------------


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
    patient.session.detach(patient.desk)
    await patient.wait(0.5)
    assert patient.remembered() == [("user", "well I think")]
    assert patient.model.running == 0
    await patient.reconnect()
    await patient.until(State.SPEAKING)
    await patient.until(State.LISTENING)
    assert patient.desk.heard() == "You said well I think."


# --- barge-in -------------------------------------------------------------------------------


async def test_barge_in_silences_the_examiner_on_onset(talker: Stage) -> None:
    await talker.say("go on please")
    await talker.until(State.SPEAKING)
    await talker.wait(1.0)
    before = talker.desk.heard()
    await talker.play(talker.vocabulary.say("stop stop")[: round(0.3 * 16_000)])
    assert talker.session.state is State.INTERRUPTED
    assert talker.desk.silent_frames() >= 4, "the examiner goes on talking over the student"
    assert len(talker.desk.heard().split()) <= len(before.split()) + 1


async def test_memory_keeps_only_what_was_heard(talker: Stage) -> None:
    await talker.say("go on please")
    await talker.until(State.SPEAKING)
    await talker.wait(1.0)
    await talker.say("stop now please")
    await talker.until(State.THINKING)
    heard = talker.desk.heard()
    kept = talker.remembered()[1][1]
    assert LONG.startswith(kept)
    assert abs(len(kept.split()) - len(heard.split())) <= 1, (kept, heard)
    done = talker.events(events.ReplyDone)[0]
    assert done.interrupted
    assert done.text == kept
    await talker.until(State.SPEAKING)
    assert talker.model.asked[-1][2].content.endswith("…"), "the model is not told of the cut"


async def test_a_cough_resumes_the_reply_where_it_stopped(talker: Stage) -> None:
    await talker.say("go on please")
    await talker.until(State.SPEAKING)
    await talker.wait(0.6)
    await talker.say(COUGH)
    assert talker.session.state is State.INTERRUPTED
    await talker.until(State.SPEAKING)
    await talker.until(State.LISTENING)
    assert talker.desk.heard() == LONG
    assert talker.remembered()[-1] == ("assistant", LONG)
    assert len(talker.model.asked) == 1


async def test_a_cough_into_silence_is_no_turn(stage: Stage) -> None:
    await stage.say(COUGH)
    await stage.wait(3)
    assert stage.session.state is State.LISTENING
    assert stage.remembered() == []
    assert stage.events(events.UserTurnEmpty)


async def test_a_cough_while_thinking_does_not_lose_the_answer(stage: Stage) -> None:
    stage.model.first_s = 1.0
    await stage.say("what is a cell")
    await stage.until(State.THINKING)
    await stage.wait(0.3)
    await stage.say(COUGH)
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard() == "You said what is a cell."


@pytest.mark.parametrize("moment_s", [0.0, 0.1, 0.4, 0.9, 1.7, 2.6, 3.4, 3.6])
async def test_barge_in_at_any_point_keeps_the_memory_true(talker: Stage, moment_s: float) -> None:
    await talker.say("go on please")
    await talker.until(State.SPEAKING)
    await talker.wait(moment_s)
    await talker.say("stop now please")
    heard = talker.desk.heard().split()
    await talker.until(State.THINKING)
    await talker.until(State.SPEAKING)
    assert talker.remembered()[0] == ("user", "go on please")
    assert ("user", "stop now please") in talker.remembered()
    kept = [text for role, text in talker.remembered() if role == "assistant"]
    words = kept[0].split() if kept else []
    assert words == LONG.split()[: len(words)]
    assert abs(len(words) - len(heard)) <= 1, (words, heard)


async def test_typing_interrupts_too(talker: Stage) -> None:
    await talker.say("go on please")
    await talker.until(State.SPEAKING)
    await talker.wait(0.5)
    talker.session.say("never mind")
    await talker.until(State.THINKING)
    assert talker.remembered()[-1] == ("user", "never mind")
    assert talker.model.running == 1, "the interrupted answer is still being generated"


async def test_late_output_of_an_interrupted_reply_is_never_heard(talker: Stage) -> None:
    talker.model.word_s = 0.4
    await talker.say("go on please")
    await talker.until(State.SPEAKING)
    talker.model.reply = echo
    talker.model.word_s = 0.02
    await talker.say("new question now")
    before = len(talker.desk.heard().split())
    await talker.until(State.SPEAKING)
    await talker.until(State.LISTENING)
    assert " ".join(talker.desk.heard().split()[before:]) == "You said new question now."


# --- engines that fail ----------------------------------------------------------------------


async def test_a_model_that_breaks_is_told_and_the_next_turn_works(stage: Stage) -> None:
    stage.model.fail_after = 0
    await stage.say("what is a cell")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard() == phrases("en").failed
    notice = stage.events(events.Notice)[0]
    assert (notice.level, notice.text, notice.fix) == ("error", "The model broke", "Restart it")
    assert stage.remembered() == [("user", "what is a cell")], "an apology is no part of the exam"
    stage.model.fail_after = None
    await stage.say("hello again you")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard().endswith("You said what is a cell hello again you.")


async def test_a_model_that_breaks_in_mid_reply_keeps_what_was_said(talker: Stage) -> None:
    talker.model.reply = lambda messages: "First sentence is whole. Second one is not whole."
    talker.model.fail_after = 6
    await talker.say("go on please")
    await talker.until(State.SPEAKING)
    await talker.until(State.LISTENING)
    assert talker.desk.heard().startswith("First sentence is whole.")
    assert talker.remembered()[-1][0] == "assistant"
    assert phrases("en").failed not in talker.remembered()[-1][1]


async def test_an_unreachable_model_names_the_fix(stage: Stage) -> None:
    stage.model.fail_after = 0
    stage.model.error = EngineUnavailable("Ollama does not answer", "Run 'ollama serve'")
    stage.session.say("hello")
    await stage.until(State.SPEAKING)
    assert stage.events(events.Notice)[0].fix == "Run 'ollama serve'"


async def test_a_bug_in_an_engine_does_not_end_the_session(stage: Stage) -> None:
    stage.model.fail_after = 0
    stage.model.error = ZeroDivisionError()
    stage.session.say("hello")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert "ZeroDivisionError" in stage.events(events.Notice)[0].text
    stage.model.fail_after = None
    stage.session.say("again")
    await stage.until(State.SPEAKING)


async def test_an_empty_answer_is_not_silence(stage: Stage) -> None:
    stage.model.reply = lambda messages: ""
    await stage.say("what is a cell")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard() == phrases("en").failed


async def test_a_broken_voice_leaves_the_reply_as_text(stage: Stage) -> None:
    stage.voice.broken = True
    await stage.say("what is a cell")
    await stage.wait(2)
    shown = " ".join(event.text for event in stage.events(events.ReplyText))
    assert shown == "You said what is a cell."
    assert stage.remembered()[-1] == ("assistant", "You said what is a cell.")
    assert [notice.text for notice in stage.events(events.Notice)] == ["The voice broke"]


async def test_recognition_that_fails_once_is_tried_again(stage: Stage) -> None:
    stage.stt.failures = 1
    await stage.say("what is a cell")
    await stage.until(State.SPEAKING)
    assert stage.remembered() == [("user", "what is a cell")]
    assert not stage.events(events.Notice)


async def test_speech_that_could_not_be_recognised_is_not_lost(stage: Stage) -> None:
    stage.stt.failures = 2
    await stage.say("what is a cell")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard() == phrases("en").not_understood
    assert stage.events(events.Notice)[0].text == "Recognition broke"
    await stage.say("please tell me")
    await stage.until(State.SPEAKING)
    assert stage.remembered() == [("user", "what is a cell please tell me")]


# --- the connection -------------------------------------------------------------------------


async def test_reconnecting_keeps_the_conversation(stage: Stage) -> None:
    await stage.say("my name is Ada")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    stage.session.detach(stage.desk)
    assert stage.session.state is State.DISCONNECTED
    await stage.reconnect()
    ready = stage.events(events.SessionReady)[0]
    assert [turn["text"] for turn in ready.history] == [
        "my name is Ada",
        "You said my name is Ada.",
    ]
    await stage.say("what is my name")
    await stage.until(State.SPEAKING)
    assert len(stage.model.asked[-1]) == 4


async def test_a_lost_connection_does_not_lose_what_was_being_said(stage: Stage) -> None:
    await stage.say("the answer is forty two")
    stage.session.detach(stage.desk)
    await stage.wait(1)
    assert stage.remembered() == [("user", "the answer is forty two")]
    await stage.reconnect()
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard() == "You said the answer is forty two."


async def test_hanging_up_in_mid_reply_remembers_what_was_heard(talker: Stage) -> None:
    await talker.say("go on please")
    await talker.until(State.SPEAKING)
    await talker.wait(1)
    heard = talker.desk.heard().split()
    talker.session.detach(talker.desk)
    await settle()
    assert abs(len(talker.remembered()[-1][1].split()) - len(heard)) <= 1
    assert talker.model.running == 0


async def test_a_second_connection_takes_over(stage: Stage) -> None:
    first = stage.desk
    await stage.reconnect()
    assert first.hung_up
    await stage.say("hello there you")
    await stage.until(State.SPEAKING)
    assert "You" in stage.desk.heard() or stage.session.state is State.SPEAKING


async def test_start_afresh_forgets_everything(stage: Stage) -> None:
    await stage.say("my name is Ada")
    await stage.until(State.SPEAKING)
    stage.session.reset()
    await settle()
    assert stage.remembered() == []
    assert stage.events(events.MemoryCleared)
    await stage.wait(1)
    await stage.say("what is my name")
    await stage.until(State.SPEAKING)
    assert [m.role for m in stage.model.asked[-1]] == ["system", "user"]


@pytest.mark.parametrize("state", [State.LISTENING, State.THINKING, State.SPEAKING])
async def test_start_afresh_works_in_every_state(stage: Stage, state: State) -> None:
    if state is not State.LISTENING:
        await stage.say("my name is Ada")
        await stage.until(state)
    stage.session.reset()
    await stage.wait(2)
    assert stage.session.state is State.LISTENING
    assert stage.remembered() == []


async def test_the_time_limit_ends_the_session() -> None:
    stage = Stage(limits=Limits(time_s=62))
    await stage.wait(1.5)
    assert stage.session.remaining_s == pytest.approx(60.5, abs=0.1)
    await stage.wait(2)
    assert any("One minute" in notice.text for notice in stage.events(events.Notice))
    await stage.wait(60)
    assert stage.events(events.SessionEnded)[0].reason == "time_limit"
    assert stage.desk.hung_up
    assert stage.session.state is State.DISCONNECTED
    await stage.end()


async def test_sound_of_every_kind_does_no_harm(stage: Stage) -> None:
    noise = np.random.default_rng(0).normal(0, 3, 16_000).astype(np.float32)
    for audio in (np.zeros(0), np.zeros(1), np.full(100, np.nan), np.clip(noise, -1, 1)):
        stage.session.push_audio(audio.astype(np.float32))
    await stage.wait(3)
    await stage.say("hello there you")
    await stage.until(State.SPEAKING)


# --- metrics --------------------------------------------------------------------------------


async def test_latencies_add_up(stage: Stage) -> None:
    await stage.say("what is a cell")
    await stage.until(State.SPEAKING)
    metrics = stage.events(events.TurnMetrics)[0]
    assert metrics.end_of_turn_delay == pytest.approx(0.25, abs=0.08)
    assert metrics.transcription_delay == pytest.approx(0.08, abs=0.08)
    assert metrics.llm_ttft == pytest.approx(0.3, abs=0.05)
    assert metrics.tts_ttfb == pytest.approx(0.1, abs=0.05)
    assert metrics.voice_to_voice is not None
    assert 0.8 < metrics.voice_to_voice < 1.4


async def test_interruptions_are_counted(talker: Stage) -> None:
    await talker.say("go on please")
    await talker.until(State.SPEAKING)
    await talker.wait(0.5)
    await talker.say(COUGH)
    await talker.until(State.SPEAKING)
    await talker.wait(0.3)
    await talker.say("stop now please")
    await talker.until(State.THINKING)
    await talker.until(State.SPEAKING)
    metrics = talker.events(events.TurnMetrics)[-1]
    assert (metrics.interruptions, metrics.false_interruptions) == (1, 1)


# --- many at once ---------------------------------------------------------------------------


async def test_twenty_sessions_never_hear_each_other() -> None:
    def answer(number: int) -> Callable[[Sequence[Message]], str]:
        return lambda messages: f"reply{number} to {messages[-1].content}."

    first = Stage(reply=answer(0))
    stages = [first] + [
        Stage(reply=answer(n), clock=first.clock, vocabulary=first.vocabulary) for n in range(1, 20)
    ]
    said = [first.vocabulary.say(f"word{n} is mine{n} alone{n}") for n in range(20)]
    silence = np.zeros(320, np.float32)
    for tick in range(6 * 50):
        for number, stage in enumerate(stages):
            start = (tick - 3 * number) * 320  # each begins 60 ms after the one before
            frame = said[number][start : start + 320] if start >= 0 else silence
            stage.desk.tick(frame if len(frame) == 320 else silence)
        await first.clock.advance(0.02)
    for number, stage in enumerate(stages):
        text = f"word{number} is mine{number} alone{number}"
        assert stage.remembered() == [("user", text), ("assistant", f"reply{number} to {text}.")]
        assert stage.desk.heard() == f"reply{number} to {text}."
        assert [event.text for event in stage.events(events.UserTurn)] == [text]
    for stage in stages:
        await stage.end()
