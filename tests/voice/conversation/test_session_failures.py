"""Engines that fail in the middle of a conversation."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator

import pytest

from models.base import (
    EngineFailed,
    EngineUnavailable,
    Float32,
    Int16,
    TranscribeOptions,
    Transcript,
    VivaError,
)
from tests.fakes import COUGH, settle
from tests.stage import Stage
from voice.conversation.inbox import MOST_TYPED
from voice.conversation.partner import Partner
from voice.conversation.phrases import phrases
from voice.core import events
from voice.core.events import State
from voice.hearing.recognition import MOST_TRIES, UNHEARD_LOST


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


@pytest.mark.parametrize("failures", range(8))
async def test_nothing_is_lost_however_often_recognition_fails(stage: Stage, failures: int) -> None:
    """Two calls for each turn; after the last of them all earlier words are there, in order."""
    turns = ["what is a cell", "please tell me", "third one now", "and the last one"]
    stage.stt.failures = failures
    for turn in (*turns, "now it works again"):
        await stage.say(turn)
        await stage.wait(4)
    said = " ".join(text for role, text in stage.remembered() if role == "user")
    assert said == " ".join((*turns, "now it works again"))


@pytest.mark.parametrize("failures", range(6))
async def test_nothing_is_lost_while_the_next_turn_goes_on_already(
    stage: Stage, failures: int
) -> None:
    stage.stt_runner.cost_s = 1.5  # the words of one turn come while the next is spoken
    stage.stt.failures = failures
    turns = ["what is a cell", "please tell me", "third one now", "and the last one"]
    for turn in turns:
        await stage.say(turn)
        await stage.wait(1.0)
    await stage.wait(20)
    await stage.say("now it works again")
    await stage.wait(20)
    said = " ".join(text for role, text in stage.remembered() if role == "user")
    assert said.split() == " ".join((*turns, "now it works again")).split()


async def test_words_that_come_late_have_the_times_at_which_they_were_said(stage: Stage) -> None:
    stage.stt.failures = 2
    await stage.say("what is a cell")
    await stage.wait(10)
    await stage.say("please tell me")
    await stage.wait(3)
    words = stage.session.memory.turns[0].words
    assert [word.text for word in words] == "what is a cell please tell me".split()
    assert words[0].start_s == pytest.approx(0.0, abs=0.1)
    assert words[4].start_s == pytest.approx(11.0, abs=0.1)


async def test_sound_that_no_recogniser_takes_does_not_spoil_what_follows(stage: Stage) -> None:
    transcribe = stage.stt.transcribe

    def refuse_coughs(audio: Float32, options: TranscribeOptions) -> Transcript:
        if COUGH in stage.vocabulary.hear(audio).split():
            raise EngineFailed("Recognition broke")
        return transcribe(audio, options)

    stage.stt.transcribe = refuse_coughs  # type: ignore[method-assign]
    await stage.say(f"{COUGH} what is a cell")
    await stage.wait(3)
    for turn in range(MOST_TRIES + 1):
        await stage.say(f"please tell me {turn}")
        await stage.wait(4)
    said = [text for role, text in stage.remembered() if role == "user"]
    assert said == [f"please tell me {turn}" for turn in range(MOST_TRIES + 1)]
    lost = [notice for notice in stage.events(events.Notice) if notice.text == UNHEARD_LOST[0]]
    assert len(lost) == 1, "the student was not told, or told again and again"


async def test_what_is_too_long_to_be_kept_is_told_to_be_lost(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice.hearing.recognition.KEEP_UNHEARD_S", 2.0)
    for turn in ("what is a cell", "please tell me", "third one now"):
        stage.stt.failures = 2
        await stage.say(turn)
        await stage.wait(4)
    lost = [notice for notice in stage.events(events.Notice) if notice.text == UNHEARD_LOST[0]]
    assert lost
    await stage.say("now it works again")
    await stage.wait(4)
    assert stage.remembered()[0] == ("user", "third one now now it works again")


async def test_closing_leaves_no_recognition_running(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    tasks = asyncio.all_tasks()
    for failures in (0, 9):
        other = Stage(clock=stage.clock, vocabulary=stage.vocabulary)
        other.stt_runner.cost_s = 5.0
        other.stt.failures = failures
        await other.say("the answer is forty two")
        await other.wait(1)
        await other.say("and more")
        await other.end()
        assert asyncio.all_tasks() <= tasks, "words are looked for that nobody waits for"
    await stage.clock.advance(10)
    gc.collect()
    await settle()
    assert "never retrieved" not in caplog.text


# --- faults of our own ------------------------------------------------------------------------


async def test_a_subscriber_that_fails_does_not_keep_a_session_from_ending(stage: Stage) -> None:
    def fails(event: events.Event) -> None:
        raise OSError("disk full")

    stage.session.subscribe(fails)
    before = asyncio.all_tasks()
    stage.session.close("stopped")
    await settle()
    assert stage.desk.hung_up
    assert stage.session.state is State.DISCONNECTED
    assert not asyncio.all_tasks() - before


async def test_a_session_ends_once(stage: Stage) -> None:
    ended: list[events.Event] = []
    stage.session.subscribe(ended.append)
    stage.session.close("time_limit")
    stage.session.close("stopped")
    reasons = [event.reason for event in ended if isinstance(event, events.SessionEnded)]
    assert reasons == ["time_limit"]


@pytest.mark.parametrize(
    "method", ["connected", "disconnected", "heard", "speak", "audible", "on_spoken", "close"]
)
async def test_a_director_that_fails_leaves_a_session_that_works(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    def fails(*args: object) -> int:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(Partner, method, fails)
        stage.session.say("what is a cell")
        await stage.wait(3)
        await stage.reconnect()
        stage.session.reset()
        await stage.wait(1)
    assert stage.session.state is State.LISTENING
    stage.session.say("hello again you")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard().endswith("You said hello again you.")


async def test_a_voice_that_has_a_bug_leaves_a_session_that_works(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(text: str, speed: float = 1.0) -> Iterator[Int16]:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(stage.voice, "stream", bug)
        stage.session.say("what is a cell")
        await stage.wait(3)
    assert stage.session.state is State.LISTENING, "the student waits for a reply for ever"
    stage.session.say("hello again you")
    await stage.until(State.SPEAKING)


async def test_a_draft_that_cannot_be_made_costs_nothing_else(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(Partner, "draft", fails)
    await stage.say("what is a cell")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard() == "You said what is a cell."


async def test_a_transcript_that_is_cancelled_does_not_end_the_turns(stage: Stage) -> None:
    stage.stt_runner.cost_s = 5.0
    await stage.say("what is a cell")
    await stage.wait(1)
    for task in asyncio.all_tasks():
        if getattr(task.get_coro(), "__name__", "") == "_transcribe":
            task.cancel()
    await settle()
    stage.stt_runner.cost_s = 0.2
    await stage.say("hello again you")
    await stage.until(State.SPEAKING)
    assert stage.remembered()[-1] == ("user", "hello again you")


async def test_messages_do_not_pile_up_without_bound(stage: Stage) -> None:
    stage.model.first_s = 60.0
    for number in range(MOST_TYPED):
        stage.session.say(f"message {number}")
    with pytest.raises(VivaError, match="Too many messages"):
        stage.session.say("one more")
    await stage.say("what was spoken is never refused")
    await stage.wait(2)
    assert stage.remembered()[-1] == ("user", "what was spoken is never refused")


async def test_settings_that_load_while_the_session_ends_are_refused(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(name: str) -> object:
        await stage.clock.sleep(1.0)
        return stage.voice

    monkeypatch.setattr(stage.engines, "voice", slow)
    change = asyncio.create_task(stage.session.configure(stage.session.choices))
    await settle()
    stage.session.close("stopped")
    await stage.clock.advance(2.0)
    with pytest.raises(VivaError, match="has ended"):
        await change
