"""What others may add without touching Viva: engines by a catalogue of their own, and formats."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import models
from models.base import EngineUnavailable, WeightsError
from models.weights.catalogue import Catalogue
from models.weights.progress_bars import ProgressBars
from tests.house import House
from tests.stage import Stage
from tests.voice.conversation.test_exam_choices import CELLS, PRACTICE
from voice.core.events import State
from voice.engines.loader import Loader
from voice.exam.reports.formats import registry
from voice.exam.reports.formats.registry import Format
from voice.server.site import Site
from voice.settings.settings import Settings
from voice.ui.page import format_buttons

CATALOGUE = """
[hum]
role = "tts"
engine = "humming_test_engine:Hum"
title = "Hum, Scottish English"
languages = ["en"]
locale = "en_GB"
licence = "MIT"
note = "hums"

[by-words]
role = "turn"
engine = "humming_test_engine:ByWords"
title = "By words"
languages = ["en"]
licence = "MIT"
note = "goes by the last word"

[meaning]
role = "embed"
engine = "humming_test_engine:Meaning"
title = "Meaning"
languages = ["en"]
licence = "MIT"
note = "counts letters"
default = true
"""

MODULE = '''
import numpy as np

from models.base import Belief


class Hum:
    """Hums for as long as the text is."""

    def __init__(self, weights, name, device):
        self.name, self.language, self.sample_rate = name, "en", 16_000

    def stream(self, text, speed=1.0):
        yield (8000 * np.sin(np.arange(1600 * len(text)) / 20)).astype(np.int16)


class ByWords:
    """A turn is over unless its last word asks for more."""

    name = "by words"
    reads_words = True
    calibration = dict.fromkeys(("quick", "normal", "thinking"), Belief(sure=0.5, least_s=0.3))

    def __init__(self, weights):
        pass

    def completion(self, audio, said=None):
        return 0.0 if said.text.endswith(("because", "and")) else 1.0


class Meaning:
    name, languages = "meaning", ("en",)

    def __init__(self, weights):
        pass

    def embed(self, texts):
        return np.ones((len(texts), 1), np.float32)

    def information(self, words):
        return np.ones(len(words), np.float32)


class Mute:
    """Lacks what a voice must do."""

    def __init__(self, weights, name, device):
        self.name, self.language, self.sample_rate = name, "en", 16_000


class Impatient(ByWords):
    calibration = {"quick": Belief(sure=0.5, least_s=0.3)}


class Broken:
    def __init__(self, weights, name, device):
        raise RuntimeError("no sound card")
'''


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A user's own catalogue file, and a module beside it."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setenv("VIVA_HOME", str(tmp_path / "home"))
    (tmp_path / "humming_test_engine.py").write_text(MODULE, encoding="utf-8")
    file = tmp_path / "catalogue.toml"
    file.write_text(CATALOGUE, encoding="utf-8")
    yield file
    sys.modules.pop("humming_test_engine", None)


@pytest.fixture
def loader(own: Path) -> Loader:
    settings = Settings(catalogue=own, turn_detector="by-words")
    return Loader(settings, ProgressBars(sys.stderr), lambda progress: None)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = House()
    house.sessions.modes = lambda: {PRACTICE.name: PRACTICE}
    yield house
    await house.close()


# --- voices ----------------------------------------------------------------------------------


def use_voices_of(house: House, loader: Loader) -> None:
    """Let the house speak with what the loader finds."""
    house.engines.load_voice = loader.load_voice
    house.engines.voices = loader.voices
    house.engines.voice_language = loader.voice_language


async def test_a_voice_from_outside_is_offered_by_the_page(house: House, loader: Loader) -> None:
    await house.engines.model("")
    site = Site(Settings(), house.sessions, loader, house.engines)
    voices = (await site.choices()).voices
    assert ("Hum, Scottish English", "hum", "en") in voices
    assert any(label.startswith("Alan, British English") for label, _, _ in voices)


async def test_a_voice_from_outside_is_listed_by_the_api_and_speaks(
    house: House, loader: Loader
) -> None:
    use_voices_of(house, loader)
    async with house.client() as client:
        listed = (await client.get("/v1/models")).json()["data"]
        assert "humming_test_engine:Hum" in [one["id"] for one in listed]
        body = {"model": "tts-1", "voice": "hum", "input": "Hello", "response_format": "pcm"}
        answer = await client.post("/v1/audio/speech", json=body)
    assert answer.status_code == 200
    samples = np.frombuffer(answer.content, "<i2")
    assert np.abs(samples).max() > 7000
    assert len(samples) / 24_000 == pytest.approx(len("Hello") * 0.1, abs=0.05)


async def test_no_request_can_name_a_class(house: House, loader: Loader) -> None:
    use_voices_of(house, loader)
    async with house.client() as client:
        body = {"model": "tts-1", "voice": "humming_test_engine:Hum", "input": "Hello"}
        answer = await client.post("/v1/audio/speech", json=body)
    assert answer.status_code == 400
    with pytest.raises(WeightsError, match="no weights named 'humming_test_engine:Hum'"):
        await loader.load_voice("humming_test_engine:Hum")
    assert "humming_test_engine" not in sys.modules


@pytest.mark.parametrize(
    ("engine", "problem"),
    [
        ("humming_test_engine:Mute", "lacks stream"),
        ("humming_test_engine:Broken", "RuntimeError: no sound card"),
        ("humming_test_engine:Absent", "has no Absent"),
        ("no_such_module_at_all:Voice", "cannot be imported"),
        ("pipper", "There is no voice engine 'pipper'"),
    ],
)
def test_what_is_wrong_with_an_engine_is_said(own: Path, engine: str, problem: str) -> None:
    own.write_text(CATALOGUE.replace("humming_test_engine:Hum", engine), encoding="utf-8")
    loader = Loader(Settings(catalogue=own), ProgressBars(sys.stderr), lambda progress: None)
    with pytest.raises(EngineUnavailable) as caught:
        asyncio.run(loader.load_voice("hum"))
    assert problem in str(caught.value)
    assert caught.value.fix


def test_vivas_own_names_cannot_be_taken(own: Path) -> None:
    own.write_text(CATALOGUE.replace("[hum]", "[piper-en_US-joe-medium]"), encoding="utf-8")
    with pytest.raises(WeightsError, match="Viva's own catalogue has an entry of that name"):
        Catalogue.load(own=own)


def test_the_environment_may_name_the_file(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVA_CATALOGUE", str(own))
    assert Catalogue.load().entry("hum").locale == "en_GB"


def test_an_embedder_from_outside_may_be_the_default(own: Path) -> None:
    entry = Catalogue.load(own=own).default("embed")
    assert entry.name == "meaning"
    assert models.text_embedder(Path(), entry.engine).embed(["a", "b"]).shape == (2, 1)


# --- turn detectors --------------------------------------------------------------------------


async def test_a_turn_detector_from_outside_ends_turns_by_their_words(loader: Loader) -> None:
    stage = Stage(detector=loader.load_turn_detector())
    try:
        await stage.say("it is green because")
        await stage.wait(0.7)
        assert stage.session.state is State.LISTENING, "more is to come"
        await stage.say("of the leaf")
        await stage.wait(0.7)
        assert stage.remembered() == [("user", "it is green because of the leaf")]
    finally:
        await stage.end()


def test_a_turn_detector_must_say_when_it_is_to_be_believed(own: Path) -> None:
    Catalogue.load(own=own)
    with pytest.raises(EngineUnavailable, match="no calibration for normal, thinking"):
        models.turn_detector(Path(), "humming_test_engine:Impatient")


# --- report formats --------------------------------------------------------------------------


@pytest.fixture
def shouted() -> Iterator[Format]:
    """A format that the registry does not come with."""
    added = Format("shout", "Shout", "txt", "text/plain", lambda report, _: report.bank.upper())
    registry.register(added)
    yield added
    registry._registry().pop(added.name)


async def test_a_report_format_from_outside_is_offered_and_gives_a_file(
    shouted: Format, house: House
) -> None:
    session = await house.sessions.open(CELLS)
    async with house.client() as client:
        for name in ("shout", "txt"):
            answer = await client.get(f"/session/{session.id}/report/{name}")
            assert answer.text == "CELL BIOLOGY"
        assert answer.headers["content-disposition"].endswith('.txt"')
        own = await client.get(f"/v1/sessions/{session.id}/report?format=shout")
        assert own.text == "CELL BIOLOGY"
        absent = await client.get(f"/session/{session.id}/report/whisper")
        assert "shout" in absent.text
    assert 'data-format="shout">Shout<' in format_buttons("report.")


def test_two_formats_cannot_share_a_name(shouted: Format) -> None:
    with pytest.raises(ValueError, match="'md' is like 'markdown'"):
        registry.register(replace(shouted, name="md"))
