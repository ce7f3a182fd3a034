"""The student speaks while the examiner does, in simulated time."""

from __future__ import annotations

import pytest

from tests.fakes import COUGH
from tests.stage import Stage, echo
from tests.voice.conftest import LONG
from voice.core import events
from voice.core.events import State


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


async def test_a_cough_does_not_cost_the_whole_patience(talker: Stage) -> None:
    await talker.say("go on please")
    await talker.until(State.SPEAKING)
    await talker.wait(0.6)
    talker.turn_detector.answer = 0.0
    talker.session.hold(True)  # patience without end
    await talker.say(COUGH)
    await talker.until(State.SPEAKING, within_s=0.6)


async def test_words_after_a_cough_interrupt_all_the_same(talker: Stage) -> None:
    await talker.say("go on please")
    await talker.until(State.SPEAKING)
    await talker.wait(0.6)
    talker.turn_detector.answer = 0.0
    talker.session.hold(True)
    await talker.say(COUGH)
    await talker.until(State.SPEAKING, within_s=0.6)
    await talker.say("stop now please")
    assert talker.session.state is State.INTERRUPTED
    talker.session.done()
    await talker.until(State.THINKING)
    assert talker.remembered()[-1] == ("user", "stop now please")


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


@pytest.mark.parametrize("overlap_words", [1, 2, 4])
async def test_who_speaks_over_the_examiner_is_heard_from_the_first_word(
    talker: Stage, overlap_words: int
) -> None:
    """Two at once: the student's first words fall into the examiner's last."""
    await talker.say("go on please")
    await talker.until(State.SPEAKING)
    await talker.wait(0.8)
    before = len(talker.desk.heard().split())
    words = "wait I meant something else"
    await talker.say(" ".join(words.split()[:overlap_words]))
    heard_meanwhile = len(talker.desk.heard().split()) - before
    await talker.say(" ".join(words.split()[overlap_words:]))
    await talker.until(State.THINKING)
    assert heard_meanwhile <= 2, "the examiner talked on"
    assert talker.remembered()[-1] == ("user", words)
    kept = talker.remembered()[1][1]
    assert LONG.startswith(kept.removesuffix(" …").strip()), "the memory holds unheard words"


async def test_two_barge_ins_one_after_the_other_are_both_heard(talker: Stage) -> None:
    await talker.say("go on please")
    await talker.until(State.SPEAKING)
    for words in ("no wait", "something else please"):
        await talker.wait(0.6)
        await talker.say(words)
        await talker.until(State.THINKING)
        await talker.until(State.SPEAKING)
    users = [text for role, text in talker.remembered() if role == "user"]
    assert users == ["go on please", "no wait", "something else please"]
