"""Engines that fail in the middle of a conversation."""

from __future__ import annotations

from models.base import EngineUnavailable
from tests.stage import Stage
from voice.conversation.phrases import phrases
from voice.core import events
from voice.core.events import State


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
