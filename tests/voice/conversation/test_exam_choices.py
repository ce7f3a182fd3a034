"""What a student chose for an exam, as a page that was reloaded is told it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from models.base import SettingsError
from tests.house import MODES, House
from tests.stage import MODE
from voice.conversation.choices import Wanted
from voice.exam.model.plan import MANNERS
from voice.sessions.sessions import Sessions

PRACTICE = replace(MODE, name="practice", title="Practice", exam=MANNERS["practice"])
CELLS = Wanted(bank="cell-biology", mode="practice", topics=("Membranes and transport",),
               minutes=7, difficulty=4)  # fmt: skip
THESIS = Wanted(bank="thesis-defence", mode="practice", material=" Meadows. ")


@pytest.fixture
async def sessions() -> AsyncIterator[Sessions]:
    house = House()
    house.sessions.modes = lambda: {**MODES, PRACTICE.name: PRACTICE}
    yield house.sessions
    await house.close()


async def test_a_page_is_told_of_the_exam_that_runs(sessions: Sessions) -> None:
    told = (await sessions.open(CELLS)).ready_event()
    assert (told.bank, told.bank_title) == ("cell-biology", "Cell biology")
    assert told.topics == ("Membranes and transport",)
    assert (told.minutes, told.difficulty, told.brought) == (7.0, 4, False)


async def test_a_conversation_tells_of_no_exam(sessions: Sessions) -> None:
    told = (await sessions.open(Wanted())).ready_event()
    assert (told.bank, told.topics, told.minutes, told.brought) == ("", (), 0.0, False)


async def test_what_was_brought_stays_here_and_is_kept(sessions: Sessions) -> None:
    session = await sessions.open(THESIS)
    assert session.ready_event().brought
    assert "Meadows" not in session.ready_event().to_json()
    await sessions.configure(session, Wanted(minutes=9))  # a page that has it no more
    exam = session.choices.exam
    assert exam is not None
    assert (exam.plan.minutes, exam.material) == (9.0, "Meadows.")


async def test_something_else_can_be_brought_instead(sessions: Sessions) -> None:
    session = await sessions.open(THESIS)
    await sessions.configure(session, Wanted(material="Glaciers."))
    assert session.choices.exam is not None
    assert session.choices.exam.material == "Glaciers."
    with pytest.raises(SettingsError, match="something of yours"):
        await sessions.configure(session, Wanted(material=""))
