"""What the README promises is there."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from models.weights.catalogue import Catalogue
from voice.conversation.modes import load_modes

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CARD = yaml.safe_load(README.split("---")[1])
LINKS = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not urlsplit(link).scheme]


def test_it_is_a_card_of_a_space_with_the_gradio_we_pin() -> None:
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert f"gradio=={CARD['sdk_version']}" in requirements
    assert (ROOT / CARD["app_file"]).is_file()
    assert len(CARD["short_description"]) <= 60, "the hub refuses longer ones"


@pytest.mark.parametrize(
    "command",
    [
        "pip install -r requirements.txt && python app.py\n",
        "pip install -r requirements-dev.txt && pytest\n",
    ],
)
def test_the_commands_stand_alone_in_a_block(command: str) -> None:
    assert f"```bash\n{command}```" in README


@pytest.mark.parametrize("link", LINKS)
def test_links_lead_to_files(link: str) -> None:
    assert (ROOT / link).exists()


def test_the_example_is_python() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        compile(block, "README.md", "exec")


def test_models_it_names_are_in_the_catalogue() -> None:
    catalogue = Catalogue.load()
    named = re.findall(r"\b(?:whisper|piper|qwen[\d.]+)-[\w.-]*\w", README)
    assert named
    for name in set(named) - {"piper-tts", "whisper-1"}:  # the latter is OpenAI's name
        assert catalogue.entry(name)


def test_every_mode_has_its_line() -> None:
    for mode in load_modes()[0].values():
        assert f"| {mode.title} |" in README
