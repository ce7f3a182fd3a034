"""Speech recognition beside faster-whisper's default call, and what partials take back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from models.base import Float32 as Audio
from models.base import SettingsError, TranscribeOptions, Transcript, WeightsError
from tests.recordings import recording, silence
from voice.bench import cli
from voice.bench.callers.growing import follow, growing
from voice.bench.callers.opus import through_opus
from voice.bench.stt import repeats


class Scripted:
    """A recogniser that hears what the script says, one line after the other."""

    name = "scripted"

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = iter(lines)
        self.asked: list[TranscribeOptions] = []

    def transcribe(self, audio: Audio, options: TranscribeOptions) -> Transcript:
        self.asked.append(options)
        return Transcript(next(self._lines, "and so on"), "en")


def test_two_recordings_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "stt.json"
    assert cli.main(["stt", "--limit", "2", "--json", str(file)]) == 0
    shown = capsys.readouterr().out
    assert "WER" in shown
    assert "Partial transcripts" in shown
    result = json.loads(file.read_text())
    assert result["settings"]["model"] == "base"
    assert len(result["samples"]) == 2
    everything = result["summary"]["all"]
    assert everything["ours"]["wer"] < 0.2
    assert everything["default"]["wer"] < 0.2
    assert everything["ratio_of_medians"] > 0
    assert everything["partials"]["stable_words"] > 3


def test_one_s_own_recordings_without_partials_through_opus(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(__file__).parents[1] / "data" / "vctk" / "p225_001.flac"
    (tmp_path / path.name).write_bytes(path.read_bytes())
    manifest = tmp_path / "mine.tsv"
    manifest.write_text(
        f"file\treference\tset\tlongest_pause_s\n{path.name}\tplease call stella\tmine\t\n"
    )
    flags = ["--manifest", str(manifest), "--opus", "--no-partials"]
    assert cli.main(["stt", *flags]) == 0
    shown = capsys.readouterr().out
    assert "through Opus" in shown
    assert "mine" in shown
    assert "Partial transcripts" not in shown


def test_ctrl_c_prints_what_is_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("voice.bench.stt._Bench.with_partials", pressed)
    assert cli.main(["stt", "--limit", "2"]) == 130
    assert "Nothing was measured" in capsys.readouterr().out


@pytest.mark.parametrize("argv", [["--limit", "0"], ["--colour"], ["--model"]])
def test_a_wrong_option_is_told(argv: list[str]) -> None:
    with pytest.raises(SettingsError, match="bench stt --help"):
        cli.main(["stt", *argv])


def test_a_model_that_does_not_exist_is_told() -> None:
    with pytest.raises(WeightsError, match="no-such-model"):
        cli.main(["stt", "--model", "no-such-model"])


def test_recordings_without_words_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "noise.wav").touch()
    manifest = tmp_path / "noise.tsv"
    manifest.write_text("file\treference\tset\tlongest_pause_s\nnoise.wav\t\tnoise\t\n")
    with pytest.raises(SettingsError, match="reference"):
        cli.main(["stt", "--manifest", str(manifest)])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("what do i care for food what do i care for food", 6),
        ("hello there hello there", 2),
        ("now now he said walking there there", 0),
        ("what do i care", 0),
        ("", 0),
    ],
)
def test_what_is_said_twice_is_noticed(text: str, count: int) -> None:
    assert repeats(text.split()) == count


# --- partials ------------------------------------------------------------------------------


def test_partials_come_every_half_second_of_speech_and_not_in_pauses() -> None:
    audio = recording("jfk").audio
    lengths = [len(clip) / 16_000 for clip in growing(audio)]
    assert lengths == sorted(lengths)
    steps = np.diff(lengths)
    assert steps.min() >= 0.5
    assert steps.max() > 0.8, "nothing is made of the pauses"
    assert lengths[-1] < 11


def test_nobody_speaks_and_nothing_is_recognised() -> None:
    assert list(growing(silence(3.0))) == []


def test_words_that_stay_are_not_taken_back() -> None:
    texts = ["And so", "And so, my fellow", "And so my fellow Americans", "And so my fellow"]
    partials = follow(recording("jfk").audio[:44_000], Scripted(texts), "en", texts[-1])
    assert partials.stable_words >= 4
    assert partials.taken_back == 0


def test_settled_words_that_change_are_counted() -> None:
    texts = ["To be our", "To be our not", "To be or not to be"]
    engine = Scripted(texts)
    partials = follow(recording("jfk").audio[:32_000], engine, "en", texts[-1])
    assert all(options.partial for options in engine.asked)
    assert partials.taken_back == 1
    assert partials.example == ("to be our", "To be or not to be")


# --- the way of a call ---------------------------------------------------------------------


def test_opus_keeps_length_level_and_place() -> None:
    audio = recording("p225_001").audio
    heard = through_opus(audio)
    assert heard.shape == audio.shape
    assert heard.dtype == np.float32
    level = np.sqrt(np.mean(heard**2)) / np.sqrt(np.mean(audio**2))
    assert 0.8 < level < 1.2
    lag = np.argmax(np.correlate(heard[:16_000], audio[:16_000], "full")) - 15_999
    assert abs(lag) < 160, "more than 10 ms late"
