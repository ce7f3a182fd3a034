"""What leaves for the speaker, and what the student has heard of it.

The sample rate is 1,000 Hz, so a sample is a millisecond and a frame has 20 of them. Every
sample of a reply has a value of its own, its position counted from 1; 0 is silence.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Iterator
from typing import Any, TypeVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import Int16
from tests.fakes import settle
from voice.speaking.player import AHEAD_MS, Player

T = TypeVar("T")

RATE = 1000
FRAME = 20
TAIL_FRAMES = AHEAD_MS // FRAME


class Speaker:
    """A transport that plays what it takes at once, except for what it is told to hold."""

    def __init__(self) -> None:
        self.shown: list[tuple[int, str]] = []
        self.done: list[tuple[int, str]] = []
        self.player = Player(RATE, self._show, self._finish)
        self._total = 0

    def begin(self, number: int = 1) -> None:
        self._total = 0
        self.player.begin(number)

    def add(self, text: str, samples: int, number: int = 1) -> None:
        audio = np.arange(self._total + 1, self._total + samples + 1, dtype=np.int16)
        self._total += samples
        self.player.add(number, text, audio)

    async def take(self, frames: int = 10_000) -> Int16:
        """As many frames as there are, up to `frames`."""
        taken: list[Int16] = []
        while len(taken) < frames:
            waiting = asyncio.ensure_future(self.player.frame(lambda: True))
            await settle()
            if not waiting.done():
                waiting.cancel()
                break
            frame = waiting.result()
            assert frame is not None
            assert len(frame) == FRAME, "a frame that is not 20 ms long"
            assert frame.dtype == np.int16
            taken.append(frame)
        return np.concatenate(taken) if taken else np.zeros(0, np.int16)

    def _show(self, number: int, text: str) -> None:
        self.shown.append((number, text))

    def _finish(self, number: int, text: str) -> None:
        self.done.append((number, text))


@pytest.fixture
def speaker() -> Speaker:
    return Speaker()


def positions(audio: Int16) -> list[int]:
    return [int(sample) for sample in audio if sample]


def play(script: Coroutine[Any, Any, T]) -> T:
    """Run a script in a property test, which cannot be a coroutine itself."""
    return asyncio.run(script)


async def test_a_reply_is_played_in_order_and_whole(speaker: Speaker) -> None:
    speaker.begin()
    speaker.add("One two.", 33)
    speaker.add("", 5)
    speaker.add("Three.", 50)
    speaker.player.complete(1)
    assert positions(await speaker.take()) == list(range(1, 89))
    assert speaker.shown == [(1, "One two."), (1, "Three.")]
    assert speaker.done == [(1, "One two. Three.")]


async def test_nothing_is_sent_before_a_reply_has_sound_nor_after_it(speaker: Speaker) -> None:
    assert len(await speaker.take()) == 0
    speaker.begin()
    assert len(await speaker.take()) == 0, "silence before a reply would delay it"
    speaker.add("One.", 40)
    speaker.player.complete(1)
    audio = await speaker.take()
    assert len(audio) == 40 + TAIL_FRAMES * FRAME
    assert len(await speaker.take()) == 0
    assert not speaker.player.active


async def test_a_gap_within_a_reply_is_filled_with_silence(speaker: Speaker) -> None:
    speaker.begin()
    speaker.add("One.", 30)
    assert positions(await speaker.take(1)) == list(range(1, 21))
    assert positions(await speaker.take(3)) == [], "half a frame was sent although more may come"
    speaker.add("Two.", 30)
    speaker.player.complete(1)
    assert positions(await speaker.take()) == list(range(21, 61))


async def test_a_reply_is_over_only_when_the_speaker_must_have_played_it(speaker: Speaker) -> None:
    speaker.begin()
    speaker.add("One.", 20)
    speaker.player.complete(1)
    audio = await speaker.take(1 + TAIL_FRAMES)
    assert positions(audio) == list(range(1, 21))
    assert speaker.done == []
    await speaker.take()
    assert speaker.done == [(1, "One.")]


async def test_a_clause_is_shown_when_its_first_sample_goes_out(speaker: Speaker) -> None:
    speaker.begin()
    speaker.add("One.", 40)
    speaker.add("Two.", 40)
    await speaker.take(2)
    assert speaker.shown == [(1, "One.")]
    await speaker.take(1)
    assert speaker.shown == [(1, "One."), (1, "Two.")]


async def test_a_reply_without_sound_is_shown_and_done(speaker: Speaker) -> None:
    speaker.begin()
    speaker.add("A broken voice says this.", 0)
    speaker.player.complete(1)
    assert len(await speaker.take()) == 0
    assert speaker.shown == speaker.done == [(1, "A broken voice says this.")]


async def test_clauses_without_sound_are_shown_as_they_come(speaker: Speaker) -> None:
    speaker.begin()
    speaker.add("One,", 0)
    await speaker.take()
    assert speaker.shown == [(1, "One,")]
    speaker.add("two,", 0)
    speaker.add("three.", 0)
    await speaker.take()
    assert speaker.shown == [(1, "One,"), (1, "two,"), (1, "three.")]
    assert speaker.done == []
    speaker.player.complete(1)
    await speaker.take()
    assert speaker.done == [(1, "One, two, three.")]


async def test_sound_without_words_is_played_and_announced(speaker: Speaker) -> None:
    speaker.begin()
    speaker.add("", 30)
    speaker.add("", 30)
    speaker.player.complete(1)
    assert positions(await speaker.take()) == list(range(1, 61))
    assert speaker.shown == [(1, "")], "nobody hears that the examiner has begun to speak"
    assert speaker.done == [(1, "")]


async def test_pause_and_resume_lose_and_repeat_nothing(speaker: Speaker) -> None:
    speaker.begin()
    speaker.add("One.", 100)
    speaker.player.complete(1)
    before = await speaker.take(2)
    speaker.player.pause(0)
    assert speaker.player.paused
    assert positions(await speaker.take(5)) == [], "a paused examiner talks"
    speaker.player.resume()
    assert positions(before) + positions(await speaker.take()) == list(range(1, 101))


async def test_what_the_transport_dropped_is_played_again(speaker: Speaker) -> None:
    speaker.begin()
    speaker.add("One.", 200)
    speaker.player.complete(1)
    await speaker.take(5)
    speaker.player.pause(2 * FRAME + 7)
    speaker.player.resume()
    assert positions(await speaker.take())[0] == 100 - 47 + 1


async def test_dropped_silence_is_not_speech_that_was_missed(speaker: Speaker) -> None:
    """Silence that filled a gap was once counted as speech, and heard words came twice."""
    speaker.begin()
    speaker.add("One two three four.", 40)
    await speaker.take(2 + 3)  # three frames of silence, as the reply stalls
    speaker.player.pause(3 * FRAME)
    assert speaker.player.heard() == "One two three four."
    speaker.player.resume()
    speaker.add("Five.", 40)
    speaker.player.complete(1)
    assert positions(await speaker.take())[0] == 41, "the student hears words twice"


async def test_pausing_twice_in_a_row_takes_back_no_more_than_was_unsent(speaker: Speaker) -> None:
    speaker.begin()
    speaker.add("One.", 400)
    speaker.player.complete(1)
    await speaker.take(10)
    speaker.player.pause(0)  # a cough; the transport now fills up with silence
    await speaker.take(8)
    speaker.player.resume()
    await speaker.take(2)
    speaker.player.pause(10 * FRAME)  # another one, before any of that was played
    speaker.player.resume()
    assert positions(await speaker.take())[0] == 201


async def test_a_dropped_end_is_played_again_and_then_is_over(speaker: Speaker) -> None:
    speaker.begin()
    speaker.add("One.", 30)
    speaker.player.complete(1)
    await speaker.take(2 + 4)
    speaker.player.pause(6 * FRAME)
    assert not speaker.player.started, "nothing of it has left for the speaker"
    speaker.player.resume()
    assert positions(await speaker.take()) == list(range(1, 31))
    assert speaker.done == [(1, "One.")]


async def test_late_output_of_an_older_reply_is_dropped(speaker: Speaker) -> None:
    speaker.begin(1)
    speaker.add("Old.", 40, number=1)
    await speaker.take(1)
    speaker.begin(2)
    speaker.player.add(1, "Late.", np.full(40, 999, np.int16))
    speaker.player.complete(1)
    speaker.add("New.", 40, number=2)
    speaker.player.complete(2)
    assert positions(await speaker.take()) == list(range(1, 41))
    assert speaker.shown == [(1, "Old."), (2, "New.")]
    assert speaker.done == [(2, "New.")]


async def test_a_cut_reply_says_what_was_heard(speaker: Speaker) -> None:
    speaker.begin()
    speaker.add("One two.", 40)
    speaker.add("Three four five six.", 200)
    await speaker.take(6)
    assert speaker.player.stop() == ("One two. Three four", False)
    assert not speaker.player.active
    assert len(await speaker.take()) == 0
    assert speaker.player.stop() == ("", False)


async def test_a_reply_cut_after_its_last_sample_counts_as_whole(speaker: Speaker) -> None:
    speaker.begin()
    speaker.add("One two.", 40)
    speaker.player.complete(1)
    await speaker.take(3)
    assert speaker.player.stop() == ("One two.", True)


async def test_close_releases_whoever_waits(speaker: Speaker) -> None:
    waiting = asyncio.ensure_future(speaker.player.frame(lambda: True))
    await settle()
    speaker.player.close()
    assert await waiting is None
    assert await speaker.player.frame(lambda: True) is None


CLAUSES = st.lists(
    st.tuples(
        st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), min_size=1, max_size=8).map(
            " ".join
        ),
        st.integers(1, 300),
    ),
    min_size=1,
    max_size=4,
)


def words_played(clauses: list[tuple[str, int]], played: int) -> tuple[int, int]:
    """How many words have begun, and how many are over, where characters take equal time."""
    begun = over = clause_from = 0
    for text, samples in clauses:
        for word in re.finditer(r"\w+", text):
            begun += clause_from + word.start() / len(text) * samples < played
            over += clause_from + word.end() / len(text) * samples <= played
        clause_from += samples
    return begun, over


@given(clauses=CLAUSES, frames=st.integers(0, 60))
def test_heard_text_is_true_to_the_word_at_any_position(
    clauses: list[tuple[str, int]], frames: int
) -> None:
    async def script() -> tuple[str, int]:
        speaker = Speaker()
        speaker.begin()
        for text, samples in clauses:
            speaker.add(text, samples)
        speaker.player.complete(1)
        played = len(positions(await speaker.take(frames)))
        heard = speaker.player.heard()
        assert bool(speaker.done) or heard == speaker.player.stop()[0]
        return speaker.done[0][1] if speaker.done else heard, played

    heard, played = play(script())
    said = " ".join(text for text, _ in clauses).split()
    assert heard.split() == said[: len(heard.split())], "words that were never said, or a gap"
    begun, over = words_played(clauses, played)
    assert over <= len(heard.split()) <= begun
    if played == sum(samples for _, samples in clauses):
        assert heard.split() == said


@given(
    total=st.integers(1, 400),
    moves=st.lists(st.tuples(st.integers(1, 9), st.integers(0, 200)), max_size=6),
)
def test_any_number_of_coughs_leaves_the_reply_whole(
    total: int, moves: list[tuple[int, int]]
) -> None:
    """Whatever part of what it held a transport drops, the student hears each sample once."""

    async def script() -> list[int]:
        speaker = Speaker()
        speaker.begin()
        speaker.add("One two three.", total)
        speaker.player.complete(1)
        played: list[Int16] = []
        for frames, unsent in moves:
            taken = await speaker.take(frames)
            unsent = min(unsent, len(taken))
            played.append(taken[: len(taken) - unsent])
            speaker.player.pause(unsent)
            speaker.player.resume()
        played.append(await speaker.take())
        return positions(np.concatenate(played))

    assert play(script()) == list(range(1, total + 1))


# --- who takes the frames ---------------------------------------------------------------------


async def test_who_has_gone_gets_no_frame(speaker: Speaker) -> None:
    there = True
    waiting = asyncio.ensure_future(speaker.player.frame(lambda: there))
    await settle()
    there = False
    speaker.player.wake()
    await settle()
    assert waiting.done()
    assert waiting.result() is None
    speaker.begin()
    speaker.add("One.", 40)
    speaker.player.complete(1)
    assert await speaker.player.frame(lambda: there) is None
    assert positions(await speaker.take()) == list(range(1, 41)), "a frame was lost to nobody"


async def test_a_reply_that_is_stopped_as_its_clause_begins_gives_no_frame() -> None:
    stopped = Player(RATE, lambda number, text: stop(), lambda number, text: None)

    def stop() -> None:
        assert stopped.stop() == ("", False)

    stopped.begin(1)
    stopped.add(1, "One.", np.ones(100, np.int16))
    waiting = asyncio.ensure_future(stopped.frame(lambda: True))
    await settle()
    assert not waiting.done(), "20 ms of a reply were played that had been stopped"
    waiting.cancel()


async def test_a_reply_that_begins_as_another_ends_is_not_slept_through() -> None:
    def begin(number: int, text: str) -> None:
        if number == 1:
            player.begin(2)
            player.add(2, "Two.", np.full(20, 2, np.int16))
            player.complete(2)

    player = Player(RATE, lambda number, text: None, begin)
    player.begin(1)
    player.add(1, "One.", np.ones(20, np.int16))
    player.complete(1)
    async with asyncio.timeout(5):
        frames = [await player.frame(lambda: True) for _ in range(2 + TAIL_FRAMES)]
    assert frames[-1] is not None
    assert set(frames[-1]) == {2}


class CountedList(list[Int16]):
    """Counts how often a piece is looked at."""

    looks = 0

    def __getitem__(self, index: Any) -> Any:
        self.looks += 1
        return super().__getitem__(index)

    def __iter__(self) -> Iterator[Int16]:
        for index in range(len(self)):
            yield self[index]


@pytest.mark.parametrize("pieces", [50, 1500])
async def test_a_frame_costs_the_same_however_long_the_reply(speaker: Speaker, pieces: int) -> None:
    speaker.begin()
    for number in range(pieces):
        speaker.add(f"Clause {number}." if number % 50 == 0 else "", FRAME)
    await speaker.take(pieces - 10)
    assert speaker.player._speech is not None
    counted = speaker.player._speech.audio = CountedList(speaker.player._speech.audio)
    await speaker.take(5)
    assert counted.looks <= 10
