"""The catalogue itself: what it holds, how it is read, what a user may name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.base import WeightsError
from models.weights.catalogue import Catalogue, Entry, File, PypiSource
from models.weights.catalogue_file import CATALOGUE_TOML, HubSource, read_catalogue
from models.weights.fetch_hub import Hub
from models.weights.store import Store, home

REAL = read_catalogue()

GOOD = """
[voice-a]
role = "tts"
engine = "piper"
title = "A"
languages = ["en"]
licence = "MIT"
note = "a voice"
opens = "a.onnx"
files = [{ name = "a.onnx", bytes = 3, sha256 = "%s" }]
[[voice-a.sources]]
hub = "someone/voice"
revision = "main"
[[voice-a.sources]]
pypi = { "a.onnx" = ["a-voice==1.0:a_voice/a.onnx"] }
""" % ("a" * 64)


def read(tmp_path: Path, text: str) -> dict[str, Entry]:
    path = tmp_path / "catalogue.toml"
    path.write_text(text, encoding="utf-8")
    return read_catalogue(path)


@pytest.fixture
def weights(tmp_path: Path) -> Catalogue:
    """The real catalogue over an empty folder."""
    return Catalogue.load(tmp_path)


def cache(weights: Catalogue, name: str) -> Path:
    """Make an entry look fetched."""
    entry = weights.entry(name)
    store = Store(weights.where.parent)
    folder = store.prepare(entry)
    for file in entry.files:
        (folder / file.name).write_bytes(b"")
    store.write_manifest(entry, "test", {file.name: file.sha256 for file in entry.files})
    return folder


# --- what it holds -----------------------------------------------------------------------


def test_what_the_issue_asks_for_is_there() -> None:
    assert {"whisper-tiny", "whisper-base", "whisper-small", "whisper-large-v3-turbo"} <= set(REAL)
    english = {(e.locale, e.speaker) for e in REAL.values() if e.role == "tts" and e.speaks("en")}
    assert english == {(place, who) for place in ("en_US", "en_GB") for who in ("man", "woman")}
    assert {e.language for e in REAL.values() if e.role == "tts"} == set(
        "en de fr es it pt zh".split()
    )
    assert {"smart-turn-v3.2", "smollm2-135m-instruct", "qwen2.5-coder-0.5b-instruct"} <= set(REAL)


@pytest.mark.parametrize("entry", REAL.values(), ids=REAL.keys())
def test_every_file_is_pinned_by_size_checksum_and_revision(entry: Entry) -> None:
    assert entry.bytes > 0
    for source in entry.sources:
        assert all(file.sha256 and file.bytes for file in source.files)
        if isinstance(source, HubSource):
            assert len(source.revision) == 40


def test_what_is_taken_by_default_can_be_had_without_a_hub(weights: Catalogue) -> None:
    assert weights.defaults() == (
        "smart-turn-v3.2",
        "whisper-base",
        "piper-en_US-joe-medium",
        "qwen2.5-coder-0.5b-instruct",
    )
    for name in weights.defaults():
        assert any(isinstance(source, PypiSource) for source in weights.entry(name).sources)


def test_every_language_has_a_default_voice(weights: Catalogue) -> None:
    for language in ("en", "de", "fr", "es", "it", "pt", "zh"):
        assert weights.entry(weights.default_voice(language)).speaks(language)
    with pytest.raises(WeightsError, match="no voice for the language 'xx'") as caught:
        weights.default_voice("xx")
    assert "de" in caught.value.fix


def test_a_better_model_that_is_here_is_preferred_and_a_lesser_one_is_not(
    weights: Catalogue,
) -> None:
    cache(weights, "smollm2-135m-instruct")
    assert weights.default_llm() == "qwen2.5-coder-0.5b-instruct"
    cache(weights, "qwen3-0.6b")
    assert weights.default_llm() == "qwen3-0.6b"


def test_entries_are_found_by_role_and_language(weights: Catalogue) -> None:
    german = {entry.name for entry in weights.entries("tts", "de")}
    assert german == {"piper-de_DE-thorsten-medium"}
    assert "whisper-tiny.en" not in {entry.name for entry in weights.entries("stt", "de")}
    assert len(weights.entries()) == len(REAL)


def test_a_mistyped_name_is_answered_with_near_ones(weights: Catalogue) -> None:
    with pytest.raises(WeightsError, match="no weights named 'whisper-bsae'") as caught:
        weights.entry("whisper-bsae")
    assert "whisper-base" in caught.value.fix


# --- how it is read ----------------------------------------------------------------------


def test_a_good_file_is_read(tmp_path: Path) -> None:
    entry = read(tmp_path, GOOD)["voice-a"]
    assert entry.files == (File("a.onnx", 3, "a" * 64),)
    assert entry.opens == "a.onnx"
    assert [str(source) for source in entry.sources] == ["the hub (someone/voice)", "PyPI"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('role = "tts"', 'role = "tss"', "role 'tss' is not one of"),
        ('title = "A"', "title = 3", "title must be a text"),
        ('licence = "MIT"', "", "licence must be a text"),
        ('["en"]', '["English"]', "'English' is not an ISO 639-1 code"),
        ('["en"]', "[]", "languages must be a list"),
        ("a" * 64, "abc", "sha256 of a.onnx is not 64"),
        (f', sha256 = "{"a" * 64}"', "", "comes from PyPI, so its bytes and sha256"),
        ("bytes = 3", "bytes = -3", "bytes of a.onnx must be a whole number"),
        ('name = "a.onnx"', 'name = "../a.onnx"', "is not a plain file name"),
        (
            'name = "a.onnx"',
            'name = "b.onnx"',
            "opens is 'a.onnx', which is none of its files",
        ),
        ("someone/voice", "voice", "'voice' is not owner/name"),
        ('revision = "main"', 'revision = "v1"', "neither a commit hash nor 'main'"),
        ("a-voice==1.0", "a-voice>=1.0", "is not 'package==version:path'"),
        ('hub = "someone/voice"', "", "has either hub or pypi"),
        ('note = "a voice"', 'note = "a"\ncolour = "red"', "unknown field 'colour'"),
        ('note = "a voice"', 'note = "a"\ndefault = 1', "default must be true or false"),
        ("[voice-a]", "[voice-a", "cannot be read"),
    ],
)
def test_a_mistake_is_named_with_its_entry(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    with pytest.raises(WeightsError) as caught:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert problem in str(caught.value)
    assert "catalogue.toml" in str(caught.value)


def test_two_defaults_for_one_language_are_refused(tmp_path: Path) -> None:
    first = GOOD.replace('note = "a voice"', 'note = "a voice"\ndefault = true')
    with pytest.raises(WeightsError, match="voice-a and voice-b are both the default tts for en"):
        read(tmp_path, first + first.replace("voice-a", "voice-b"))


def test_the_catalogue_lies_beside_its_reader() -> None:
    assert CATALOGUE_TOML.is_file()


# --- where weights are kept --------------------------------------------------------------


def test_weights_live_in_the_cache_folder_unless_told_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIVA_HOME", str(tmp_path))
    assert home() == tmp_path
    assert Catalogue.load().folder("whisper-base") == tmp_path / "weights" / "whisper-base"
    monkeypatch.delenv("VIVA_HOME")
    checkout = Path(__file__).resolve().parents[3]
    assert checkout not in (home(), *home().parents)


# --- what a user may name ----------------------------------------------------------------


def test_short_names_are_understood(weights: Catalogue) -> None:
    folder = cache(weights, "whisper-base")
    assert weights.resolve("base", "stt") == folder
    folder = cache(weights, "piper-en_GB-alan-medium")
    assert weights.resolve("en_GB-alan-medium", "tts") == folder / "en_GB-alan-medium.onnx"


def test_a_name_of_another_role_is_refused(weights: Catalogue) -> None:
    with pytest.raises(WeightsError, match="its role is stt, not llm") as caught:
        weights.resolve("whisper-base", "llm")
    assert "qwen3-4b-instruct" in caught.value.fix


def test_a_gguf_of_ones_own_is_taken(weights: Catalogue, tmp_path: Path) -> None:
    own = tmp_path / "mine.gguf"
    own.write_bytes(b"GGUF\x03\x00\x00\x00")
    assert weights.resolve(str(own), "llm") == own


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "it is a JPEG picture"),
        (b"", "it is an empty file"),
        (b"version https://git-lfs", "it is a Git LFS pointer"),
        (b"<!DOCTYPE html>", "it is a web page"),
        (b"anything", "is not a GGUF model"),
    ],
)
def test_a_gguf_that_is_something_else_is_refused(
    weights: Catalogue, tmp_path: Path, content: bytes, what: str
) -> None:
    own = tmp_path / "picture.gguf"
    own.write_bytes(content)
    with pytest.raises(WeightsError, match=what):
        weights.resolve(str(own), "llm")


def test_a_path_that_is_not_there_is_told(weights: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="There is no file"):
        weights.resolve(str(tmp_path / "none.gguf"), "llm")
    with pytest.raises(WeightsError, match="is a folder, but a file is needed"):
        weights.resolve(str(tmp_path), "llm")


def test_a_whisper_folder_of_ones_own_must_be_whole(weights: Catalogue, tmp_path: Path) -> None:
    folder = tmp_path / "whisper"
    folder.mkdir()
    with pytest.raises(WeightsError, match=r"has no model\.bin"):
        weights.resolve(str(folder), "stt")
    for name in ("model.bin", "tokenizer.json", "vocabulary.json"):
        (folder / name).write_bytes(b"")
    assert weights.resolve(str(folder), "stt") == folder
    assert weights.resolve(str(folder / "model.bin"), "stt") == folder


def test_a_voice_of_ones_own_needs_its_description(weights: Catalogue, tmp_path: Path) -> None:
    voice = tmp_path / "mine.onnx"
    voice.write_bytes(b"PK\x03\x04")
    with pytest.raises(WeightsError, match="not an ONNX model: it is a zip archive"):
        weights.resolve(str(voice), "tts")
    voice.write_bytes(b"\x08\x08" + bytes(2000))
    with pytest.raises(WeightsError, match=r"lacks its description mine\.onnx\.json"):
        weights.resolve(str(voice), "tts")
    voice.with_name("mine.onnx.json").write_text(json.dumps({}))
    assert weights.resolve(str(voice), "tts") == voice


def test_what_is_not_here_cannot_be_verified(weights: Catalogue) -> None:
    with pytest.raises(WeightsError, match="not on this machine") as caught:
        weights.verify("whisper-base")
    assert "python -m models fetch whisper-base" in caught.value.fix


def test_an_entry_that_only_the_hub_has_names_one_that_pypi_has(tmp_path: Path) -> None:
    nowhere = Hub("http://127.0.0.1:9")
    weights = Catalogue(REAL, Store(tmp_path), nowhere)
    with pytest.raises(WeightsError, match="cannot be reached") as caught:
        weights.fetch("piper-en_GB-alan-medium")
    assert "piper-en_US-joe-medium" in caught.value.fix
