"""What the README promises is there; what all pages have in common is in `test_docs`."""

from __future__ import annotations

import pytest
import yaml

from tests.pages import PAGES, ROOT, named, read

README = read("README.md")
CARD = yaml.safe_load(README.split("---")[1])


def test_it_is_a_card_of_a_space_with_the_gradio_we_pin() -> None:
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert f"gradio=={CARD['sdk_version']}" in requirements
    assert (ROOT / CARD["app_file"]).is_file()
    assert len(CARD["short_description"]) <= 60, "the hub refuses longer ones"


def test_it_is_short() -> None:
    assert len(README.splitlines()) <= 200, "what is more than an overview belongs in docs/"


@pytest.mark.parametrize(
    "command",
    [
        "pip install -r requirements.txt && python app.py\n",
        "pip install -r requirements-dev.txt && pytest\n",
    ],
)
def test_the_commands_stand_alone_in_a_block(command: str) -> None:
    assert f"```bash\n{command}```" in README


def test_it_leads_to_every_page() -> None:
    pages = [named(page) for page in PAGES if page.parent.name in ("docs", "api")]
    assert [page for page in pages if page not in README and page not in NOT_NAMED] == []


NOT_NAMED = {"docs/index.md", "docs/contributing.md"}
"""The same for readers of the site, and what CONTRIBUTING.md leads to."""
