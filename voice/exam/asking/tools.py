"""What the model may do in an exam, as function tools.

The model proposes and the examiner decides: a tool is refused if the plan does not allow it, if it
does not fit the situation, or if it was already used since the student last spoke.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.base import Tool, VivaError
from voice.exam.asking.examiner import Examiner
from voice.exam.model.plan import ToolName
from voice.exam.model.steps import Step

_NO_ARGUMENTS: Mapping[str, Any] = {
    "type": "object",
    "properties": {},
    "additionalProperties": False,
}

TOOLS: Mapping[ToolName, Tool] = {
    "check_understanding": Tool(
        "check_understanding",
        "Ask the student to say it once more in their own words.",
        _NO_ARGUMENTS,
    ),
    "give_hint": Tool(
        "give_hint",
        "Give the student the next prepared hint for this question.",
        _NO_ARGUMENTS,
    ),
    "ask_follow_up": Tool(
        "ask_follow_up",
        "Ask the prepared follow-up question about something missing in the answer.",
        {
            "type": "object",
            "properties": {
                "point": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Number of the key point; leave it out for the most valuable.",
                }
            },
            "additionalProperties": False,
        },
    ),
    "next_item": Tool(
        "next_item",
        "Close this question, as the student has answered it, and go on to the next one.",
        _NO_ARGUMENTS,
    ),
    "finish": Tool(
        "finish",
        "End the exam, if the student wants to; they are asked whether they really do.",
        _NO_ARGUMENTS,
    ),
}
"""Every tool by its name."""


class ToolRefused(VivaError):
    """The model called a tool that it may not use now; the message is for the model."""


def apply(name: str, arguments: Mapping[str, Any], examiner: Examiner, now_s: float) -> list[Step]:
    """Use a tool, once the student's turn is committed.

    Returns
    -------
    list of Step
        Steps that replace those after the model's words.

    Raises
    ------
    ToolRefused
        There is no such tool, its arguments are wrong, or it may not be used now. The exam is
        left unchanged.
    """
    allowed = examiner.plan.settings.tools
    known = next((one for one in allowed if one == name), None)
    if known is None:
        raise ToolRefused(f"{name!r} cannot be used here", f"Use {', '.join(allowed) or 'none'}")
    point = _point(known, arguments, examiner)
    if examiner.used_tools & {known, "next_item", "finish"}:
        raise ToolRefused(f"{name} was used already", "Wait for the student")
    steps = examiner.tool(known, point, now_s)
    if not steps:
        raise ToolRefused(f"{name} does not fit now", "Wait for the student")
    return steps


def _point(name: ToolName, arguments: Mapping[str, Any], examiner: Examiner) -> int | None:
    """Index of the key point that the arguments name, if they name one."""
    properties = TOOLS[name].parameters["properties"]
    if unknown := [key for key in arguments if key not in properties]:
        raise ToolRefused(f"{name} has no argument {unknown[0]!r}", "Leave it out")
    if "point" not in arguments:
        return None
    point, sitting = arguments["point"], examiner.course.current
    points = sitting.item.key_points if sitting else ()
    if not isinstance(point, int) or isinstance(point, bool) or not 1 <= point <= len(points):
        raise ToolRefused(f"point must be a whole number from 1 to {len(points)}", "Correct it")
    if point - 1 not in examiner.open:
        raise ToolRefused(
            "This point was asked about or made, or has no follow-up", "Choose another, or none"
        )
    return point - 1
