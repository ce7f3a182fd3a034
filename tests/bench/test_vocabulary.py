"""Telling the recogniser which terms to expect: what the benchmark tells it, and what it counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from models.base import Float32 as Audio
from models.base import SettingsError, TranscribeOptions, Transcript
from voice.bench import cli
from voice.bench.tools.common import BUNDLED
from voice.bench.vocabulary import DISTRACTORS, MOST_SAID, Terms, terms_of

CELLS = "the thylakoid membrane holds chlorophyll"
CLOUD = "the azure resource manager holds everything"
LONG = "abcdefgh abcdefghi abcdefghij abcdef bcdefg cdefgh defghi efghij fghijk ghijk"


def recorded(folder: Path, *references: str) -> Path:
    """A manifest of one short recording with as many different references."""
    sound = (BUNDLED.parent / "vctk" / "p225_001.flac").read_bytes()
    rows = ["file\treference\tset\tlongest_pause_s"]
    for number, reference in enumerate(references):
        (folder / f"{number}.flac").write_bytes(sound)
        rows.append(f"{number}.flac\t{reference}\tmine\t")
    manifest = folder / "mine.tsv"
    manifest.write_text("\n".join(rows) + "\n")
    return manifest


def test_terms_are_the_long_words_that_no_other_text_has() -> None:
    cells, cloud = terms_of([CELLS, CLOUD], "en")
    assert cells.said == ("chlorophyll", "thylakoid", "membrane")
    assert cloud.said == ("everything", "resource", "manager", "azure")
    assert set(cells.distractors) == set(cloud.said)
    assert set(cloud.distractors) == set(cells.said)
    assert sorted(cells.order) == sorted((*cells.said, *cells.distractors))
    assert cells.order != (*cells.said, *cells.distractors), "nobody knows which will be said"


def test_the_same_text_twice_is_one_text() -> None:
    first, second, other = terms_of([CELLS, CELLS, CLOUD], "en")
    assert first.said == second.said == ("chlorophyll", "thylakoid", "membrane")
    assert not {*first.said} & {*first.distractors}
    assert len(other.distractors) == 3


def test_the_longest_few_are_taken_and_a_few_of_others() -> None:
    long, cloud = terms_of([LONG, CLOUD], "en")
    assert len(long.said) == MOST_SAID
    assert "ghijk" not in long.said
    assert long.said[0] == "abcdefghij"
    assert len(cloud.distractors) == DISTRACTORS


def test_it_is_the_same_every_time() -> None:
    assert terms_of([CELLS, CLOUD, LONG], "en") == terms_of([CELLS, CLOUD, LONG], "en")


def test_figures_are_no_terms_and_nobody_need_have_any() -> None:
    assert terms_of(["seventy thousand", "be it so"], "en") == [Terms((), (), ())] * 2


class Student:
    """A recogniser that hears a term only when told, and one that was not said."""

    name = "student"

    def __init__(self) -> None:
        self.asked: list[TranscribeOptions] = []

    def transcribe(self, audio: Audio, options: TranscribeOptions) -> Transcript:
        self.asked.append(options)
        if not options.vocabulary:
            return Transcript("The silicoid membrane holds chlorophyll.", "en")
        return Transcript("The thylakoid membrane holds chlorophyll, everything.", "en")


@pytest.fixture
def student(monkeypatch: pytest.MonkeyPatch) -> Student:
    engine = Student()
    loaded: Callable[..., Student] = lambda *_: engine  # noqa: E731 - stands for the factory
    monkeypatch.setattr("models.speech_to_text", loaded)
    return engine


def test_gains_false_words_and_times_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], student: Student
) -> None:
    manifest, file = recorded(tmp_path, CELLS, CLOUD), tmp_path / "out.json"
    assert cli.main(["stt", "--vocabulary", "--manifest", str(manifest), "--json", str(file)]) == 0
    result = json.loads(file.read_text())
    assert result["settings"]["vocabulary"] is True
    first, _ = result["samples"]
    assert first["without"]["said"] == ["chlorophyll", "membrane"]
    assert first["given"]["said"] == ["chlorophyll", "thylakoid", "membrane"]
    assert first["given"]["false"] == ["everything"]
    everything = result["summary"]["all"]
    assert everything["said"] == 7
    assert everything["without"]["heard"] == 2
    assert everything["given"]["heard"] == 4
    assert everything["without"]["false"] == 2, "heard in the other recording, where it is wrong"
    assert everything["ratio_of_sums"] > 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "Heard only when told: thylakoid, everything." in shown
    assert "No longer heard when told: none." in shown


def test_which_goes_first_changes(tmp_path: Path, student: Student) -> None:
    manifest = recorded(tmp_path, CELLS, CLOUD)
    assert cli.main(["stt", "--vocabulary", "--manifest", str(manifest)]) == 0
    told = [bool(options.vocabulary) for options in student.asked[1:]]  # the first warms up
    assert sorted(told[:2]) == sorted(told[2:]) == [False, True]
    assert told[:2] != told[2:]


def test_the_real_recogniser_with_viva_s_own_recordings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "out.json"
    assert cli.main(["stt", "--vocabulary", "--limit", "3", "--json", str(file)]) == 0
    assert "told" in capsys.readouterr().out
    result = json.loads(file.read_text())
    assert len(result["samples"]) == 3
    assert result["summary"]["all"]["given"]["wer"] < 0.2


def test_recordings_without_words_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="reference"):
        cli.main(["stt", "--vocabulary", "--manifest", str(recorded(tmp_path, ""))])
