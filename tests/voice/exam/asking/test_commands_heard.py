"""What Whisper wrote when commands were spoken, and what students type: never taken for answers."""

from __future__ import annotations

import pytest

from tests.voice.exam.asking.hall import bank, examiner, small_bank
from voice.exam.asking.commands import Command, is_answer, recognise, says_nothing
from voice.exam.asking.examiner import Examiner
from voice.exam.model.plan import MANNERS, Manner
from voice.exam.model.steps import Said

HEARD: dict[str, dict[Command, tuple[str, ...]]] = {
    "en": {
        Command.REPEAT: (
            "Okay, could you repeat the question, please?",
            "OK, could you repeat the question, please?",
            "What was the question again?",
            "Sorry, I didn't catch that.",
            "repeat",
            "Could you please rephrase the question?",
            "Can you put that another way?",
        ),
        Command.SLOWLY: (
            "More slowly please",
            "Could you say that more slowly?",
            "sorry i didn't get that could you repeat it more slowly",
        ),
        Command.THINK: (
            "Let me think about it.",
            "Let me think...",
            "Wait a moment.",
            "LET ME THINK",
        ),
        Command.HINT: ("Can I get a hint?", "hint", "A hint, please.", "Hint!"),
        Command.SKIP: (
            "skip",
            "Skip.",
            "Skip this question.",
            "Next question.",
            "i don't know can we do this one later",
        ),
        Command.BACK: ("Go back.", "go back"),
        Command.PAUSE: ("Pause the exam.", "Pause."),
        Command.RESUME: ("Go on.", "Continue", "I'm ready."),
        Command.TIME_LEFT: ("How much time is left?", "Time left"),
        Command.DONE: (
            "I'm done.",
            "I am done.",
            "I'm finished.",
            "That's all.",
            "im done",
            "I'm done!",
        ),
        Command.STOP: ("Stop.", "Stop the exam."),
        Command.ANSWER: ("Tell me the answer.",),
        Command.CLARIFY: ("what do you mean", "Could you explain the question?"),
        Command.VERIFY: ("is that correct", "Was that right?"),
    },
    "de": {
        Command.REPEAT: (
            "Könnten Sie die Frage bitte wiederholen?",
            "Entschuldigung, wie war die Frage?",
            "Noch einmal bitte",
        ),
        Command.SLOWLY: ("Können Sie bitte etwas langsamer sprechen?", "bitte langsamer"),
        Command.THINK: ("Lassen Sie mich kurz überlegen.", "Einen Moment, bitte."),
        Command.HINT: ("Können Sie mir einen Tipp geben?", "Ein Hinweis bitte"),
        Command.SKIP: (
            "Diese Frage möchte ich überspringen.",
            "Nächste Frage.",
            "die frage überspringe ich",
            "weiter bitte",
            "weiß ich nich können wir weitermachen",
        ),
        Command.BACK: ("Zurück zur letzten Frage.",),
        Command.PAUSE: ("Können wir eine Pause machen?",),
        Command.RESUME: ("Ich bin bereit.", "wir können weitermachen"),
        Command.TIME_LEFT: ("Wie viel Zeit habe ich noch?", "wieviel zeit hab ich noch"),
        Command.DONE: (
            "Ich bin fertig.",
            "Das war's.",
            "Okay, ich bin fertig.",
            "ich bin fertig danke",
        ),
        Command.STOP: ("Prüfung beenden.",),
        Command.ANSWER: ("Sagen Sie mir die Antwort.",),
        Command.CLARIFY: ("was meinen sie damit", "hä", "versteh ich nich"),
        Command.VERIFY: ("stimmt das so", "Ist das richtig?"),
    },
    "fr": {
        Command.REPEAT: (
            "Pouvez-vous répéter la question, s'il vous plaît ?",
            "Pouvez-vous répéter la question s’il vous plaît?",
            "Quelle était la question ?",
        ),
        Command.SLOWLY: ("Plus lentement, s'il vous plaît.",),
        Command.THINK: ("Laissez-moi réfléchir un instant.", "un instant s'il vous plaît"),
        Command.HINT: ("Pouvez-vous me donner un indice ?",),
        Command.SKIP: (
            "Question suivante.",
            "Je voudrais passer cette question.",
            "passons à la suite",
        ),
        Command.BACK: ("Revenons à la question précédente.",),
        Command.PAUSE: ("On peut faire une pause ?",),
        Command.RESUME: ("On continue.", "Je suis prêt."),
        Command.TIME_LEFT: ("Combien de temps me reste-t-il ?",),
        Command.DONE: ("J'ai fini.", "J’ai terminé.", "Voilà, c'est tout."),
        Command.STOP: ("Arrêtez l'examen.",),
        Command.ANSWER: ("Donnez-moi la réponse.",),
        Command.CLARIFY: ("qu'est-ce que vous voulez dire", "Je ne comprends pas la question."),
        Command.VERIFY: ("est-ce que c'est juste", "C'est juste ?"),
    },
}
ALL = [
    (language, command, said)
    for language, table in HEARD.items()
    for command, texts in table.items()
    for said in texts
]
BANKS = {"de": "german-speaking", "fr": "french-speaking"}


def begun(manner: Manner, language: str) -> Examiner:
    """An exam whose first question may be answered."""
    of = bank(BANKS[language]) if language in BANKS else small_bank()
    one = examiner(manner, of, minutes=10)
    one.begin(0.0)
    if one.view(40.0).phase == "preparing":
        one.pressed(Command.RESUME, 40.0)
    return one


@pytest.mark.parametrize(("language", "command", "said"), ALL)
def test_it_is_the_command(language: str, command: Command, said: str) -> None:
    assert recognise(said, language) is command


@pytest.mark.parametrize("typed", [False, True])
@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("language", HEARD)
def test_no_mode_takes_it_for_an_answer(language: str, manner: Manner, typed: bool) -> None:
    for command, said in ((c, s) for code, c, s in ALL if code == language):
        one = begun(manner, language)
        one.heard(Said(said, 59.0, 60.0, typed=typed), 60.0)
        assert not any(attempt.answers for attempt in one.record.attempts), (command, said)
        assert one.looks_at(said) is None, "it was looked at as if it were an answer"
        line = next(line for line in one.record.lines if line.speaker == "student")
        assert (line.text, line.item_id) == (said, ""), "it belongs to no question"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "I don't know."),
        ("en", "No, I don't know, sorry."),
        ("en", "beats me"),
        ("de", "keinen plan ehrlich gesagt"),
        ("de", "Das weiß ich leider nicht."),
        ("fr", "Euh, je ne sais pas."),
    ],
)
@pytest.mark.parametrize("manner", MANNERS)
def test_not_knowing_is_no_answer_in_any_mode(language: str, said: str, manner: Manner) -> None:
    one = begun(manner, language)
    one.heard(Said(said, 59.0, 60.0), 60.0)
    assert not is_answer(said, language)
    assert not says_nothing(said, language)
    assert not one.record.attempts[0].answers, "it would be marked"
    assert said in [line.text for line in one.record.lines], "it is in the transcript"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The cell lets it think that it is done."),
        ("en", "I'm done with mitosis, so next comes the cytokinesis."),
        ("en", "It pauses the exam of the DNA at a checkpoint."),
        ("de", "Die Zelle ist dann fertig und teilt sich."),
        ("de", "Zurück bleibt die Frage nach dem Ursprung der Mitochondrien."),
        ("fr", "C'est tout ce qui entre dans la cellule par la membrane."),
        ("fr", "Je ne sais pas si la cellule meurt, mais elle se divise."),
    ],
)
def test_an_answer_with_such_words_stays_one(language: str, said: str) -> None:
    assert recognise(said, language) is None
    assert is_answer(said, language)
