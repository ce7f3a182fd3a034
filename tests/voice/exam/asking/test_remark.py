"""What a model may say about an answer, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.voice.exam.judging import FACTS, attempt, facts, judged, tasks
from voice.exam.asking.feedback_phrases import FEEDBACK_PHRASES
from voice.exam.asking.remark import MOST_WORDS, Matter, acceptable, fault
from voice.exam.asking.remark_words import COMPLETE, PRAISE, STUDENT
from voice.exam.asking.wording import fixed_feedback
from voice.exam.model.bank import Item


def matter(verdicts: str, language: str = "en", closed: bool = True, heard: str = "") -> Matter:
    item = facts(len(verdicts))
    return Matter(item, judged(item, verdicts), language, (heard,), closed)


REVERSED = "In fact it is meiosis that makes four cells."


@pytest.mark.parametrize(
    ("text", "verdicts", "why"),
    [
        ("You said rightly that meiosis makes four cells.", "mnnn", ""),
        ("The student forgot that mitosis makes two cells.", "mnnn", "student"),
        ("That's the candidate's best answer.", "mmmm", "student"),
        ("Correct, well said.", "nnnn", "praises"),
        ("Exactly.", "pnnn", "praises"),
        ("Very good.", "MMMM", "praises"),
        ("Good. You also said that cells divide.", "rmmm", "praises"),
        (f"Good, but one thing is the other way round. {REVERSED}", "rmmm", ""),
        ("You also said that cells divide.", "rmmm", "contradiction"),
        (f"That is not right. {REVERSED}", "rnnn", ""),
        ("That was not all. Correct.", "nnnn", "praises"),
        ("That was complete.", "mmmn", "complete"),
        ("That was complete.", "mmmM", "complete"),
        ("That was complete.", "mmmm", ""),
        ("It was not complete yet.", "mmmn", ""),
        ("What else do you know?", "mmmn", "asks"),
        ("  ", "mmmm", "nothing"),
        ("word " * (MOST_WORDS + 1), "mmmm", "long"),
    ],
)
def test_a_closed_question(text: str, verdicts: str, why: str) -> None:
    found = fault(text, matter(verdicts))
    assert why in found if why else found == ""
    assert acceptable(text, matter(verdicts)) is (why == "")


@pytest.mark.parametrize(
    ("text", "verdicts", "allowed"),
    [
        ("All right, let us stay with this.", "mnnn", True),
        ("Good, you are on your way.", "mnnn", True),
        ("Good, you are on your way.", "nnnn", False),
        ("Good, you are on your way.", "mrnn", False),
        ("Think of the chromosomes.", "mnnn", False),
        ("You spoke of chromosomes.", "mnmn", True),  # what was made is no secret
        ("Are they halved?", "mnnn", False),
        ("You said that cells split.", "mnnn", True),
    ],
)
def test_an_open_question(text: str, verdicts: str, allowed: bool) -> None:
    said = matter(verdicts, closed=False, heard="A cell splits, and then there are more cells.")
    assert acceptable(text, said) is allowed


def test_parts_of_a_task_are_no_secret() -> None:
    open_ = Matter(tasks(), judged(tasks(), "mnn"), "en", closed=False)
    assert acceptable("Tell me more about why you like it.", open_)


def test_the_banks_own_remark_is_a_mention() -> None:
    item = facts(1)
    mark = judged(item, "r")
    point = replace(mark.points[0], remark="You spoke of the brain's tumours.")
    one = Matter(item, replace(mark, points=(point,)), "en")
    assert acceptable("Tumours of the brain are another thing.", one)


PRAISING = {
    "en": "Exactly right.",
    "de": "Genau, das ist richtig.",
    "fr": "Très bien, c'est exact.",
    "es": "Muy bien, es correcto.",
    "it": "Molto bene, è corretto.",
    "pt": "Muito bem, está correto.",
    "zh": "很好，完全正确。",
}
ABOUT = {
    "en": "The student said something else.",
    "de": "Der Student hat etwas anderes gesagt.",
    "fr": "L'étudiant a dit autre chose.",
    "es": "El estudiante ha dicho otra cosa.",
    "it": "Lo studente ha detto un'altra cosa.",
    "pt": "O aluno disse outra coisa.",
    "zh": "这位学生说的是别的。",
}
NEUTRAL = {
    "en": "You said something else.",
    "de": "Sie haben etwas anderes gesagt.",
    "fr": "Vous avez dit autre chose.",
    "es": "Ha dicho otra cosa.",
    "it": "Ha detto un'altra cosa.",
    "pt": "Você disse outra coisa.",
    "zh": "你说的是别的。",
}
NOT_RIGHT = {
    "en": "That is not quite right.",
    "de": "Das ist nicht ganz richtig.",
    "fr": "Ce n'est pas tout à fait exact.",
    "es": "Eso no es correcto.",
    "it": "Questo non è corretto.",
    "pt": "Isso não está correto.",
    "zh": "这不正确。",
}


@pytest.mark.parametrize("language", FEEDBACK_PHRASES)
def test_it_works_in_every_language(language: str) -> None:
    assert language in STUDENT.keys() & PRAISE.keys() & COMPLETE.keys()
    nothing = matter("nnnn", language)
    assert "praises" in fault(PRAISING[language], nothing)
    assert "student" in fault(ABOUT[language], nothing)
    assert fault(NEUTRAL[language], nothing) == ""
    assert fault(NOT_RIGHT[language], nothing) == ""


@pytest.mark.parametrize("language", FEEDBACK_PHRASES)
@pytest.mark.parametrize("verdicts", ["mmmm", "mprn", "rnnn", "nnnn", "MMPR", "pppp", "mmmN"])
def test_our_own_words_would_be_let_through(language: str, verdicts: str) -> None:
    item: Item = facts()
    mark = judged(item, verdicts)
    said = fixed_feedback(attempt(item, "Something."), mark, language)
    assert fault(said, Matter(item, mark, language)) == "", said
    assert any(text in said for text in FACTS) or verdicts == "mmmm"


def test_a_language_without_words_is_read_as_english() -> None:
    assert "praises" in fault("Exactly.", matter("nnnn", "xx"))
