"""Hand-made marks, for tests of what an examiner says about them."""

from __future__ import annotations

from voice.exam.model.bank import Item, KeyPoint
from voice.exam.model.record import Answer, Attempt, Mark, PointMark, Verdict

FACTS = (
    "Meiosis makes four cells.",
    "Mitosis makes two cells.",
    "In meiosis the number of chromosomes is halved.",
    "In mitosis the daughter cells are identical.",
    "Meiosis takes place in the sex organs.",
    "Crossing over happens in the first prophase.",
)

TASKS = (
    ("names", "I live in a … (says where it is)", "Where is it?"),
    ("reason", "I like it because … (says why)", "Say why you like it."),
    ("example", "For example …", "Give an example."),
)


def facts(count: int = 4, follow_ups: bool = True) -> Item:
    """An item whose key points are facts."""
    points = tuple(
        KeyPoint(text=text, follow_up=f"What about number {n}?" if follow_ups else "")
        for n, text in enumerate(FACTS[:count], 1)
    )
    return Item(question="How do meiosis and mitosis differ?", key_points=points)


def tasks() -> Item:
    """An item whose key points are parts of a task."""
    points = tuple(
        KeyPoint.model_validate({"text": text, "aspect": aspect, "follow_up": follow_up})
        for aspect, text, follow_up in TASKS
    )
    return Item(
        question="Tell me about your home.",
        key_points=points,
        model_answer="I live in a small flat by the river, and I like it because it is quiet.",
    )


def judged(item: Item, verdicts: str, **more: object) -> Mark:
    """The mark that the letters stand for, one for each point.

    m, p, r, n: made, partly made, reversed, not made, each with certainty; in capitals: in doubt.
    """
    names: dict[str, Verdict] = {"m": "made", "p": "partly", "r": "reversed", "n": "not_made"}
    points = tuple(
        PointMark(
            n,
            point.marks,
            names[letter.lower()],
            0.9 if letter.islower() else 0.6,
            "" if letter == "n" else f"what I said about number {n + 1}",
        )
        for n, (point, letter) in enumerate(zip(item.key_points, verdicts, strict=True))
    )
    return Mark(points, item.marks, item.choices, **more)  # type: ignore[arg-type]


def attempt(item: Item, *texts: str) -> Attempt:
    """The item, answered in these words."""
    answers = [Answer(text, prompt=item.question) for text in texts]
    return Attempt(item, item.question, "Topic", "Subtopic", answers)
