"""Each engine gets its share of the cores, whatever the machine."""

from __future__ import annotations

import pytest

from voice.engines.threads import SLEEP_SOON, Threads, sleep_soon


@pytest.mark.parametrize("cores", [1, 2, 3, 4, 8, 64])
def test_recognising_and_generating_together_leave_no_core_overbooked(cores: int) -> None:
    threads = Threads.share(cores)
    assert threads.recognise >= 1
    assert threads.generate >= 1
    assert threads.recognise + threads.generate <= max(2, cores)


def test_a_prompt_is_read_with_every_core() -> None:
    assert Threads.share(2).read == 2
    assert Threads.share(64).read == 8  # more gain nothing on models of this size


def test_what_the_user_has_set_stays() -> None:
    environment = {"GOMP_SPINCOUNT": "7"}
    sleep_soon(environment)
    assert environment == {**SLEEP_SOON, "GOMP_SPINCOUNT": "7"}
