"""Who may come in, and who waits."""

from __future__ import annotations

import pytest

from tests.fakes import Clock
from voice.sessions.waiting_line import PATIENCE_S, Places


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def full(clock: Clock) -> Places:
    """Two places, both taken by the calls "a" and "b"."""
    places = Places(2, clock.now)
    assert places.enter("a")
    assert places.enter("b")
    return places


def test_places_are_given_until_there_are_none(full: Places) -> None:
    assert full.taken == 2
    assert not full.enter("c")
    assert full.taken == 2


def test_a_place_that_is_left_can_be_taken(full: Places) -> None:
    full.leave("a")
    assert full.enter("c")


def test_leaving_twice_or_never_having_come_frees_nothing(full: Places) -> None:
    full.leave("a")
    full.leave("a")
    full.leave("stranger")
    assert full.taken == 1
    assert full.enter("c")
    assert not full.enter("d")


def test_the_line_is_first_come_first_served(full: Places) -> None:
    first, second = full.stand(), full.stand()
    assert (first.position, second.position) == (1, 2)
    full.leave("a")
    assert full.stand(second.ticket).position == 1
    assert full.stand(first.ticket).position == 0
    assert not full.enter("second", second.ticket), "the second in line overtook the first"
    assert full.enter("first", first.ticket)
    full.leave("b")
    assert full.enter("second", second.ticket)


def test_a_newcomer_cannot_overtake_the_line(full: Places) -> None:
    waiting = full.stand()
    full.leave("a")
    assert not full.enter("newcomer"), "a newcomer took the place of one who waited"
    assert not full.enter("newcomer", "a made-up ticket")
    assert full.enter("patient", waiting.ticket)


def test_where_there_is_room_for_the_line_and_one_more_a_newcomer_comes_in(full: Places) -> None:
    waiting = full.stand()
    full.leave("a")
    full.leave("b")
    assert full.enter("newcomer")
    assert full.enter("patient", waiting.ticket)


def test_a_ticket_is_good_once(full: Places) -> None:
    ticket = full.stand().ticket
    full.leave("a")
    assert full.enter("c", ticket)
    assert not full.enter("d", ticket)


def test_who_stops_asking_loses_their_position(full: Places, clock: Clock) -> None:
    gone, patient = full.stand(), full.stand()
    for _ in range(3):
        clock.now_s += PATIENCE_S / 2 - 0.1
        standing = full.stand(patient.ticket)
    assert standing == type(standing)(patient.ticket, 1), "somebody who has gone blocks the line"
    full.leave("a")
    assert not full.enter("gone", gone.ticket)
    assert full.enter("patient", patient.ticket)


def test_asking_in_time_keeps_the_position(full: Places, clock: Clock) -> None:
    mine = full.stand()
    full.stand()
    for _ in range(30):
        clock.now_s += 2.0
        assert full.stand(mine.ticket) == mine


def test_a_lost_ticket_is_replaced_at_the_end_of_the_line(full: Places, clock: Clock) -> None:
    lost = full.stand()
    clock.now_s += PATIENCE_S + 1
    full.stand()
    again = full.stand(lost.ticket)
    assert again.ticket != lost.ticket
    assert again.position == 2


def test_an_empty_room_asks_nobody_to_wait() -> None:
    assert Places(2, Clock().now).stand().position == 0


def test_who_comes_back_goes_on_in_their_own_place(clock: Clock) -> None:
    places = Places(1, clock.now)
    assert places.enter("before", owner="ada")
    waiting = places.stand()
    assert not places.enter("stranger", owner="bob")
    assert places.enter("after", owner="ada"), "the student waits behind their own lost call"
    assert places.taken == 1
    places.leave("before")  # noticed at last
    assert places.taken == 1
    places.leave("after")
    assert places.enter("patient", waiting.ticket)


def test_calls_of_nobody_known_have_a_place_each(clock: Clock) -> None:
    places = Places(1, clock.now)
    assert places.enter("a")
    assert not places.enter("b")
