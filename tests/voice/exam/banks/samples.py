"""Banks to test with: one item as plain values, and banks of every shape."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import strategies as st

from voice.exam.model.bank import (
    Alternative,
    Bank,
    Choice,
    Item,
    KeyPoint,
    Material,
    Mistake,
    Number,
    Subtopic,
    Topic,
)

ITEM: dict[str, Any] = {
    "question": "What is osmosis?",
    "key_points": [{"text": "Water moves through a membrane."}],
}


def yaml_of(*items: dict[str, Any]) -> str:
    """A bank file with these items."""
    subtopics = [{"title": "Membranes", "items": list(items)}]
    values = {"title": "Biology", "topics": [{"title": "Cells", "subtopics": subtopics}]}
    return str(yaml.dump(values, Dumper=_NoReferences, sort_keys=False))


class _NoReferences(yaml.SafeDumper):  # type: ignore[misc]  # PyYAML has no types
    def ignore_aliases(self, data: object) -> bool:
        return True


# --- banks of every shape ---------------------------------------------------------------------


def texts(most: int = 30) -> st.SearchStrategy[str]:
    """Any text of a character or more, as a bank keeps it."""
    letters = st.characters(exclude_categories=["Cs"])
    return st.text(letters, min_size=1, max_size=most).map(str.strip).filter(bool)


def tuples(members: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[Any]:
    """None or a few."""
    return st.lists(members, max_size=most).map(tuple)


def mistakes(text: st.SearchStrategy[str]) -> st.SearchStrategy[Mistake]:
    """False statements, a few of which cost marks."""
    costs = st.sampled_from([0.0, 0.0, 0.5])
    return st.builds(Mistake, text=text, say=text | st.just(""), costs=costs)


def numbers(text: st.SearchStrategy[str]) -> st.SearchStrategy[Number]:
    """Numbers with a tolerance, and ranges."""
    floats = st.floats(-1e6, 1e6)
    return st.builds(
        Number, value=floats, tolerance=st.floats(0, 10), unit=text | st.just("")
    ) | st.builds(lambda two: Number(low=min(two), high=max(two)), st.tuples(floats, floats))


def key_points(text: st.SearchStrategy[str]) -> st.SearchStrategy[KeyPoint]:
    """Key points, with all their fields."""
    return st.builds(
        KeyPoint,
        text=text,
        marks=st.integers(1, 40).map(lambda halves: halves / 2),
        accept=tuples(text),
        mistakes=tuples(mistakes(text)),
        number=st.none() | numbers(text),
        aspect=st.sampled_from([None, "reason", "example"]),
        follow_up=text | st.just(""),
        replies=tuples(text),
    )


def items(text: st.SearchStrategy[str]) -> st.SearchStrategy[Item]:
    """Items with all their fields and no name."""
    points = st.lists(key_points(text), min_size=1, max_size=3).map(tuple)
    return points.flatmap(lambda given: _items(text, given))


def _items(text: st.SearchStrategy[str], points: tuple[KeyPoint, ...]) -> st.SearchStrategy[Item]:
    some = st.lists(st.integers(1, len(points)), min_size=1, max_size=2).map(tuple)
    two = Choice(points=(1, 2), enough=1)
    return st.builds(
        Item,
        id=st.just(""),
        question=text.map(lambda words: words.translate(_NO_BRACES) or "?"),
        context=text | st.just(""),
        key_points=st.just(points),
        choices=st.sampled_from([(), (two,)]) if len(points) > 1 else st.just(()),
        alternatives=tuples(st.builds(Alternative, text=text, points=some)),
        rivals=tuples(st.tuples(text, text)),
        mistakes=tuples(mistakes(text)),
        model_answer=text | st.just(""),
        hints=tuples(text),
        difficulty=st.integers(1, 5),
        seconds=st.integers(10, 1800),
        prepare_seconds=st.integers(0, 900),
        vocabulary=tuples(text),
    )


_NO_BRACES = str.maketrans("{}", "()")


@st.composite
def banks(draw: st.DrawFn, text: st.SearchStrategy[str] | None = None) -> Bank:
    """Banks of one to four topics' items, each with a name of its own."""
    text = texts() if text is None else text
    topics: list[Topic] = []
    number = 0
    for _ in range(draw(st.integers(1, 2))):
        subtopics: list[Subtopic] = []
        for _ in range(draw(st.integers(1, 2))):
            drawn = draw(st.lists(items(text), min_size=1, max_size=2))
            named = [one.model_copy(update={"id": f"n{number + n}"}) for n, one in enumerate(drawn)]
            number += len(named)
            subtopics.append(Subtopic(title=draw(text), items=tuple(named)))
        topics.append(draw(_topics(text, tuple(subtopics))))
    return draw(_around(text, tuple(topics)))


def _topics(
    text: st.SearchStrategy[str], subtopics: tuple[Subtopic, ...]
) -> st.SearchStrategy[Topic]:
    return st.builds(
        Topic,
        title=text,
        instructions=text | st.just(""),
        patience=st.sampled_from([None, "quick", "thinking"]),
        ask=st.none() | st.integers(1, 50),
        subtopics=st.just(subtopics),
    )


def _around(text: st.SearchStrategy[str], topics: tuple[Topic, ...]) -> st.SearchStrategy[Bank]:
    return st.builds(
        Bank,
        title=text,
        language=st.sampled_from(["en", "de", "zh"]),
        level=text | st.just(""),
        instructions=text | st.just(""),
        assesses=st.sampled_from(["knowledge", "language"]),
        order=st.sampled_from(["spread", "parts"]),
        minutes=st.integers(1, 180),
        material=st.none() | st.builds(Material, title=text, ask=text),
        vocabulary=tuples(text),
        topics=st.just(topics),
    )
