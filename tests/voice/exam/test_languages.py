"""An exam can be held and reported in every language that a bank may have."""

from __future__ import annotations

import pytest

from tests.voice.exam.asking.hall import Action, Hall, Speak, examiner, marked_for_real
from tests.voice.exam.asking.test_examiner import check, true_evidence
from voice.core.events import ExamStanding
from voice.core.languages import LANGUAGES
from voice.exam.banks.file import parse_bank
from voice.exam.model.bank import Bank
from voice.exam.model.plan import MANNERS, Manner
from voice.exam.reports.build import build
from voice.exam.reports.formats.files import export

POINTS: dict[str, tuple[str, str]] = {
    "en": ("Water is a liquid.", "Plants drink it."),
    "de": ("Wasser ist eine Flüssigkeit.", "Pflanzen trinken es."),
    "fr": ("L'eau est un liquide.", "Les plantes la boivent."),
    "es": ("El agua es un líquido.", "Las plantas la beben."),
    "it": ("L'acqua è un liquido.", "Le piante la bevono."),
    "pt": ("A água é um líquido.", "As plantas a bebem."),
    "zh": ("水是一种液体。", "植物会喝水。"),
}


KINDS = ("json", "markdown", "csv", "html")


def bank_in(language: str) -> Bank:
    first, second = POINTS[language]
    lines = [f"title: {first}", f"language: {language}", "minutes: 4", "topics:"]
    for n in range(3):
        lines += [f"  - title: {n}. {second}", "    subtopics:", f"      - title: {n}"]
        lines += ["        items:", f"          - question: {n}?", "            seconds: 20"]
        lines += [f"            hints: [{second}]", "            key_points:"]
        lines += [f"              - text: {first}", f"                follow_up: {n}??"]
        lines += [f"              - text: {second}", f"                follow_up: {n}???"]
    loaded = parse_bank("\n".join(lines), "water.yaml")
    assert loaded.bank is not None, loaded.problems
    return loaded.bank


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("manner", sorted(MANNERS))
def test_it_is_held_and_reported(manner: Manner, language: str) -> None:
    said = POINTS[language][0]

    def student(view: ExamStanding, hall: Hall) -> Action:
        return Speak(said, after_s=25) if view.phase == "preparing" else Speak(said)

    one = examiner(manner, bank_in(language), minutes=4)
    hall = Hall(one, student, marked_for_real(language)).run()
    check(hall)
    true_evidence(hall)
    assert any(attempt.answers for attempt in one.record.attempts)
    report = build(one.record, one.bank)
    assert report.summary
    for kind in KINDS:
        assert export(report, kind).content
