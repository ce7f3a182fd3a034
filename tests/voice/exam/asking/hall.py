"""Exams in text only: an examiner and a scripted student, in simulated time.

Steps are carried out as in a session: speech takes time and can be interrupted, marks arrive later.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from voice.conversation.modes import Mode, load_modes
from voice.core.events import ExamStanding
from voice.exam.asking.choose import chars_per_second
from voice.exam.asking.commands import Command
from voice.exam.asking.examiner import Examiner
from voice.exam.banks.file import parse_bank, read_bank
from voice.exam.marking.marker import Marker
from voice.exam.marking.witnesses import Witnesses
from voice.exam.model.bank import Bank, Item
from voice.exam.model.plan import Choices, Manner, make_plan
from voice.exam.model.record import Answer, Mark, PointMark
from voice.exam.model.steps import (
    Converse,
    EndTurn,
    Finish,
    Hold,
    LetThink,
    MarkItem,
    Said,
    Say,
    SetPatience,
    Step,
)

BANKS = Path(__file__).parents[4] / "prompts" / "banks"
MARKING_S = 3.0
TICK_S = 1.0


@cache
def bank(name: str) -> Bank:
    loaded = read_bank(BANKS / f"{name}.yaml")
    assert loaded.bank is not None, loaded.problems
    return loaded.bank


@cache
def small_bank() -> Bank:
    """Two topics of three items; each item has two key points with telling words."""
    lines = [
        "title: Small",
        "minutes: 20",
        "instructions: Welcome.",
        "closing: Goodbye.",
        "topics:",
    ]
    for t, topic in enumerate(("Alpha", "Beta")):
        lines += [f"  - title: {topic}", "    subtopics:"]
        for s in range(2):
            lines += [f"      - title: {topic} {s}", "        items:"]
            for i in range(2):
                name = f"{topic.lower()}-{s}-{i}"
                lines += [
                    f"          - id: {name}",
                    f"            question: What is {name}?",
                    f"            difficulty: {1 + (t + s + i) % 5}",
                    "            seconds: 30",
                    f"            hints: [Hint one on {name}., Hint two on {name}.]",
                    f"            model_answer: One says secretone{name} and secrettwo{name}.",
                    "            key_points:",
                    f"              - text: secretone{name}",
                    "                marks: 2",
                    f"                follow_up: And the first thing about {name}?",
                    f"              - text: secrettwo{name}",
                    f"                follow_up: And the second thing about {name}?",
                ]
    loaded = parse_bank("\n".join(lines), "small.yaml")
    assert loaded.bank is not None, loaded.problems
    return loaded.bank


def words_of(text: str) -> set[str]:
    return {word for word in re.findall(r"\w[\w-]*", text.lower()) if len(word) > 3}


def mark(item: Item, answers: Sequence[Answer]) -> Mark:
    """Counts a point as made if most of its longer words were said."""
    said = words_of(" ".join(answer.text for answer in answers))

    def made(text: str) -> bool:
        wanted = words_of(text)
        return len(wanted & said) >= 0.6 * len(wanted)

    points = tuple(
        PointMark(n, p.marks, "made" if any(map(made, (p.text, *p.accept))) else "not_made")
        for n, p in enumerate(item.key_points)
    )
    return Mark(points, item.marks, item.choices, judged_by="overlap")


def marked_for_real(language: str) -> Callable[[Item, Sequence[Answer]], Mark]:
    """Viva's own marker, by words alone."""
    marker = Marker(Witnesses(), None, language)
    return lambda item, answers: asyncio.run(marker.mark(item, answers))


@dataclass(frozen=True, slots=True)
class Speak:
    """The student says something, after a silence."""

    text: str
    after_s: float = 1.0
    seconds: float = 0.0  # 0: as long as its words take
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """The student presses a button."""

    command: Command


Action = Speak | Press | None
"""None: silence for a second."""

Student = Callable[[ExamStanding, "Hall"], Action]


@dataclass(slots=True)
class Hall:
    """One exam in progress.

    Parameters
    ----------
    examiner : Examiner
    student : callable
        What the student does next, asked whenever nobody speaks.
    marks : callable
        What an answer is worth.
    """

    examiner: Examiner
    student: Student
    marks: Callable[[Item, Sequence[Answer]], Mark] = mark
    now_s: float = 0.0
    steps: list[Step] = field(default_factory=list)  # all that came out
    said: list[tuple[float, Step]] = field(default_factory=list)  # when its speech began
    cut_turns: int = 0
    _due: list[tuple[float, int]] = field(default_factory=list)  # marks on their way
    _queue: list[Step] = field(default_factory=list)

    @property
    def over(self) -> bool:
        return self.examiner.record.ended != ""

    @property
    def item(self) -> Item:
        assert self.examiner.course.current is not None
        return self.examiner.course.current.item

    def texts(self, *kinds: str) -> list[str]:
        return [s.text for s in self.steps if isinstance(s, Say) and (not kinds or s.kind in kinds)]

    def run(self, limit_s: float = 4 * 3600.0) -> Hall:
        """Hold the whole exam."""
        self.take(self.examiner.begin(self.now_s))
        while not self.over:
            assert self.now_s < limit_s, "the exam does not end"
            self.perform(self.student(self.examiner.view(self.now_s), self))
        for _ in range(5):  # marks that are still on their way
            self.pass_time(1.0, speaking=False)
        return self

    def perform(self, action: Action) -> None:
        if action is None:
            self.pass_time(1.0, speaking=False)
        elif isinstance(action, Press):
            self.take(self.examiner.pressed(action.command, self.now_s))
        else:
            self.speak(action)

    def speak(self, action: Speak) -> None:
        if self.pass_time(action.after_s, speaking=False):
            return  # the examiner spoke first
        words = action.text.split()
        seconds = action.seconds or max(0.5, len(words) * 0.4)
        start_s = self.now_s
        cut = self.pass_time(seconds, speaking=True)
        share = min(1.0, (self.now_s - start_s) / seconds)
        text = " ".join(words[: max(1, round(share * len(words)))]) if cut else action.text
        said = Said(text, start_s, self.now_s, typed=action.typed)
        self.take(self.examiner.heard(said, self.now_s))

    def pass_time(self, seconds: float, *, speaking: bool) -> bool:
        """Let time pass; True if the examiner had something to do with it."""
        end_s = self.now_s + seconds
        while self.now_s < end_s:
            self.now_s = min(end_s, self.now_s + TICK_S)
            self._marks()
            steps = self.examiner.tick(self.now_s, speaking)
            if any(isinstance(step, EndTurn) for step in steps):
                assert speaking, "there was no turn to end"
                self.steps += steps
                self.cut_turns += 1
                return True
            if any(isinstance(step, Say | Converse) for step in steps):
                self.take(steps)
                return True
            self.steps += steps
        return False

    def take(self, steps: list[Step]) -> None:
        """Carry out steps; steps due by the clock meanwhile replace the remaining ones."""
        self._queue = list(steps)
        self.steps += steps
        while self._queue:
            self._carry_out(self._queue.pop(0))

    def _carry_out(self, step: Step) -> None:
        if isinstance(step, MarkItem):
            self._due.append((self.now_s + MARKING_S, step.attempt_index))
        if isinstance(step, SetPatience | Hold | LetThink | MarkItem | Finish | EndTurn):
            return
        text = step.text if isinstance(step, Say) else step.fallback
        start_s = self.now_s
        self.said.append((start_s, step))
        end_s = start_s + len(text) / chars_per_second(self.examiner.language)
        while self.now_s < end_s:
            self.now_s = min(end_s, self.now_s + TICK_S)
            self._marks()
            if (steps := self.examiner.tick(self.now_s)) and not self.over_before(step):
                self.examiner.spoken(step, text, start_s, self.now_s, cut=True)
                marks = [one for one in self._queue if isinstance(one, MarkItem)]
                self.steps += steps
                self._queue = [*marks, *steps]
                return
        self.examiner.spoken(step, text, start_s, self.now_s)

    def over_before(self, step: Step) -> bool:
        return isinstance(step, Say) and step.kind == "closing"

    def _marks(self) -> None:
        for due in [one for one in self._due if one[0] <= self.now_s]:
            self._due.remove(due)
            attempt = self.examiner.record.attempts[due[1]]
            self.examiner.marked(due[1], self.marks(attempt.item, attempt.answers), self.now_s)


@cache
def mode_of(manner: Manner) -> Mode:
    """The mode that comes with Viva for this manner."""
    modes = load_modes()[0].values()
    return next(mode for mode in modes if mode.exam and mode.exam.manner == manner)


def examiner(
    manner: Manner,
    of: Bank,
    *,
    minutes: float | None = None,
    seed: int = 1,
    material: str = "",
    topics: tuple[str, ...] = (),
    difficulty: int | None = None,
    most_items: int | None = None,
) -> Examiner:
    """An examiner in the mode that comes with Viva for this manner."""
    mode = mode_of(manner)
    assert mode.exam is not None
    choices = Choices(minutes, topics, difficulty, most_items)
    plan = make_plan(mode.exam, mode.name, of, choices)
    return Examiner(of, plan, seed, look=mark, material=material)


def told(step: Step) -> str:
    """All text of a step, including what only the model sees."""
    if isinstance(step, Say):
        return step.text
    return f"{step.instruction}\n{step.fallback}" if isinstance(step, Converse) else ""
