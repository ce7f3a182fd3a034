"""A whole exam as a record: five questions of the cell biology bank, answered as students do.

The student does one question well, one in two goes, one with a misheard word, skips one, and
knows nothing of the last. What is said is written with its pauses: `(1.2)` is 1.2 s of silence
and `?word` a word that recognition was unsure of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from voice.exam.banks.file import read_bank
from voice.exam.model.bank import Bank
from voice.exam.model.record import (
    DOUBTFUL,
    Answer,
    Asked,
    Attempt,
    ExamRecord,
    HeardWord,
    Line,
    Mark,
    PointMark,
    Verdict,
)

BANKS = Path(__file__).parents[3] / "prompts" / "banks"
SESSION_BEFORE_S = 30.0
"""The student had talked for a while before the exam began."""
WORD_S, GAP_S = 0.34, 0.06
"""Length of every word, and of the gap between two: 150 words per minute."""


@cache
def bank() -> Bank:
    """The bank that the sample is an exam of."""
    loaded = read_bank(BANKS / "cell-biology.yaml")
    assert loaded.bank is not None, loaded.problems
    return loaded.bank


def spoken(script: str, start_s: float) -> tuple[HeardWord, ...]:
    """The words of a script such as "It has (1.2) no ?nucleus."."""
    words, now_s = [], start_s
    for token in script.split():
        if pause := re.fullmatch(r"\((\d+(?:\.\d+)?)\)", token):
            now_s += float(pause[1]) - GAP_S
            continue
        sure = not token.startswith("?")
        words.append(
            HeardWord(token.lstrip("?"), now_s, now_s + WORD_S, 0.95 if sure else DOUBTFUL / 2)
        )
        now_s += WORD_S + GAP_S
    return tuple(words)


@dataclass(slots=True)
class Play:
    """Builds the record of an exam step by step."""

    bank: Bank
    record: ExamRecord
    now_s: float = SESSION_BEFORE_S
    _prompt: str = ""
    _asked: Asked = "question"
    _point: int | None = None
    _hints: int = field(default=0)

    def says(self, text: str, item_id: str = "") -> None:
        """The examiner speaks."""
        end_s = self.now_s + 0.3 * len(text.split())
        self.record.lines.append(Line("examiner", text, self.now_s, end_s, item_id))
        self.now_s = end_s
        self._prompt = text

    def asks(self, item_id: str) -> Attempt:
        """The examiner asks an item."""
        topic, subtopic, item = self.bank.find(item_id)
        self.now_s += 0.8
        self.says(item.question, item_id)
        self._asked, self._point, self._hints = "question", None, 0
        attempt = Attempt(item, item.question, topic.title, subtopic.title)
        self.record.attempts.append(attempt)
        return attempt

    def asks_further(self, text: str) -> None:
        """The examiner asks a follow-up to the same item."""
        self.now_s += 0.8
        item = self.record.attempts[-1].item
        self.says(text, item.id)
        self._asked = "follow_up"
        self._point = [point.follow_up for point in item.key_points].index(text)

    def hints(self, text: str) -> None:
        """The examiner helps."""
        self.now_s += 0.8
        self.says(text, self.record.attempts[-1].item.id)
        self.record.attempts[-1].hints_given += 1
        self._hints += 1

    def answers(self, script: str, after_s: float, typed: bool = False) -> None:
        """The student answers."""
        asked_s = self.now_s
        attempt = self.record.attempts[-1]
        words = () if typed else spoken(script, asked_s + after_s)
        text = script if typed else " ".join(word.text for word in words)
        start_s = words[0].start_s if words else asked_s + after_s
        end_s = words[-1].end_s if words else start_s
        attempt.answers.append(
            Answer(text, self._asked, self._prompt, asked_s, start_s, end_s, words, typed,
                   self._hints, self._point)
        )  # fmt: skip
        self.record.lines.append(Line("student", text, start_s, end_s, attempt.item.id))
        self.now_s = end_s


def judged(
    attempt: Attempt,
    point: int,
    quote: str,
    verdict: Verdict = "made",
    confidence: float = 0.8,
    remark: str = "",
) -> PointMark:
    """The verdict on a key point, with these words and their position as evidence."""
    worth = attempt.item.key_points[point].marks
    for index, answer in enumerate(attempt.answers):
        if quote not in answer.text:
            continue
        first = len(answer.text[: answer.text.index(quote)].split())
        words = answer.words[first : first + len(quote.split())]
        return PointMark(
            point,
            worth,
            verdict,
            confidence,
            quote,
            index,
            start_s=words[0].start_s if words else None,
            end_s=words[-1].end_s if words else None,
            doubtful=any(word.probability < DOUBTFUL for word in words),
            remark=remark,
        )
    raise AssertionError(f"nobody said {quote!r}")


def marked(attempt: Attempt, *points: PointMark, wrong: tuple[str, ...] = ()) -> None:
    """Mark the item; points that are not named were certainly not made."""
    by_index = {point.point: point for point in points}
    every = tuple(
        by_index.get(index) or PointMark(index, point.marks, confidence=0.8)
        for index, point in enumerate(attempt.item.key_points)
    )
    attempt.mark = Mark(
        every, attempt.item.marks, wrong=wrong, judged_by="embeddings", confidence=0.75
    )


def record() -> ExamRecord:
    """The exam: 10 of 28.5 marks."""
    from_bank = bank()
    play = Play(
        from_bank,
        ExamRecord(
            bank=from_bank.title,
            bank_name="cell-biology",
            mode="practice",
            language="en",
            level=from_bank.level,
            began_at="2026-11-21T09:15:00+01:00",
            planned_s=600.0,
        ),
    )
    play.says(from_bank.instructions)
    _kinds_of_cells(play)
    _membrane(play)
    _enzymes(play)
    play.asks("dna-structure").skipped = True
    _mitosis(play)
    play.now_s += 0.8
    play.says(from_bank.closing)
    play.record.duration_s = play.now_s - SESSION_BEFORE_S
    play.record.ended = "finished"
    return play.record


def _kinds_of_cells(play: Play) -> None:
    attempt = play.asks("prokaryotes-and-eukaryotes")
    play.answers(
        "Um, bacteria do not have a nucleus, (1.5) and and they are much smaller.", after_s=1.2
    )
    play.asks_further("What can you say about the shape of the DNA molecule in each?")
    play.answers("The DNA of bacteria is a ring.", after_s=3.4)
    marked(
        attempt,
        judged(attempt, 0, "bacteria do not have a nucleus,"),
        judged(attempt, 2, "they are much smaller."),
        judged(attempt, 4, "is a ring.", "partly"),
    )


def _membrane(play: Play) -> None:
    attempt = play.asks("fluid-mosaic")
    play.answers(
        "The membrane is a double layer of phospholipids, the heads point outwards and the "
        "tails inwards, (0.8) and proteins are embedded in it, which can move sideways.",
        after_s=0.9,
    )
    marked(
        attempt,
        judged(attempt, 0, "The membrane is a double layer of phospholipids,"),
        judged(attempt, 1, "the heads point outwards and the tails inwards,"),
        judged(attempt, 2, "proteins are embedded in it,"),
        judged(attempt, 3, "which can move sideways."),
    )


def _enzymes(play: Play) -> None:
    attempt = play.asks("enzyme-action")
    play.answers("(2.5) I am not sure (4.2) what they do.", after_s=0.0)
    play.hints("Think of a lock and its key.")
    play.answers(
        "Enzymes are proteins that speed up reactions, and the ?substrate ?binds to the active "
        "site. They are used up by the reaction.",
        after_s=2.1,
    )
    marked(
        attempt,
        judged(attempt, 0, "They are used up by the reaction.", "reversed"),
        judged(attempt, 2, "the substrate binds to the active site."),
        wrong=("They are used up by the reaction.",),
    )


def _mitosis(play: Play) -> None:
    attempt = play.asks("mitosis-phases")
    play.answers("I don't know, the chromosomes line up in the middle?", after_s=6.0, typed=True)
    marked(attempt, judged(attempt, 1, "the chromosomes line up in the middle?"))
