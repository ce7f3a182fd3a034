"""Cut-offs, waiting, noise and barge-in, measured in simulated time."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from models.base import Float32, Patience, SettingsError, Transcript
from models.vad_silero import SileroVad
from tests.fakes import FakeTurnDetector
from voice.bench import cli
from voice.bench.callers import noise
from voice.bench.callers.replay import (
    Heard,
    Judge,
    Scored,
    longest_pause_s,
    replay,
    score,
    timer_cuts_off,
)
from voice.bench.tools.common import Recording, read_manifest
from voice.bench.tools.svg import Plot
from voice.bench.turns import pauses
from voice.hearing.turn_taking import WINDOW_SAMPLES

WINDOW_S = WINDOW_SAMPLES / 16_000


def a_recording(pause: float | None = None, notes: str = "", name: str = "play") -> Recording:
    return Recording(f"{name}.wav", Path("play.wav"), "", "play", pause, notes)


def scored(*parts: tuple[bool, float], tail_s: float = 4.0) -> Scored:
    """A recording of speech (True) and silence (False) of so many seconds each."""
    windows = [
        voiced for voiced, seconds in (*parts, (False, tail_s))
        for _ in range(round(seconds / WINDOW_S))
    ]  # fmt: skip
    edges = np.flatnonzero(np.diff([0, *map(int, windows), 0])) * WINDOW_SAMPLES
    speech = tuple((int(a), int(b)) for a, b in edges.reshape(-1, 2))
    return Scored(
        recording=a_recording(),
        audio=np.zeros(len(windows) * WINDOW_SAMPLES, np.float32),
        probabilities=np.asarray([0.9 if voiced else 0.1 for voiced in windows], np.float32),
        speech=speech,
        first_voiced=speech[0][0],
        last_voiced=speech[-1][1],
    )


def judge(completion: float) -> Judge:
    detector = FakeTurnDetector()
    detector.answer = completion
    return Judge(detector)


def hear(sound: Scored, patience: Patience, completion: float | None) -> Heard:
    return replay(sound, patience, None if completion is None else judge(completion))


THINKER = scored((True, 2.0), (False, 1.12), (True, 2.0))


def test_a_pause_shorter_than_patience_is_no_end() -> None:
    heard = hear(THINKER, "normal", completion=0.1)
    assert heard.cut_offs == []
    assert len(heard.utterances) == 1
    assert heard.delay_s == pytest.approx(1.5, abs=2 * WINDOW_S)
    assert [answer for _, answer in heard.completions] == [0.1, 0.1]


def test_a_pause_longer_than_patience_is_a_cut_off() -> None:
    heard = hear(THINKER, "quick", completion=0.1)
    (cut,) = heard.cut_offs
    assert cut.completion is None, "patience ran out"
    assert cut.silence_s == pytest.approx(0.8, abs=WINDOW_S)
    assert cut.pause_s == pytest.approx(1.12, abs=WINDOW_S)
    assert len(heard.utterances) == 2
    assert heard.delay_s == pytest.approx(0.8, abs=2 * WINDOW_S), "the real end counts, too"


def test_a_detector_that_is_wrong_is_named() -> None:
    heard = hear(scored((True, 2.0), (False, 4.0), (True, 1.0)), "thinking", completion=0.99)
    (cut,) = heard.cut_offs
    assert cut.completion == 0.99


def test_without_a_detector_patience_alone_ends_turns() -> None:
    heard = hear(scored((True, 1.0)), "thinking", completion=None)
    assert heard.delay_s == pytest.approx(3.0, abs=2 * WINDOW_S)
    assert heard.completions == []


def test_speech_that_goes_on_at_once_is_no_cut_off() -> None:
    """The end of a turn that only a last click follows has been told right."""
    sound = scored((True, 1.0), (False, 0.8), (True, 0.128))
    assert hear(sound, "quick", completion=0.0).cut_offs == []


def test_an_onset_takes_four_windows() -> None:
    heard = hear(scored((False, 0.512), (True, 1.0)), "normal", completion=0.9)
    assert heard.onset_s == pytest.approx(4 * WINDOW_S)
    assert heard.onsets == 1


def test_a_timer_cuts_off_where_a_pause_is_longer() -> None:
    assert longest_pause_s(THINKER) == pytest.approx(1.12, abs=WINDOW_S)
    assert timer_cuts_off(THINKER, 1.0)
    assert not timer_cuts_off(THINKER, 1.2)


def test_a_pause_is_judged_once_however_often_it_is_replayed() -> None:
    detector = FakeTurnDetector()
    detector.answer = 0.2
    once = Judge(detector)
    first = replay(THINKER, "thinking", once)
    detector.answer = 0.9
    assert replay(THINKER, "thinking", once).completions == first.completions


def test_where_speech_begins_and_ends_in_a_real_recording() -> None:
    recordings = {one.name: one for one in read_manifest()}
    jfk = score(recordings["jfk"], SileroVad())
    assert jfk.first_voiced / 16_000 == pytest.approx(0.33, abs=0.1)
    assert jfk.last_voiced / 16_000 == pytest.approx(10.55, abs=0.15)
    assert longest_pause_s(jfk) == pytest.approx(1.12, abs=0.1)
    assert score(recordings["keyboard-typing2"], SileroVad()).speech == ()


@pytest.mark.parametrize(
    ("pause", "notes", "chosen"),
    [
        (0.6, "", True),
        (0.59, "", False),
        (None, "", False),
        (None, "slot words: latte; longest pause 1.76 s", True),
        (0.0, "longest pause 1.76 s", False),
    ],
)
def test_recordings_with_pauses_are_found(pause: float | None, notes: str, chosen: bool) -> None:
    assert pauses(a_recording(pause, notes)) is chosen


class Hears:
    name = "hears"

    def __init__(self, text: str) -> None:
        self._text = text

    def transcribe(self, audio: Float32, options: object) -> Transcript:
        return Transcript(self._text, "en")


@pytest.mark.parametrize(("text", "for_good"), [("", 0), ("Thank you.", 1)])
def test_a_noise_stops_the_examiner_for_good_only_if_words_are_heard(
    text: str, for_good: int, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = noise.listen(scored((True, 0.4)), judge(0.9), Hears(text), "en")
    assert sample.onsets == 1
    summary = noise.report([sample])
    assert (summary["onsets"], summary["for_good"]) == (1, for_good)
    assert text in capsys.readouterr().out


def test_the_whole_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, picture = tmp_path / "turns.json", tmp_path / "turns.svg"
    flags = ["--limit", "3", "--json", str(file), "--plot", str(picture)]
    assert cli.main(["turns", *flags]) == 0
    shown = capsys.readouterr().out
    for text in ("quick", "normal", "thinking", "silence timer", "Barge-in", "Noise"):
        assert text in shown
    result = json.loads(file.read_text())
    assert len(result["summary"]["timers"]) == 29
    assert result["summary"]["barge_in"]["missed"] == 0
    assert result["summary"]["noise"]["for_good"] == 0
    assert any("completions" in sample.get("normal", {}) for sample in result["samples"])
    assert ET.parse(picture).getroot().tag.endswith("svg")


def test_a_manifest_without_pauses_is_told(tmp_path: Path) -> None:
    (tmp_path / "one.wav").touch()
    manifest = tmp_path / "mine.tsv"
    manifest.write_text("file\treference\tset\tlongest_pause_s\none.wav\thi\tmine\t0.2\n")
    with pytest.raises(SettingsError, match="pause"):
        cli.main(["turns", "--manifest", str(manifest)])


@pytest.mark.parametrize("largest", [0.0, 0.4, 3.0, 87.0, 100.0])
def test_a_plot_has_everything_inside(largest: float) -> None:
    line = [(0.2 * i, largest) for i in range(16)]
    plot = Plot("a < b", "s", "%", "timer", line, [("ours", (1.0, largest / 2))])
    root = ET.fromstring(plot.svg())
    circle = root.find("{http://www.w3.org/2000/svg}circle")
    assert circle is not None
    assert 0 < float(circle.attrib["cx"]) < 720
    assert 0 < float(circle.attrib["cy"]) < 420
    (curve,) = root.findall("{http://www.w3.org/2000/svg}polyline")
    for pair in curve.attrib["points"].split():
        x, y = map(float, pair.split(","))
        assert 60 <= x <= 700
        assert 40 <= y <= 370
