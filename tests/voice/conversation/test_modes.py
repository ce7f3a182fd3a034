"""Modes from files, and what is said of broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from voice.conversation.modes import MAX_TEXT, MODES_FOLDER, PromptProblem, load_modes, read_mode
from voice.core.languages import LANGUAGES
from voice.exam.model.plan import MANNERS, PATIENCES, TOOL_NAMES
from voice.speaking.speakable import speakable

GOOD = "---\ntitle: Judge\ngreeting: Order!\n---\nYou are a judge.\n"


def problem_of(tmp_path: Path, content: str | bytes) -> PromptProblem:
    """Why a file with this content is skipped."""
    file = tmp_path / "judge.md"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    modes, problems = load_modes(tmp_path)
    assert not modes
    assert len(problems) == 1
    assert "judge.md" in str(problems[0])
    assert problems[0].fix
    return problems[0]


def test_viva_comes_with_modes_to_talk_in_every_language() -> None:
    modes, problems = load_modes()
    assert problems == ()
    talking = {name for name, mode in modes.items() if not mode.exam_only}
    assert talking == {"conversation", "examiner", "interviewer", "language-partner", "tutor"}
    for name in talking:
        assert set(modes[name].greeting) == set(LANGUAGES), name
        assert modes[name].description


def test_viva_comes_with_a_mode_for_each_manner_of_exam() -> None:
    exams = {mode.exam.manner: mode for mode in load_modes()[0].values() if mode.exam}
    assert set(exams) == set(MANNERS)
    for mode in exams.values():
        assert mode.exam is not None
        assert set(mode.exam.opening) == set(LANGUAGES), mode.name
        for language, words in mode.exam.opening.items():
            assert speakable(words, language) == words
        # The files say it all, and what they leave out is the same.
        kept = {name: getattr(mode.exam, name) for name in mode.exam.__slots__}
        defaults = MANNERS[mode.exam.manner]
        assert kept | {"opening": {}} == {n: getattr(defaults, n) for n in mode.exam.__slots__}


def test_a_mode_for_exams_only_needs_no_greeting(tmp_path: Path) -> None:
    file = tmp_path / "oral.md"
    file.write_text(
        "---\nexam:\n  manner: practice\n  minutes: 7.5\n  tools: [finish]\n"
        "  opening:\n    en: ' Hello. '\n---\nExamine."
    )
    mode = read_mode(file)
    assert mode.exam_only
    assert mode.exam is not None
    assert (mode.exam.manner, mode.exam.minutes, mode.exam.hints) == ("practice", 7.5, 3)
    assert mode.exam.tools == ("finish",)
    assert mode.exam.opening == {"en": "Hello."}
    assert set(mode.exam.tools) < set(TOOL_NAMES)


def test_greetings_are_spoken_as_written() -> None:
    for mode in load_modes()[0].values():
        for language, greeting in mode.greeting.items():
            assert speakable(greeting, language) == greeting


def test_system_prompts_are_short_and_name_the_language() -> None:
    for mode in load_modes()[0].values():
        prompt = mode.system_prompt("fr")
        assert prompt.startswith(mode.text)
        assert "French" in prompt
        # 70 tokens a second on a CPU; English has about 4.5 characters to a token.
        assert len(prompt) / 4.5 < 220, f"{mode.name} is slow to read"
        assert prompt == mode.system_prompt("fr"), "an unstable prompt is never in the cache"


def test_an_edit_shows_without_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "judge.md"
    file.write_text(GOOD)
    assert load_modes(tmp_path)[0]["judge"].title == "Judge"
    file.write_text(GOOD.replace("title: Judge", "title: Juror"))
    assert load_modes(tmp_path)[0]["judge"].title == "Juror"


def test_a_later_folder_replaces_a_mode(tmp_path: Path) -> None:
    (tmp_path / "tutor.md").write_text(GOOD)
    modes, _ = load_modes(MODES_FOLDER, tmp_path)
    assert modes["tutor"].title == "Judge"
    assert "examiner" in modes


def test_a_folder_that_is_not_there_has_no_modes(tmp_path: Path) -> None:
    assert load_modes(tmp_path / "nowhere") == ({}, ())


def test_all_settings_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "hard-judge.md"
    file.write_text(
        "---\nlanguage: de\npatience: quick\ntemperature: 0\nmax_tokens: 50\n"
        "description: Stern.\ngreeting: Ruhe!\n---\n\nRichte.\n\nMild.\n"
    )
    mode = read_mode(file)
    assert (mode.name, mode.title) == ("hard-judge", "Hard judge")
    assert (mode.language, mode.patience, mode.temperature, mode.max_tokens) == (
        "de",
        "quick",
        0,
        50,
    )
    assert (mode.text, mode.description) == ("Richte.\n\nMild.", "Stern.")
    assert (mode.greeting_in("de"), mode.greeting_in("en")) == ("Ruhe!", "")
    assert mode.patience in PATIENCES


@pytest.mark.parametrize(
    "content", ["\ufeff" + GOOD, GOOD.replace("\n", "\r\n"), GOOD + "\n---\nx"]
)
def test_byte_order_marks_and_line_ends_of_windows_do_no_harm(tmp_path: Path, content: str) -> None:
    file = tmp_path / "judge.md"
    file.write_bytes(content.encode())
    assert read_mode(file).text.startswith("You are a judge.")
    assert read_mode(file).greeting_in("zh") == "Order!"


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("", 1, "no front matter"),
        ("You are a judge.", 1, "no front matter"),
        ("---\ntitle: Judge\nYou are a judge.", 1, "does not end"),
        ("---\ntitle: Judge\n---\n \n", 0, "no text"),
        ("---\ntitle: Judge\n\tpatience: quick\n---\nx", 3, "tab"),
        ("---\ntitle:\tJudge: a\n---\nx", 2, "YAML"),
        ("---\ntitle: Judge\ngreeting: 'Order\n---\nx", 3, "YAML"),
        ("---\ntitle: Judge: the hard one\n---\nx", 2, "YAML"),
        ("---\n- title\n---\nx", 2, "not a list of settings"),
        ("---\nfoo: 2024-13-45\n---\nx", 1, "not YAML"),
        ("---\ntitle: Judge\ngreetings: x\n---\nx", 3, "'greetings'"),
        ("---\ntitle: 3\n---\nx", 2, "title must be a text"),
        ("---\ntitle:\n---\nx", 2, "title must be a text"),
        ("---\ntitle: a\npatience: long\n---\nx", 3, "patience must be one of quick, normal"),
        ("---\nlanguage: [de]\n---\nx", 2, "language must be one of en, de"),
        ("---\ntemperature: 3\n---\nx", 2, "from 0 to 2"),
        ("---\ntemperature: yes\n---\nx", 2, "from 0 to 2"),
        ("---\nmax_tokens: 1.5\n---\nx", 2, "max_tokens"),
        ("---\ngreeting: {xx: Hi}\n---\nx", 2, "'xx'"),
        ("---\ngreeting:\n  en: 1\n---\nx", 2, "in 'en' must be a text"),
        ("---\ntitle: a\n---\n" + "x" * (MAX_TEXT + 1), 0, "characters"),
        ("---\ntitle: a\nexam: hard\n---\nx", 3, "exam must be a list of settings"),
        ("---\nexam:\n  hints: 1\n---\nx", 2, "needs a manner"),
        ("---\nexam:\n  manner: stern\n---\nx", 3, "manner must be one of practice, exam"),
        ("---\nexam:\n  manner: exam\n  hint: 1\n---\nx", 4, "no setting 'hint'"),
        ("---\nexam:\n  manner: exam\n  hints: 1.5\n---\nx", 4, "whole number from 0 to 6"),
        ("---\nexam:\n  manner: exam\n  minutes: 999\n---\nx", 4, "from 0 to 180"),
        ("---\nexam: {manner: exam, feedback: 1}\n---\nx", 2, "feedback must be true or false"),
        ("---\nexam:\n  manner: exam\n  tools: [cheat]\n---\nx", 4, "list of names among"),
        ("---\nexam:\n  manner: exam\n  opening: Hi\n---\nx", 4, "one text for each language"),
        ("---\nexam:\n  manner: exam\n  opening: {xx: Hi}\n---\nx", 4, "'xx'"),
        ("---\nexam:\n  manner: exam\n  patience: long\n---\nx", 4, "one of quick, normal"),
        ("---\nexam:\n  manner: exam\n  answer_factor: -1\n---\nx", 4, "from 0 to 20"),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    tmp_path: Path, content: str, line: int, words: str
) -> None:
    problem = problem_of(tmp_path, content)
    assert words in problem.problem, problem
    assert problem.line == line, problem
    assert (f"line {line}" in str(problem)) == bool(line)


def test_a_wrong_setting_names_the_right_one(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, "---\npatiense: quick\n---\nx")
    assert problem.fix == "Perhaps patience is meant"


def test_a_wrong_setting_of_an_exam_names_the_right_one(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, "---\nexam:\n  manner: exam\n  followups: 1\n---\nx")
    assert problem.fix == "Perhaps follow_ups is meant"


def test_text_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, "---\ntitle: Prüfer\n---\nx".encode("latin-1"))
    assert problem.line == 2
    assert "UTF-8" in str(problem)


def test_a_broken_file_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---")
    (tmp_path / "b.md").write_text(GOOD)
    (tmp_path / "c.md").mkdir()
    modes, problems = load_modes(tmp_path)
    assert list(modes) == ["b"]
    assert [problem.file.name for problem in problems] == ["a.md", "c.md"]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), st.binary(max_size=20))
def test_any_file_is_a_mode_or_a_problem(
    tmp_path_factory: pytest.TempPathFactory, front: str, noise: bytes
) -> None:
    file = tmp_path_factory.mktemp("modes", numbered=True) / "x.md"
    for content in (f"---\n{front}\n---\nx".encode(), front.encode() + noise):
        file.write_bytes(content)
        modes, problems = load_modes(file.parent)
        assert len(modes) + len(problems) == 1


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "title",
                "description",
                "language",
                "greeting",
                "patience",
                "temperature",
                "max_tokens",
            ]
        ),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
            lambda inner: (
                st.lists(inner, max_size=2)
                | st.dictionaries(st.sampled_from([*LANGUAGES, "xx"]), inner, max_size=2)
            ),
            max_leaves=4,
        ),
    )
)
def test_any_settings_are_taken_or_refused(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, object]
) -> None:
    file = tmp_path_factory.mktemp("modes", numbered=True) / "x.md"
    file.write_text(f"---\n{yaml.safe_dump(values)}---\nx", encoding="utf-8")
    modes, problems = load_modes(file.parent)
    assert len(modes) + len(problems) == 1
    for mode in modes.values():
        assert mode.title.strip()
        assert all(mode.greeting.values())
