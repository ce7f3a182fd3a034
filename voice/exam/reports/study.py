"""What to study next: rules over the marks, and only what can be acted on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voice.exam.reports.model import (
    COUNTED,
    Advice,
    AdviceKind,
    ItemReport,
    PointReport,
    StudyStep,
)

_MOST_STEPS, _MOST_ADVICE = 5, 5
"""Most steps, and most advice per step; nobody studies more than that next."""


def study(items: Sequence[ItemReport]) -> tuple[StudyStep, ...]:
    """Subtopics in which marks were lost, those with the most first."""
    counted = [item for item in items if item.status in COUNTED]
    places = dict.fromkeys((item.topic, item.subtopic) for item in counted)
    steps = [
        _step([item for item in counted if (item.topic, item.subtopic) == place])
        for place in places
    ]
    lossy = sorted((step for step in steps if step.lost > 0), key=lambda step: -step.lost)
    return tuple(lossy[:_MOST_STEPS])


def _step(items: Sequence[ItemReport]) -> StudyStep:
    lossy = [item for item in items if item.marks < item.out_of]
    points = [point for item in lossy for point in _lacking(item)]
    points.sort(key=_urgency, reverse=True)
    advice = [one for point in points if (one := advice_on(point))]
    return StudyStep(
        topic=items[0].topic,
        subtopic=items[0].subtopic,
        lost=sum(item.out_of - item.marks for item in items),
        advice=tuple(advice[:_MOST_ADVICE]),
        items=tuple(item.number for item in lossy),
    )


def _lacking(item: ItemReport) -> Iterator[PointReport]:
    """Key points that cost marks; of a group of which a few are enough, no more than lack."""
    lacking = [p for p in item.points if p.counts and p.marks < p.out_of]
    spare: set[int] = set()
    for choice in item.choices:
        group = [item.points[number - 1] for number in choice.points]
        made = sum(point.marks == point.out_of for point in group)
        rest = sorted((p for p in group if p in lacking), key=_urgency, reverse=True)
        spare |= {id(point) for point in rest[max(0, choice.enough - made) :]}
    return (point for point in lacking if id(point) not in spare)


def _urgency(point: PointReport) -> tuple[float, bool]:
    return point.out_of - point.marks, point.verdict == "reversed"


def advice_on(point: PointReport) -> Advice | None:
    """What to do about a key point; None where nothing can be said that would help."""
    text = "" if "…" in point.text or "..." in point.text else point.text
    if point.task:
        # There is nothing to learn in what somebody else would say.
        return _advice("practise", point.follow_up or text)
    match point.verdict:
        case "reversed":
            return _advice("turned", text, point.remark)
        case "unsure":
            return _advice("clarify", text)
        case "partly":
            return _advice("deepen", text)
        case _:
            return _advice("learn", text)


def _advice(kind: AdviceKind, text: str, remark: str = "") -> Advice | None:
    return Advice(kind=kind, text=text, remark=remark) if text else None
