"""Marking beside humans: what is read, what is printed, and how a run goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.base import SettingsError
from tests.models.fetched import weights
from voice.bench import cli
from voice.bench.marking import MOST_POINTS, POINT_MARKS, Row, make_item, read_rows, read_samples
from voice.exam.text.lexical import Words

HEADER = (
    "id\tquestion\treference_answer\tstudent_answer\thuman_mark_1\thuman_mark_2\t"
    "human_mark_mean\tmax_mark\tsource"
)
HEART = "What does the heart do?\tThe heart pumps blood through the body."
LUNGS = "What do lungs do?\tThey take up oxygen. They give off carbon dioxide."
ANSWERS = (
    (HEART, "It pumps the blood through all of the body.", "5\t5\t5\t5"),
    (HEART, "It thinks.", "0\t1\t0.5\t5"),
    (LUNGS, "Oxygen is taken up and carbon dioxide given off.", "5\t4\t4.5\t5"),
    (LUNGS, "They take up oxygen.", "3\t2\t2.5\t5"),
    (LUNGS, "No idea.", "0\t0\t0\t5"),
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    weights("use-multilingual-v3")
    file = tmp_path / "organs.tsv"
    rows = [f"o-{i}\t{q}\t{a}\t{marks}\tmine" for i, (q, a, marks) in enumerate(ANSWERS)]
    file.write_text("\n".join([HEADER, *rows]) + "\n")
    return file


def run(*flags: object) -> int:
    return cli.main(["marking", *[str(flag) for flag in flags]])


def test_everything_is_compared(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--data", data, "--json", tmp_path / "out.json") == 0
    shown = capsys.readouterr().out
    for words in ("QWK", "marks as given", "word overlap", "one human against", "half marks"):
        assert words in shown
    result = json.loads((tmp_path / "out.json").read_text())
    assert result["settings"]["steps"] == 10
    assert result["summary"]["ours"]["qwk"] > 0.7
    assert result["summary"]["humans"]["answers"] == 5
    ours = [sample["ours"] for sample in result["samples"]]
    assert (ours[0], ours[4]) == (1, 0)


def test_a_stopped_run_goes_on(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept.jsonl"
    assert run("--data", data, "--limit", 2, "--resume", kept, "--no-embeddings") == 0
    kept.write_text(kept.read_text() + '{"id": "o-1", "cut off')
    kept.write_text(kept.read_text() + "\n")
    before = list(read_samples(kept))
    assert len(before) == 2
    assert run("--data", data, "--resume", kept, "--no-embeddings") == 0
    after = list(read_samples(kept))
    assert after[:2] == before
    assert sorted(sample.id for sample in after) == [f"o-{i}" for i in range(5)]
    capsys.readouterr()
    # Marked in another way, they are marked again.
    assert run("--data", data, "--resume", kept) == 0
    assert len(list(read_samples(kept))) == 10


def test_without_second_marks_there_is_no_human_row(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data.write_text(data.read_text().replace("5\t5\t5\t5", "\t\t5\t5"))
    lines = data.read_text().splitlines()
    data.write_text("\n".join([lines[0], lines[1], lines[1].replace("o-0", "o-9")]) + "\n")
    assert run("--data", data, "--no-embeddings") == 0
    assert "one human" not in capsys.readouterr().out


def test_too_little_is_said_to_be_so(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--data", data, "--limit", 1, "--no-embeddings") == 0
    assert "Fewer than two" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("The heart pumps blood through the body.", " - ", "reference answer is empty"),
        ("student_answer", "said", "lacks student_answer"),
        ("0.5\t5", "half\t5", "line 3"),
        ("0.5\t5", "0.5\t0", "full marks are 0"),
    ],
)
def test_a_wrong_file_is_explained(data: Path, old: str, new: str, complaint: str) -> None:
    data.write_text(data.read_text().replace(old, new))
    with pytest.raises(SettingsError, match=complaint):
        read_rows(data)


def test_a_missing_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no\.tsv"):
        read_rows(tmp_path / "no.tsv")


def test_sentences_become_key_points() -> None:
    words = Words("en")
    row = Row("1", "Why {x}?", "Yes. Veins carry blood. " * 9, "", 0, None)
    item = make_item(row, words)
    assert len(item.key_points) == MOST_POINTS
    assert item.marks == 4 * POINT_MARKS, "four of five are enough"
    assert "{" not in item.question
    both = "Veins carry blood. Arteries carry oxygen."
    two = make_item(Row("1", "Why?", both, "", 0, None), words)
    assert two.marks == 2 * POINT_MARKS
    assert make_item(Row("1", "Why?", "By reference.", "", 0, None), words).marks == 5
