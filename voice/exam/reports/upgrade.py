"""Upgrades saved reports of earlier versions to the present one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_VERDICTS = {"full": "made", "partly": "partly", "missing": "not_made"}
"""What version 1 called the verdicts; it held all of them for sure."""


def upgraded(content: str | bytes) -> str | bytes:
    """A report's JSON in the present version; anything that is none stays as it is."""
    try:
        report = json.loads(content)
    except ValueError:  # also text that is no UTF-8
        return content
    if not isinstance(report, dict) or report.get("version") != 1:
        return content
    try:
        return json.dumps(_from_first(report), ensure_ascii=False)
    except (KeyError, TypeError, AttributeError):
        return content


def _from_first(report: dict[str, Any]) -> dict[str, Any]:
    items = [_item(item) for item in report["items"]]
    judged = [p for item in items if item["status"] == "marked" for p in item["points"]]
    return {
        **_exact(report),
        "version": 2,
        "items": items,
        "topics": [_topic(topic) for topic in report["topics"]],
        "study": [_step(step) for step in report["study"]],
        "judged": len(judged),
        "sure": len(judged),
        "corrected": 0,
        "about": [],
        "delivery": {**report["delivery"], "linking": None},
    }


def _exact(marks: Mapping[str, Any]) -> dict[str, Any]:
    """Marks with a range of a single number, as nothing was in doubt."""
    return {**marks, "least": marks["marks"], "most": marks["marks"]}


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **_exact(item),
        "points": [_point(point) for point in item["points"]],
        "outcome": _outcome(item),
        "costs": 0.0,
        "choices": [],
    }


def _outcome(item: Mapping[str, Any]) -> str:
    if item["answers"]:
        return "answered"
    return "skipped" if item["status"] == "skipped" else "no_answer"


def _point(point: Mapping[str, Any]) -> dict[str, Any]:
    verdict = _VERDICTS[point["verdict"]]
    return {
        **_exact(point),
        "verdict": verdict,
        "judged": verdict,
        "sure": True,
        "counts": True,
        "task": False,
        "reword": False,
        "follow_up": "",
        "remark": "",
        "correction": None,
    }


def _topic(topic: Mapping[str, Any]) -> dict[str, Any]:
    return {**_exact(topic), "subtopics": [_exact(part) for part in topic["subtopics"]]}


def _step(step: Mapping[str, Any]) -> dict[str, Any]:
    kinds = (("learn", step["learn"]), ("deepen", step["deepen"]))
    advice = [{"kind": kind, "text": text, "remark": ""} for kind, texts in kinds for text in texts]
    return {**step, "advice": advice}
