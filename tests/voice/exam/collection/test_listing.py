"""Which banks there are to choose from."""

from __future__ import annotations

from pathlib import Path

from tests.voice.exam.banks.samples import ITEM, yaml_of
from voice.exam.collection.listing import BANKS_FOLDER, list_banks


def test_the_banks_that_come_with_viva_are_there() -> None:
    banks, problems = list_banks()
    assert problems == ()
    assert set(banks) == {file.stem for file in BANKS_FOLDER.glob("*.yaml")}


def test_the_users_own_come_later_and_replace(tmp_path: Path) -> None:
    (tmp_path / "cell-biology.yaml").write_text(yaml_of(ITEM))
    (tmp_path / "My Exam.YML").write_text(yaml_of(ITEM))
    (tmp_path / "notes.txt").write_text("no bank")
    banks, problems = list_banks([tmp_path])
    assert problems == ()
    assert "My Exam" in banks
    assert len(list(banks["cell-biology"].walk())) == 1


def test_an_edit_shows_without_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(yaml_of(ITEM))
    assert list_banks([tmp_path])[0]["mine"].title == "Biology"
    file.write_text(yaml_of(ITEM).replace("Biology", "Botany"))
    assert list_banks([tmp_path])[0]["mine"].title == "Botany"


def test_a_broken_bank_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("title: '")
    (tmp_path / "half.yaml").write_text(yaml_of({"question": "Why?"}, ITEM))
    (tmp_path / "whole.yaml").write_text(yaml_of(ITEM))
    banks, problems = list_banks([tmp_path])
    assert {"half", "whole"} <= set(banks)
    assert "broken" not in banks
    assert [problem.file for problem in problems] == ["broken.yaml", "half.yaml"]


def test_a_named_file_may_be_of_any_kind(tmp_path: Path) -> None:
    file = tmp_path / "cards.csv"
    file.write_text("question,answer\nWhy?,So.\n")
    assert list_banks(file=file)[0]["cards"].title == "Cards"


def test_one_named_file_is_taken_wherever_it_is(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(yaml_of(ITEM))
    assert "mine" in list_banks(file=file)[0]
    _, problems = list_banks([tmp_path / "gone"], tmp_path / "gone.yaml")
    assert [problem.file for problem in problems] == ["gone.yaml"]
