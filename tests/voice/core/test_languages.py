"""A language is one file: what a file may say, what is missing, and what a new one brings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.base import SettingsError
from voice.conversation.phrases import phrases
from voice.core import languages
from voice.core.languages import FOLDER, LANGUAGES, language, missing, names_in, use_folders
from voice.exam.asking.commands import Command, recognise
from voice.exam.asking.feedback_phrases import feedback_phrases
from voice.exam.asking.phrases import duration
from voice.exam.banks.file import parse_bank
from voice.exam.drafting.rules import definition_of
from voice.exam.reports.languages.phrases import phrases as report_phrases
from voice.exam.text.lexical import Words
from voice.exam.text.numbers import numbers
from voice.settings.settings import parse

DUTCH = """
[language]
name = "Dutch"
own_name = "Nederlands"
stemmer = "dutch"

[conversation]
failed = "Sorry, ik ben de draad kwijt. Ga verder."

[feedback]
complete = "Dat was volledig."

[exam]
minute = "één minuut"

[report]
summary = "Samenvatting"

[report.modes]
practice = "Oefenexamen"

[commands]
skip = "[de] volgende vraag"

[marking]
negations = "niet geen nooit"
articles = "de het een"

[numbers]
small = ["nul", "een", "twee", "drie"]

[drafting]
predicates = "een|de|het"
pronouns = "het|dit|dat"

[drafting.asks]
is = "Wat is {}?"
"""

LACKING = {"de": 0, "fr": 0, "es": 365, "it": 365, "pt": 365, "zh": 382}
"""How many keys of English each language does without. Lower a number once you have translated."""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A user's own folder of languages."""
    yield tmp_path
    use_folders()


@pytest.fixture
def dutch(folder: Path) -> Path:
    """A language that does not come with Viva, and is not finished."""
    (folder / "nl.toml").write_text(DUTCH, encoding="utf-8")
    use_folders(folder)
    return folder


# --- the languages that come with Viva ----------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_file_has_only_what_english_has(code: str) -> None:
    assert language(code).name == LANGUAGES[code]  # and nothing was refused
    assert (FOLDER / f"{code}.toml").read_text(encoding="utf-8").index("[language]") < 200


@pytest.mark.parametrize("code", LACKING)
def test_what_is_not_translated_yet(code: str) -> None:
    lacking = missing(language(code))
    assert len(lacking) == LACKING[code], "\n".join(lacking)


def test_none_is_forgotten() -> None:
    assert list(LANGUAGES) == ["en", *LACKING]


@pytest.mark.parametrize("code", LACKING)
def test_what_is_said_is_filled_in_as_in_english(code: str) -> None:
    english, own = language("en"), language(code)
    for section in ("conversation", "exam", "feedback", "report"):
        for key, text in own.tables[section].items():
            if isinstance(text, str):
                assert blanks(text) == blanks(english.tables[section][key]), (section, key)


def blanks(text: str) -> Counter[str]:
    return Counter(re.findall(r"\{\w*\}", text))


# --- one more -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("dutch")
def test_a_new_file_is_a_new_language() -> None:
    assert LANGUAGES["nl"] == "Dutch"
    assert list(LANGUAGES)[-1] == "nl"
    assert phrases("nl").failed == "Sorry, ik ben de draad kwijt. Ga verder."
    assert feedback_phrases("nl").complete == "Dat was volledig."
    assert duration(60, "nl") == "één minuut"
    assert report_phrases("nl").summary == "Samenvatting"
    assert report_phrases("nl").code == "nl"
    assert recognise("Volgende vraag.", "nl") is Command.SKIP
    assert definition_of("Water is een vloeistof die men drinkt.", "nl") == "Wat is Water?"
    assert [one.value for one in numbers("drie appels", "nl")] == [3]
    assert [token.negation for token in Words("nl").tokens("niet nooit not")] == [True, True, False]


@pytest.mark.usefixtures("dutch")
def test_what_it_does_not_say_is_said_in_english_key_by_key() -> None:
    assert phrases("nl").not_understood == phrases("en").not_understood
    assert feedback_phrases("nl").right == "Right: {points}"
    assert duration(300, "nl") == "5 minutes"
    assert report_phrases("nl").modes["practice"] == "Oefenexamen"
    assert report_phrases("nl").modes["tutor"] == report_phrases("en").modes["tutor"]
    assert recognise("Could you repeat the question?", "nl") is Command.REPEAT


@pytest.mark.usefixtures("dutch")
def test_a_bank_may_be_in_it() -> None:
    text = (
        "title: Water\nlanguage: {}\ntopics:\n  - title: Water\n    subtopics:\n"
        "      - title: Water\n        items:\n          - question: Wat is water?\n"
        "            key_points:\n              - text: Een vloeistof.\n"
    )
    loaded = parse_bank(text.format("nl"), "water.yaml")
    assert loaded.bank is not None, loaded.problems
    assert loaded.bank.language == "nl"
    refused = parse_bank(text.format("xx"), "water.yaml")
    assert refused.bank is None
    assert "'nl'" in refused.problems[0].fix


def test_the_settings_know_a_language_of_the_users_own(folder: Path) -> None:
    (folder / "languages").mkdir()
    (folder / "languages" / "nl.toml").write_text(DUTCH, encoding="utf-8")
    assert parse(["--prompts", str(folder), "--language", "nl"], {}, folder).language == "nl"
    assert "nl" not in LANGUAGES  # nothing is used before the program starts
    with pytest.raises(SettingsError, match="--language must be one of en, de"):
        parse(["--language", "nl"], {}, folder)


def test_a_file_of_the_users_own_replaces_a_built_in_one(folder: Path) -> None:
    (folder / "de.toml").write_text(
        '[language]\nname = "German"\n[feedback]\ncomplete = "Alles da."\n', encoding="utf-8"
    )
    assert feedback_phrases("de").complete == "Das war vollständig."
    use_folders(folder)
    assert feedback_phrases("de").complete == "Alles da."
    use_folders()
    assert feedback_phrases("de").complete == "Das war vollständig."


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem", "fix"),
    [
        ("[feedbak]\nx = 1", "has feedbak, which is not known", "Perhaps feedback is meant"),
        ('[feedback]\ncomplet = "x"', "has feedback.complet", "Perhaps complete is meant"),
        ("[feedback]\ncomplete = 1", "feedback.complete in .* must be a text", "Write it as there"),
        ('[exam]\nthanks = "x"', "exam.thanks in .* must be a list of texts", "Write it as there"),
        ('[feedback]\nright = "{pints}"', "feedback.right in .* has {pints}", "{points}"),
        ('[feedback]\ncomplete = "x', "is not valid TOML", "Correct that line"),
    ],
)
def test_a_wrong_file_is_refused(folder: Path, text: str, problem: str, fix: str) -> None:
    (folder / "nl.toml").write_text(f'[language]\nname = "Dutch"\n{text}\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=problem) as refused:
        use_folders(folder)
    assert str(folder / "nl.toml") in str(refused.value)
    assert fix in refused.value.fix
    assert "nl" not in LANGUAGES  # what was there before stays in use


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("dutch.toml", '[language]\nname = "Dutch"', "is not named after a language"),
        ("nl.toml", '[feedback]\ncomplete = "x"', "does not begin with .language. and a name"),
        ("nl.toml", "", "does not begin with .language. and a name"),
    ],
)
def test_a_file_says_first_what_it_is(folder: Path, name: str, text: str, problem: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=problem):
        names_in(folder)


def test_a_key_that_no_language_has_is_named_with_its_file() -> None:
    with pytest.raises(SettingsError, match=r"\[feedback\] in en.toml has no 'complet'") as refused:
        language("de").said("feedback")["complet"]
    assert refused.value.fix == "Perhaps complete is meant"
    with pytest.raises(SettingsError, match="There is no language 'xx'"):
        language("xx")


def test_lists_of_languages_read_no_file_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    parsed = languages._parsed

    def counted(file: Path, text: str) -> object:
        read.append(len(text))
        return parsed(file, text)

    monkeypatch.setattr(languages, "_parsed", counted)
    languages._heads.cache_clear()
    assert len(LANGUAGES) == len(read)
    assert max(read) < 2000
