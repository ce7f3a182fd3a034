"""What the README says of these routes is so."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from tests.recordings import DATA, recording

ROOT = Path(__file__).parents[4]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("### OpenAI-compatible HTTP\n")[2].partition("\n### ")[0]
TESTS = re.findall(r"`(test_\w+)\.py::(test_\w+)`", SECTION)


def test_the_example_runs(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", SECTION, re.DOTALL)
    example = example.replace("http://127.0.0.1:7860", url)
    exec(example.replace("talk.mp3", str(DATA / recording("jfk").file)), {})
    heard, _, answer = capsys.readouterr().out.partition("\n")
    assert "ask not what your country can do for you" in heard
    assert "TranscriptionWord(" in heard
    assert answer.strip(), "the model said nothing"


@pytest.mark.parametrize(("module", "name"), TESTS, ids=[name for _, name in TESTS])
def test_every_row_has_its_test(module: str, name: str) -> None:
    assert hasattr(importlib.import_module(f"tests.voice.api.openai.{module}"), name)


def test_there_are_rows() -> None:
    assert len(TESTS) > 15
