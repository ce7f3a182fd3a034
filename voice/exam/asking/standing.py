"""Where an exam stands, for the page."""

from __future__ import annotations

from dataclasses import replace

from voice.core.events import ExamPhase, ExamStanding
from voice.exam.asking.course import Course
from voice.exam.asking.sitting import done


def view_of(course: Course, still: bool, now_s: float) -> ExamStanding:
    """The view at the session's time `now_s`; `still` if the exam is paused or disconnected."""
    sitting = course.current
    at = course.clock.at(now_s)
    view = ExamStanding(phase=_phase(course, still, at), left_s=course.left_s(now_s))
    if sitting is None or course.stage == "over":
        return replace(view, number=len(course.sittings), of=len(course.sittings))
    section_s = min(view.left_s, max(0.0, course.section_left_at_s - at))
    preparing_s = max(0.0, course.prepare_until_s - at)
    return replace(
        view,
        number=sitting.index + 1,
        of=_foreseen(course, now_s),
        section=sitting.attempt.topic,
        question=sitting.prompt,
        section_left_s=section_s if course.bank.order == "parts" else view.left_s,
        answer_left_s=preparing_s if course.stage == "preparing" else sitting.box_left_s(at),
        hints_left=course.hints_left(),
        can_skip=not still,
        can_go_back=not still and course.back_to() is not None,
    )


def _phase(course: Course, still: bool, at: float) -> ExamPhase:
    if course.stage == "over":
        return "over"
    if still:
        return "paused"
    if course.stage == "cutting":
        return "closing"
    if course.stage == "preparing":
        return "preparing"
    sitting = course.current
    return "asking" if sitting is None or at < sitting.box_from_s else "answering"


def _foreseen(course: Course, now_s: float) -> int:
    """How many questions there will be, as far as can be foreseen."""
    left_s = course.left_s(now_s)
    sitting = course.current
    if sitting is not None and not sitting.closed:
        left_s -= min(sitting.item.seconds, sitting.box_left_s(course.clock.at(now_s)) or 0.0)
    return course.chooser.foresee(done(course.sittings), left_s)
