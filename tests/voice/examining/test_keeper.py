"""What is kept of exams, and when; in simulated time, with the history in a real file."""

from __future__ import annotations

import io
import sqlite3
import wave
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from tests.fakes import settle
from tests.stage import Stage
from tests.voice.examining.test_conductor import heard, stage_for
from voice.api.own.corrections import corrected
from voice.api.page.correcting import CorrectionAsked
from voice.core import events
from voice.core.audio import to_float
from voice.core.events import State
from voice.exam.asking.commands import Command
from voice.exam.history.file import FILE_NAME
from voice.exam.history.store import History
from voice.exam.reports.model import Report
from voice.examining.conductor import exam_of
from voice.examining.keeper import Keeping, NothingToKeep, NotYours, Wish

KEEP = Wish(exams=True)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = stage_for()
    await settle()
    yield stage
    await stage.end()


@pytest.fixture
def keeping(tmp_path: Path) -> Keeping:
    return Keeping(tmp_path / "kept")


@pytest.fixture
def history(keeping: Keeping) -> History:
    return keeping.history("")


def nothing_in(folder: Path) -> bool:
    """Whether a folder is empty."""
    return not list(folder.iterdir())


async def answer(stage: Stage, *parts: str) -> None:
    """Answer questions one after the other, each in full."""
    for part in parts:
        await heard(stage, f"part {part}?")
        await stage.say(f"it is alpha{part} and beta{part}")
        await stage.until(State.THINKING)


async def broken_off(stage: Stage, end: str) -> None:
    """Answer one question, and end before the next answer."""
    await answer(stage, "one")
    await heard(stage, "part two?")
    if end == "close":
        stage.session.close("time_limit")
    else:
        stage.session.reset()


async def whole(stage: Stage) -> None:
    """Sit the exam to its end."""
    await answer(stage, "one", "two", "three")
    await heard(stage, "all.")


def only(history: History) -> Report:
    """The report of the one attempt there is."""
    (kept,) = history.attempts()
    return history.load(kept.id)


# --- nothing, unless it is asked for -----------------------------------------------------------


async def test_nothing_is_written_unless_the_student_asks(
    stage: Stage, keeping: Keeping, tmp_path: Path
) -> None:
    keeping.keeper(stage.session, "")
    await whole(stage)
    stage.session.close("stopped")
    await keeping.finish()
    assert nothing_in(tmp_path)


async def test_a_conversation_is_no_exam(keeping: Keeping, tmp_path: Path) -> None:
    stage = Stage()
    keeper = keeping.keeper(stage.session, "")
    keeper.want(KEEP)
    await stage.say("hello there")
    await stage.wait(2)
    with pytest.raises(NothingToKeep):
        await keeper.keep()
    await stage.end()
    await keeping.finish()
    assert nothing_in(tmp_path)


async def test_an_exam_that_was_left_before_any_answer_is_not_worth_it(
    stage: Stage, keeping: Keeping, history: History
) -> None:
    keeping.keeper(stage.session, "").want(KEEP)
    await heard(stage, "part one?")
    stage.session.close("stopped")
    await keeping.finish()
    assert not history.file.exists()


# --- what is kept ------------------------------------------------------------------------------


async def test_a_finished_exam_is_kept_with_its_marks_and_last_words(
    stage: Stage, keeping: Keeping, history: History
) -> None:
    keeper = keeping.keeper(stage.session, "")
    keeper.want(KEEP)
    await whole(stage)
    await keeping.finish()
    report = only(history)
    assert (report.bank, report.marks, report.out_of, report.ended) == ("Cells", 6, 6, "finished")
    assert report.transcript[-1].text == "That was all."
    (told,) = stage.events(events.ExamKept)
    assert told.attempt == keeper.attempt == history.attempts()[0].id
    assert history.recordings(told.attempt) == (), "the voice was kept, and nobody had asked"


async def test_what_people_say_of_the_marks_is_kept_too(
    stage: Stage, keeping: Keeping, history: History
) -> None:
    keeping.keeper(stage.session, "").want(KEEP)
    await whole(stage)
    await keeping.finish()
    said = CorrectionAsked(question=1, point=2, verdict="not_made", reason="a guess")
    corrected(stage.session, said, "student")
    await keeping.finish()
    report = only(history)
    assert (report.marks, report.out_of) == (5, 6)
    decided = report.items[0].points[1].correction
    assert decided is not None
    assert decided.reason == "a guess"


async def test_the_voice_is_kept_only_when_that_is_asked_for_too(
    stage: Stage, keeping: Keeping, history: History
) -> None:
    keeper = keeping.keeper(stage.session, "")
    keeper.want(Wish(exams=True, voice=True))
    await whole(stage)
    await keeping.finish()
    voices = history.recordings(keeper.attempt)
    assert len(voices) == 3
    with wave.open(io.BytesIO(voices[0].wav)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert stage.vocabulary.hear(to_float(samples)) == "it is alphaone and betaone"
    answer = only(history).items[0].answers[0]
    assert voices[0].start_s == pytest.approx(answer.start_s, abs=0.1)
    assert voices[0].end_s >= answer.end_s


@pytest.mark.parametrize("end", ["close", "reset"])
async def test_an_exam_that_is_broken_off_is_kept_as_far_as_it_went(
    stage: Stage, keeping: Keeping, history: History, end: str
) -> None:
    keeping.keeper(stage.session, "").want(KEEP)
    await broken_off(stage, end)
    await keeping.finish()
    report = only(history)
    assert (report.marks, report.ended) == (2, "")
    assert len(report.items) == 2


@pytest.mark.parametrize("end", ["close", "reset"])
async def test_marks_that_were_still_to_come_at_the_end_are_kept_too(
    stage: Stage, keeping: Keeping, history: History, end: str
) -> None:
    keeping.keeper(stage.session, "").want(KEEP)
    stage.marking.mark_s = [60.0]
    await broken_off(stage, end)
    await keeping.finish()
    assert [item.status for item in only(history).items] == ["marked", "unanswered"]
    assert only(history).marks == 2
    assert stage.events(events.ExamMarked) == [], "the page was told of an exam that is over"


async def test_what_cannot_be_marked_at_the_end_is_kept_as_it_was_said(
    stage: Stage, keeping: Keeping, history: History
) -> None:
    keeping.keeper(stage.session, "").want(KEEP)
    stage.marking.mark_s = [60.0]
    stage.marking.broken = True
    await broken_off(stage, "close")
    await keeping.finish()
    first = only(history).items[0]
    assert first.status == "failed"
    assert [said.text for said in first.answers] == ["it is alphaone and betaone"]


async def test_the_next_exam_of_a_session_is_another_attempt(
    stage: Stage, keeping: Keeping, history: History
) -> None:
    keeping.keeper(stage.session, "").want(KEEP)
    await answer(stage, "one")
    await heard(stage, "part two?")
    stage.session.reset()
    await stage.reconnect()
    await whole(stage)
    await keeping.finish()
    assert [kept.marks for kept in history.attempts()] == [2, 6]


async def test_late_marks_replace_what_was_kept(
    stage: Stage, keeping: Keeping, history: History
) -> None:
    keeper = keeping.keeper(stage.session, "")
    keeper.want(KEEP)
    await whole(stage)
    await keeping.finish()
    exam = exam_of(stage.session)
    assert exam is not None
    exam.examiner.record.attempts[2].mark = None
    stage.session.tell(exam.marked_event(2))
    await keeping.finish()
    assert only(history).marks == 4
    assert len(stage.events(events.ExamKept)) == 1, "told twice of one attempt"


async def test_what_the_student_has_deleted_is_not_saved_again(
    stage: Stage, keeping: Keeping, history: History
) -> None:
    keeper = keeping.keeper(stage.session, "")
    keeper.want(KEEP)
    await whole(stage)
    await keeping.finish()
    history.delete(keeper.attempt)
    exam = exam_of(stage.session)
    assert exam is not None
    exam.examiner.record.attempts[2].mark = None
    stage.session.tell(exam.marked_event(2))
    await keeping.finish()
    assert history.attempts() == ()
    assert stage.events(events.Notice) == []


# --- changing one's mind -----------------------------------------------------------------------


async def test_it_can_be_chosen_in_the_middle_and_taken_back(
    stage: Stage, keeping: Keeping, history: History
) -> None:
    keeper = keeping.keeper(stage.session, "")
    await answer(stage, "one")
    keeper.want(KEEP)
    await answer(stage, "two")
    keeper.want(Wish())
    await answer(stage, "three")
    await heard(stage, "all.")
    await keeping.finish()
    assert not history.file.exists()
    keeper.want(KEEP)
    stage.session.tell(events.ExamFinished(clock=0, reason="finished"))
    await keeping.finish()
    assert not history.file.exists(), "what was over when keeping was chosen is kept by itself"


async def test_one_exam_can_be_kept_when_it_is_over(
    stage: Stage, keeping: Keeping, history: History
) -> None:
    keeper = keeping.keeper(stage.session, "")
    await whole(stage)
    assert await keeper.keep() == keeper.attempt == history.attempts()[0].id
    await keeper.keep()
    assert len(history.attempts()) == 1


async def test_nobody_keeps_for_somebody_else(stage: Stage, keeping: Keeping) -> None:
    keeping.keeper(stage.session, "ada").want(KEEP)
    with pytest.raises(NotYours):
        keeping.keeper(stage.session, "bob")
    await whole(stage)
    await keeping.finish()
    assert len(keeping.history("ada").attempts()) == 1
    assert keeping.history("").attempts() == keeping.history("bob").attempts() == ()


async def test_with_the_setting_every_exam_is_kept(
    stage: Stage, keeping: Keeping, history: History
) -> None:
    keeping.follow_always(stage.session)
    await whole(stage)
    await keeping.finish()
    assert len(history.attempts()) == 1


# --- failures ----------------------------------------------------------------------------------


def no_folder(history: History) -> None:
    history.folder.write_text("")


def no_database(history: History) -> None:
    history.folder.mkdir()
    history.file.write_bytes(b"not a database" * 100)


def later_version(history: History) -> None:
    history.check()
    history.folder.mkdir()
    with closing(sqlite3.connect(history.folder / FILE_NAME)) as db:
        db.execute(f"PRAGMA application_id = {int.from_bytes(b'Viva')}")
        db.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize("spoil", [no_folder, no_database, later_version])
async def test_a_failure_to_save_is_told_and_harms_nothing(
    stage: Stage, keeping: Keeping, history: History, spoil: Callable[[History], None]
) -> None:
    spoil(history)
    keeper = keeping.keeper(stage.session, "")
    keeper.want(KEEP)
    await answer(stage, "one")
    await heard(stage, "part two?")
    exam_of(stage.session).pressed(Command.STOP)  # type: ignore[union-attr]
    exam_of(stage.session).pressed(Command.STOP)  # type: ignore[union-attr]
    await stage.wait(3)
    await keeping.finish()
    notice = stage.events(events.Notice)[0]
    assert notice.level == "error"
    assert notice.text.startswith("This exam is not saved: ")
    assert notice.fix
    assert stage.events(events.ExamFinished)
    assert keeper.attempt == ""
    assert stage.session.state is not State.DISCONNECTED
