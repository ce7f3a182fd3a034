"""The plan of an exam, from a mode and the student's choices."""

from __future__ import annotations

import pytest

from models.base import SettingsError
from tests.voice.exam.asking.hall import bank, small_bank
from voice.exam.model.plan import MANNERS, Choices, ExamSettingProblem, exam_settings, make_plan


def test_the_bank_says_how_long_unless_the_mode_or_the_student_does() -> None:
    of = small_bank()
    settings = MANNERS["practice"]
    assert make_plan(settings, "practice", of, Choices()).minutes == 20
    short = exam_settings({"manner": "practice", "minutes": 5})
    assert make_plan(short, "practice", of, Choices()).seconds == 300
    assert make_plan(short, "practice", of, Choices(minutes=7)).minutes == 7


def test_the_students_choices_count() -> None:
    of = bank("cell-biology")
    title = of.topics[0].title
    plan = make_plan(MANNERS["exam"], "exam", of, Choices(10, (title,), 5, 4))
    assert (plan.minutes, plan.topics) == (10, (title,))
    assert (plan.settings.difficulty, plan.settings.most_items) == (5, 4)
    assert plan.manner == "exam"
    assert not plan.reveals


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        (Choices(minutes=0), "0 minutes"),
        (Choices(minutes=1000), "1000 minutes"),
        (Choices(minutes=float("nan")), "minutes"),
        (Choices(difficulty=6), "difficulty 6"),
        (Choices(most_items=0), "needs a question"),
        (Choices(topics=("Astrology",)), "no topic 'Astrology'"),
    ],
)
def test_choices_that_cannot_be_are_refused_with_a_fix(choices: Choices, words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        make_plan(MANNERS["exam"], "exam", small_bank(), choices)
    assert words in caught.value.problem
    assert caught.value.fix


def test_settings_are_filled_up_by_manner() -> None:
    made = exam_settings({"manner": "tutor", "hints": 1})
    assert made.hints == 1
    assert made.follow_ups == MANNERS["tutor"].follow_ups
    assert made.tools == MANNERS["tutor"].tools


def test_no_examiner_in_exam_conditions_has_tools_or_tells() -> None:
    for manner in ("exam", "quick-fire", "long-turn"):
        settings = MANNERS[manner]
        assert not settings.tools
        assert not settings.feedback
        assert not settings.hints


@pytest.mark.parametrize("value", [None, [], "exam", {}, {"hints": 2}])
def test_what_is_no_list_of_settings_is_refused(value: object) -> None:
    with pytest.raises(ExamSettingProblem) as caught:
        exam_settings(value)
    assert caught.value.key == ""
