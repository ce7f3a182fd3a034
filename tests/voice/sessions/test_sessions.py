"""Sessions: opened with what was asked for, found again, ended in time."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator

import pytest

from models.base import EngineUnavailable, Progress, SettingsError, TextToSpeech, WeightsError
from tests.fakes import Desk, settle
from tests.house import House
from voice.conversation.choices import Wanted
from voice.conversation.session import Session
from voice.core import events
from voice.core.events import State
from voice.engines.pool import IDLE_S
from voice.sessions.sessions import KEEP_PER_PLACE, KEEP_S, SWEEP_EVERY_S, Sessions, UnknownSession


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = House(places=2)
    house.sessions.watch()
    yield house
    await house.close()


@pytest.fixture
def sessions(house: House) -> Sessions:
    return house.sessions


@pytest.fixture
async def session(sessions: Sessions) -> Session:
    return await sessions.open(Wanted())


async def connect(house: House, session: Session) -> Desk:
    desk = Desk(session, house.vocabulary)
    desk.connect()
    await settle()
    return desk


def known(sessions: Sessions, session: Session) -> bool:
    try:
        return sessions.get(session.id) is session
    except UnknownSession:
        return False


# --- ids --------------------------------------------------------------------------------------


async def test_a_session_is_found_again_by_its_id(sessions: Sessions, session: Session) -> None:
    assert sessions.get(session.id) is session


async def test_ids_cannot_be_guessed(sessions: Sessions) -> None:
    ids = [(await sessions.open(Wanted())).id for _ in range(3)]
    assert len(set(ids)) == 3
    assert all(len(session_id) >= 32 for session_id in ids)


@pytest.mark.parametrize("session_id", ["", "unknown", "../..", "\0", "é" * 300])
async def test_an_unknown_id_says_what_to_do(sessions: Sessions, session_id: str) -> None:
    with pytest.raises(UnknownSession) as raised:
        sessions.get(session_id)
    assert "Start" in raised.value.fix


# --- choices ----------------------------------------------------------------------------------


async def test_nothing_wanted_takes_the_defaults(session: Session) -> None:
    choices = session.choices
    assert (choices.mode.name, choices.voice, choices.language) == ("test", "fake", "en")
    assert (choices.speed, choices.model) == (1.0, "")


@pytest.mark.parametrize(
    ("wanted", "mode", "voice", "language"),
    [
        (Wanted(language="de"), "test", "stimme", "de"),
        (Wanted(voice="stimme"), "test", "stimme", "de"),
        (Wanted(voice="other"), "test", "other", "en"),
        (Wanted(mode="deutsch"), "deutsch", "stimme", "de"),
        (Wanted(mode="deutsch", language="en"), "deutsch", "fake", "en"),
        (Wanted(voice="other", language="en"), "test", "other", "en"),
    ],
)
async def test_choices_fit_each_other(
    sessions: Sessions, wanted: Wanted, mode: str, voice: str, language: str
) -> None:
    choices = (await sessions.open(wanted)).choices
    assert (choices.mode.name, choices.voice, choices.language) == (mode, voice, language)


@pytest.mark.parametrize(
    ("wanted", "error", "words"),
    [
        (Wanted(mode="oral"), SettingsError, "no mode 'oral'. Choose one of test, deutsch"),
        (Wanted(language="tlh"), SettingsError, "no language 'tlh'. Choose one of en"),
        (Wanted(voice="nobody"), WeightsError, "no voice 'nobody'"),
        (Wanted(model="nothing"), EngineUnavailable, "no model 'nothing'"),
        (Wanted(speed=0.49), SettingsError, "0.49 is out of range. Choose one from 0.5 to 2"),
        (Wanted(speed=0.0), SettingsError, "0 is out of range"),
        (Wanted(speed=2.01), SettingsError, "2.01 is out of range"),
        (Wanted(speed=float("nan")), SettingsError, "nan is out of range"),
    ],
)
async def test_what_does_not_exist_is_named(
    sessions: Sessions, session: Session, wanted: Wanted, error: type[Exception], words: str
) -> None:
    before = session.choices
    with pytest.raises(error, match=words):
        await sessions.open(wanted)
    with pytest.raises(error, match=words):
        await sessions.configure(session, wanted)
    assert session.choices == before, "half of a refused change was made"


async def test_a_change_leaves_the_other_choices(sessions: Sessions, session: Session) -> None:
    await sessions.configure(session, Wanted(voice="other", speed=1.5))
    await sessions.configure(session, Wanted(speed=2.0))
    assert (session.choices.voice, session.choices.speed) == ("other", 2.0)


async def test_a_voice_that_speaks_the_new_language_takes_over(
    sessions: Sessions, session: Session
) -> None:
    await sessions.configure(session, Wanted(voice="other"))
    await sessions.configure(session, Wanted(language="de"))
    assert session.choices.voice == "stimme"


async def test_a_language_chosen_against_the_modes_outlives_other_changes(
    sessions: Sessions,
) -> None:
    session = await sessions.open(Wanted(mode="deutsch"))
    await sessions.configure(session, Wanted(language="en"))
    await sessions.configure(session, Wanted(speed=1.2))
    assert (session.choices.language, session.choices.voice) == ("en", "fake")


async def test_a_new_mode_brings_its_language(sessions: Sessions, session: Session) -> None:
    await sessions.configure(session, Wanted(mode="deutsch"))
    assert (session.choices.language, session.choices.voice) == ("de", "stimme")


# --- changes at the same time -------------------------------------------------------------------


class SlowVoices:
    """Voices that take so many seconds to load."""

    def __init__(self, house: House, **slow: float) -> None:
        load = house.engines.load_voice

        async def load_slowly(name: str) -> TextToSpeech:
            await house.clock.sleep(slow.get(name, 0.0))
            return await load(name)

        house.engines.load_voice = load_slowly


@pytest.mark.parametrize(
    ("slow", "quick", "voice", "language", "speed"),
    [
        (Wanted(voice="other"), Wanted(speed=1.5), "other", "en", 1.5),
        (Wanted(voice="other", speed=0.8), Wanted(speed=1.5), "other", "en", 1.5),
        (Wanted(voice="other"), Wanted(voice="fake"), "fake", "en", 1.0),
        (Wanted(mode="deutsch"), Wanted(speed=1.5), "stimme", "de", 1.5),
        (Wanted(mode="deutsch"), Wanted(language="en"), "fake", "en", 1.0),
    ],
)
async def test_a_change_that_is_ready_late_does_not_undo_a_later_one(
    house: House,
    sessions: Sessions,
    session: Session,
    slow: Wanted,
    quick: Wanted,
    voice: str,
    language: str,
    speed: float,
) -> None:
    SlowVoices(house, other=5.0, stimme=5.0)
    loading = asyncio.create_task(sessions.configure(session, slow))
    await settle()
    await sessions.configure(session, quick)
    if quick.speed:
        assert session.choices.speed == quick.speed, "a change waits for another's loading"
    await house.clock.advance(6)
    await loading
    choices = session.choices
    assert (choices.voice, choices.language, choices.speed) == (voice, language, speed)
    if slow.mode:
        assert choices.mode.name == slow.mode


async def test_a_change_that_cannot_be_made_leaves_what_came_meanwhile(
    house: House, sessions: Sessions, session: Session
) -> None:
    SlowVoices(house, nobody=5.0)
    loading = asyncio.create_task(sessions.configure(session, Wanted(voice="nobody")))
    await settle()
    await sessions.configure(session, Wanted(speed=1.5))
    await house.clock.advance(6)
    with pytest.raises(WeightsError):
        await loading
    assert (session.choices.voice, session.choices.speed) == ("fake", 1.5)


async def test_a_conversation_that_ends_while_a_voice_is_loaded_stays_ended(
    house: House, sessions: Sessions, session: Session
) -> None:
    SlowVoices(house, other=5.0)
    loading = asyncio.create_task(sessions.configure(session, Wanted(voice="other")))
    await settle()
    session.close("stopped")
    await house.clock.advance(6)
    with pytest.raises(UnknownSession):
        await loading
    assert session.choices.voice == "fake"


# --- the end ----------------------------------------------------------------------------------


async def test_a_conversation_waits_fifteen_minutes(
    house: House, sessions: Sessions, session: Session
) -> None:
    desk = await connect(house, session)
    house.clock.now_s += 2 * KEEP_S
    assert known(sessions, session), "a connected student was thrown out"
    desk.disconnect()
    house.clock.now_s += KEEP_S - 1
    assert known(sessions, session)
    house.clock.now_s += 2
    assert not known(sessions, session)


async def test_coming_back_in_time_starts_the_wait_anew(
    house: House, sessions: Sessions, session: Session
) -> None:
    for _ in range(3):
        desk = await connect(house, session)
        assert known(sessions, session)
        desk.disconnect()
        house.clock.now_s += KEEP_S - 1
    assert known(sessions, session)


async def test_ended_sessions_are_forgotten(
    house: House, sessions: Sessions, session: Session
) -> None:
    desk = await connect(house, session)
    session.close("time_limit")
    assert not known(sessions, session)
    assert desk.hung_up


async def test_too_many_idle_sessions_push_out_the_one_longest_away(
    house: House, sessions: Sessions
) -> None:
    talking = await sessions.open(Wanted())
    await connect(house, talking)
    idle = []
    for _ in range(2 * KEEP_PER_PLACE + 2):
        house.clock.now_s += 1
        idle.append(await sessions.open(Wanted()))
    assert [known(sessions, session) for session in idle[:3]] == [False, False, True]
    assert known(sessions, idle[-1])
    assert known(sessions, talking), "a student was cut off in mid-conversation"


async def test_closing_all_tells_every_page_and_leaves_no_task(
    house: House, sessions: Sessions
) -> None:
    before = asyncio.all_tasks()
    desks = [await connect(house, await sessions.open(Wanted())) for _ in range(3)]
    await sessions.close_all()
    await settle()
    for desk in desks:
        endings = [event for event in desk.events if isinstance(event, events.SessionEnded)]
        assert [event.reason for event in endings] == ["shutdown"]
        assert desk.session.state is State.DISCONNECTED
    assert asyncio.all_tasks() <= before


async def test_who_stays_away_is_forgotten_without_anybody_asking(
    house: House, sessions: Sessions
) -> None:
    session = await sessions.open(Wanted())
    desk = await connect(house, session)
    session.say("hello")
    await house.clock.advance(2 * KEEP_S)
    assert list(sessions) == [session], "a connected student was thrown out"
    desk.disconnect()
    desk.leave()
    del desk
    await house.clock.advance(KEEP_S - 1)
    assert list(sessions) == [session], "the wait began before the student left"
    ended: list[events.Event] = []
    session.subscribe(ended.append)
    kept = weakref.ref(session)
    del session
    for _ in range(3):
        await house.clock.advance(SWEEP_EVERY_S)
    assert not list(sessions)
    assert any(isinstance(event, events.SessionEnded) for event in ended)
    ended.clear()
    gc.collect()
    assert kept() is None, "the conversation is still in memory"


async def test_one_conversation_that_cannot_be_ended_keeps_no_other(
    house: House, sessions: Sessions, caplog: pytest.LogCaptureFixture
) -> None:
    opened = [await sessions.open(Wanted()) for _ in range(3)]

    def refuse(reason: str) -> None:
        raise OSError("disk full")

    opened[0].close = refuse  # type: ignore[method-assign]
    await settle()
    await house.clock.advance(KEEP_S + SWEEP_EVERY_S + 1)
    assert not list(sessions)
    assert "disk full" in caplog.text
    await house.clock.advance(SWEEP_EVERY_S)
    later = await sessions.open(Wanted())
    await settle()
    await house.clock.advance(KEEP_S + SWEEP_EVERY_S + 1)
    assert not known(sessions, later), "the timer has stopped"


async def test_nothing_is_opened_once_all_are_closed(house: House, sessions: Sessions) -> None:
    SlowVoices(house, other=5.0)
    opening = asyncio.create_task(sessions.open(Wanted(voice="other")))
    await settle()
    await sessions.close_all()
    await house.clock.advance(6)
    with pytest.raises(UnknownSession):
        await opening
    assert not list(sessions)


async def test_a_voice_that_a_session_has_chosen_stays(house: House, sessions: Sessions) -> None:
    loads: list[str] = []
    load = house.engines.load_voice

    async def count(name: str) -> TextToSpeech:
        loads.append(name)
        return await load(name)

    house.engines.load_voice = count
    session = await sessions.open(Wanted(voice="other"))
    await connect(house, session)
    await house.clock.advance(3 * IDLE_S)
    await sessions.open(Wanted(voice="other"))
    assert loads == ["other"]
    for opened in sessions:
        opened.close("stopped")
    await house.clock.advance(IDLE_S + 1)
    await house.clock.advance(SWEEP_EVERY_S)
    await sessions.open(Wanted(voice="other"))
    assert loads == ["other", "other"], "a voice that nobody used was never freed"


# --- news for all -----------------------------------------------------------------------------


async def test_a_fetch_is_shown_to_all_who_are_connected(
    house: House, sessions: Sessions, session: Session
) -> None:
    desks = [await connect(house, session), await connect(house, await sessions.open(Wanted()))]
    away = await sessions.open(Wanted())
    sessions.tell_all(Progress("a model", 5, 10))
    for desk in desks:
        pulling = [event for event in desk.events if isinstance(event, events.Pulling)]
        assert [(p.model, p.done_bytes, p.total_bytes) for p in pulling] == [("a model", 5, 10)]
    assert away.state is State.DISCONNECTED
