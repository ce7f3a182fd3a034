"""Chooses the next question: spread over the topics, as hard as the answers so far call for.

The choice depends only on what was asked before and a seed, so the same answers give the same exam.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voice.core.languages import spaced
from voice.exam.model.bank import QUOTE, Bank, Item, Placed, Topic
from voice.exam.model.plan import Plan

GOOD = 0.75
"""Share of an item's marks from which the next question is harder."""

POOR = 0.4
"""Share of an item's marks up to which the next question is easier."""

SPEECH_CHARS_S = 14.0
"""Characters a voice reads in a second; about 150 words a minute."""

WIDE_CHARS_S = 4.5
"""The same for Chinese."""

OVERHEAD_S = 8.0
"""Time that an item takes besides its answer, for thanks, silences and one follow-up."""

CLOSING_S = 8.0
"""Time reserved for the closing words."""

RETURN_AFTER = 2
"""A tutor returns to an item after at least this many others."""


@dataclass(frozen=True, slots=True)
class Done:
    """An item that was asked."""

    item_id: str
    share: float | None = None  # of its marks, in [0, 1]; None while unknown or when skipped
    weak: bool = False  # a tutor should return to it


class Chooser:
    """Chooses the items of one exam.

    Parameters
    ----------
    bank, plan
        The questions, and the settings of the exam.
    seed : int
        Breaks ties between equally suitable items.
    quotes : int
        How many sentences of the student's material can be quoted.
    """

    def __init__(self, bank: Bank, plan: Plan, seed: int, quotes: int = 0) -> None:
        self.bank = bank
        self.plan = plan
        self.seed = seed
        self.topics = tuple(t for t in bank.topics if not plan.topics or t.title in plan.topics)
        self.pool = self._pool(quotes)  # every item that this exam may ask
        self._where: Mapping[str, Placed] = {one.item.id: one for one in bank.walk()}

    def _pool(self, quotes: int) -> tuple[Placed, ...]:
        titles = {topic.title for topic in self.topics}
        placed = [one for one in self.bank.walk() if one.topic.title in titles]
        placed = [one for one in placed if quotes or QUOTE not in one.item.question]
        if self.plan.manner == "long-turn":
            # A bank that has long turns is asked for those; any other question can be made one.
            return tuple([one for one in placed if one.item.prepare_seconds] or placed)
        return tuple(placed)

    def prepare_s(self, item: Item) -> int:
        """Seconds of preparation before an answer to `item`."""
        return item.prepare_seconds or self.plan.settings.prepare_seconds

    def cost_s(self, item: Item) -> float:
        """Seconds that `item` is expected to take, from its question on."""
        spoken = len(item.question) / chars_per_second(self.bank.language)
        factor = self.plan.settings.answer_factor
        answer = item.seconds * min(1.0, factor) if factor else item.seconds
        return spoken + self.prepare_s(item) + answer + OVERHEAD_S

    def target(self, done: Sequence[Done]) -> int:
        """The difficulty that the next question should have, 1 to 5."""
        level = self.plan.settings.difficulty
        for one in done:
            if one.share is not None:
                level += (one.share >= GOOD) - (one.share <= POOR)
                level = min(5, max(1, level))
        return level

    def next(self, done: Sequence[Done], left_s: float, section_left_s: float) -> Placed | None:
        """The next item; None if no remaining item fits into the time.

        Parameters
        ----------
        done
            What was asked, in order.
        left_s, section_left_s : float
            Seconds left in the exam and in the section that the last item belongs to.
        """
        if len(done) >= self.plan.settings.most_items:
            return None
        asked = {one.item_id for one in done}
        fresh = [one for one in self.pool if one.item.id not in asked]
        left_s -= CLOSING_S if done else 0.0
        if self.bank.order == "parts":
            candidates = self._in_parts(fresh, done, left_s, section_left_s)
        else:
            candidates = fresh
        fitting = [one for one in candidates if not done or self.cost_s(one.item) <= left_s]
        if self.plan.manner == "tutor" and (back := self._to_return_to(fitting, done, left_s)):
            return back
        return self._best(fitting, done)

    def _best(self, candidates: Sequence[Placed], done: Sequence[Done]) -> Placed | None:
        if not candidates:
            return None
        where = self._where
        topics = Counter(where[one.item_id].topic.title for one in done)
        subtopics = Counter(_path(where[one.item_id]) for one in done)
        target = self.target(done)

        def rank(one: Placed) -> tuple[float, ...]:
            off = abs(one.item.difficulty - target)
            if self.bank.order == "parts":
                return (subtopics[_path(one)], off, self._chance(one.item.id))
            return (
                topics[one.topic.title],
                self._chance(one.topic.title),
                subtopics[_path(one)],
                off,
                self._chance(one.item.id),
            )

        return min(candidates, key=rank)

    def _chance(self, name: str) -> float:
        return random.Random(f"{self.seed}/{name}").random()

    # --- part after part --------------------------------------------------------------------

    def _in_parts(
        self, fresh: Sequence[Placed], done: Sequence[Done], left_s: float, section_left_s: float
    ) -> list[Placed]:
        """What may come next where topics are taken one after the other."""
        where = self._where
        counts = Counter(where[one.item_id].topic.title for one in done)
        titles = [topic.title for topic in self.topics]
        now = titles.index(where[done[-1].item_id].topic.title) if done else 0
        for number in range(now, len(titles)):
            topic = self.topics[number]
            items = [one for one in fresh if one.topic.title == topic.title]
            enough = topic.ask is not None and counts[topic.title] >= topic.ask
            late = number == now and counts[topic.title] > 0 and section_left_s <= 0
            if not items or enough or late:
                continue
            # Leave enough time for one question in each later part, if possible.
            kept = sum(self._least_s(later, fresh) for later in self.topics[number + 1 :])
            if counts[topic.title]:
                items = [one for one in items if self.cost_s(one.item) + kept <= left_s]
            if items:
                return items
        return []

    def _least_s(self, topic: Topic, fresh: Sequence[Placed]) -> float:
        costs = [self.cost_s(one.item) for one in fresh if one.topic.title == topic.title]
        return min(costs, default=0.0)

    def section_s(self, topic: Topic, left_s: float) -> float:
        """Seconds for a topic that begins when the exam has `left_s` left."""
        if self.bank.order != "parts":
            return left_s
        later = self.topics[self.topics.index(topic) :]
        return left_s * self._weight(topic) / sum(self._weight(one) for one in later)

    def _weight(self, topic: Topic) -> float:
        costs = [self.cost_s(item) for item in topic.items]
        return sum(costs) / len(costs) * (topic.ask or min(4, len(costs)))

    # --- a tutor's returns ------------------------------------------------------------------

    def _to_return_to(
        self, fresh: Sequence[Placed], done: Sequence[Done], left_s: float
    ) -> Placed | None:
        """Another item on something not understood, or the same item again."""
        where = self._where
        times = Counter(one.item_id for one in done)
        for number, one in enumerate(done):
            if not one.weak or len(done) - 1 - number < RETURN_AFTER:
                continue
            seen = where[one.item_id]
            later = [_path(where[other.item_id]) for other in done[number + 1 :]]
            if _path(seen) in later:
                continue
            alike = [other for other in fresh if _path(other) == _path(seen)]
            if alike:
                return self._best(alike, done)
            if times[one.item_id] == 1 and self.cost_s(seen.item) <= left_s:
                return seen
        return None

    # --- how many ---------------------------------------------------------------------------

    def foresee(self, done: Sequence[Done], left_s: float) -> int:
        """An estimate of how many items there will be in all."""
        asked = {one.item_id for one in done}
        fresh = [one for one in self.pool if one.item.id not in asked]
        if not fresh:
            return len(done)
        left_s = max(0.0, left_s - CLOSING_S)
        if self.bank.order == "parts":
            more = self._foresee_parts(fresh, done, left_s)
        else:
            mean = sum(self.cost_s(one.item) for one in fresh) / len(fresh)
            more = min(len(fresh), int(left_s / mean))
        return min(self.plan.settings.most_items, len(done) + more)

    def _foresee_parts(self, fresh: Sequence[Placed], done: Sequence[Done], left_s: float) -> int:
        asked = Counter(self._where[one.item_id].topic.title for one in done)
        more = 0
        for topic in self.topics:
            costs = [self.cost_s(one.item) for one in fresh if one.topic.title == topic.title]
            open_ = len(costs) if topic.ask is None else topic.ask - asked[topic.title]
            for _ in range(min(open_, len(costs))):
                left_s -= sum(costs) / len(costs)
                more += left_s >= 0
        return more


def chars_per_second(language: str) -> float:
    """How fast a voice reads a language."""
    return SPEECH_CHARS_S if spaced(language) else WIDE_CHARS_S


def _path(placed: Placed) -> tuple[str, str]:
    return placed.topic.title, placed.subtopic.title
