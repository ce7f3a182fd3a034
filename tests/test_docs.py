"""The pages of the documentation are true: links, commands, examples, names, the drawing."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from packaging.requirements import Requirement

from models.__main__ import parser as models_parser
from models.weights.catalogue import Catalogue
from tests.pages import DOCS, PAGES, ROOT, blocks, code, named, read, rows
from tests.test_lock import asked
from tests.test_structure import room
from voice.bench.cli import COMMANDS as BENCHMARKS
from voice.conversation.modes import load_modes
from voice.core.version import VERSION
from voice.settings.settings import parse

TEXTS = {named(page): page.read_text(encoding="utf-8") for page in PAGES}
ALL = "\n".join(TEXTS.values())

LINKS = [
    (name, link)
    for name, text in TEXTS.items()
    for link in re.findall(r"\]\(([^)]+)\)|src=\"([^\"]+)\"", text)
    for link in link
    if link and not urlsplit(link).scheme
]

VALUES = {"FOLDER": "/tmp", "FILE": os.devnull, "…": "x", "cert.pem": os.devnull,
          "key.pem": os.devnull, "URL": "http://localhost:1"}  # fmt: skip
"""What stands for what a reader has."""


# --- links and names ----------------------------------------------------------------------------


@pytest.mark.parametrize(("page", "link"), LINKS, ids=[f"{page}: {link}" for page, link in LINKS])
def test_links_lead_to_files_and_headings(page: str, link: str) -> None:
    path, _, anchor = link.partition("#")
    target = (ROOT / page).parent / path if path else ROOT / page
    assert target.is_file(), f"{page} links to {link}"
    if anchor:
        heads = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
        assert anchor in {re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", [page for page in TEXTS if page != "CHANGELOG.md"])
def test_files_in_code_font_are_there(page: str) -> None:
    tops = "models|voice|prompts|tests|docs|notebooks"
    paths = re.findall(rf"`((?:{tops})/[\w./-]*)`", TEXTS[page])
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_models_they_name_are_in_the_catalogue() -> None:
    catalogue = Catalogue.load()
    found = re.findall(r"\b(?:whisper|piper|qwen[\d.]+|smollm\d?)-[\w.-]*\w", ALL)
    assert found
    packages = {one.name for one in asked()}
    for name in set(found) - packages - {"whisper-1"}:  # OpenAI's name
        assert catalogue.entry(name)


def test_every_mode_has_its_line() -> None:
    for mode in load_modes()[0].values():
        assert f"| {mode.title} |" in TEXTS["docs/using.md"]


def test_the_exams_that_come_with_viva_have_as_many_questions_as_they_say() -> None:
    counts = [
        sum(len(part["items"]) for topic in bank["topics"] for part in topic["subtopics"])
        for file in (ROOT / "prompts" / "banks").glob("*.yaml")
        if (bank := yaml.load(file.read_bytes(), yaml.CSafeLoader))
    ]
    table = rows(read("docs/exams.md"), "exam", "questions")
    said = [int(number) for row in table for number in row[1].split(",")]
    assert sorted(said) == sorted(counts)


# --- commands and examples ----------------------------------------------------------------------


def commands() -> list[tuple[str, ...]]:
    """Every call of Viva in a block of shell commands: page and words, of either name."""
    found = []
    for page, text in TEXTS.items():
        for block in blocks(text, "bash"):
            for line in block.replace("\\\n", " ").splitlines():
                words = shlex.split(line, comments=True)
                for start in ("python app.py", "viva", "python -m models"):
                    size = len(start.split())
                    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
                        words = words[1:]
                    if words[:size] == start.split():
                        head = ("models",) if start.endswith("models") else ()
                        found.append((page, *head, *words[size:]))
    return found


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_commands_are_understood(command: tuple[str, ...], tmp_path: Path) -> None:
    words = [VALUES.get(word, word) for word in command[1:]]
    if words[:1] == ["models"]:
        models_parser().parse_args(words[1:])
    elif words[:1] == ["bench"]:
        assert words[1] in (*BENCHMARKS, "--help")
    else:
        parse(words, {}, tmp_path)


def test_there_are_commands() -> None:
    assert len(commands()) > 15


def test_flags_in_the_text_are_settings() -> None:
    known = set(re.findall(r"--[a-z-]+", TEXTS["docs/settings.md"]))
    known |= {"--config", "--version", "--help", "--verbose"}
    for page in ("using", "exams", "own-exams", "models", "serving", "privacy"):
        text = re.sub(r"^```bash\n.*?^```", "", TEXTS[f"docs/{page}.md"], flags=re.S | re.M)
        for flag in re.findall(r"`(--[a-z-]+)", text):
            assert flag in known, f"{page} names {flag}"


@pytest.mark.parametrize("page", TEXTS)
def test_examples_can_be_read(page: str) -> None:
    for block in blocks(TEXTS[page], "python"):
        compile(block, page, "exec")
    for block in blocks(TEXTS[page], "yaml"):
        yaml.safe_load(block)
    for block in blocks(TEXTS[page], "toml"):
        tomllib.loads(block)
    for block in blocks(TEXTS[page], "bash"):
        assert subprocess.run(["bash", "-n"], input=block, text=True, check=False).returncode == 0


# --- the drawing --------------------------------------------------------------------------------


def test_the_drawing_shows_the_rooms_there_are() -> None:
    (drawing,) = re.findall(r"^```\n(app\.py.*?)^```", read("docs/architecture.md"), re.S | re.M)
    drawn = set(re.findall(r"^ *((?:voice|models)(?:/\w+)*)/ ", drawing, re.MULTILINE))
    there = {
        folder.relative_to(ROOT).as_posix()
        for top in ("voice", "models")
        for folder in [ROOT / top, *(ROOT / top).glob("*"), *(ROOT / top).glob("*/*")]
        if folder.is_dir() and any(folder.glob("*.py")) | (folder.name == "entailment")
    }
    assert drawn == there, "docs/architecture.md does not show the tree as it is"


def test_the_rooms_are_drawn_in_the_order_of_their_imports() -> None:
    drawn = re.findall(r"^  (voice/\w+)/ ", read("docs/architecture.md"), re.MULTILINE)
    depths = [room(name.replace("/", "."))[0] for name in drawn]
    assert depths == sorted(depths, reverse=True)
    assert len(depths) > 10


# --- the site -----------------------------------------------------------------------------------


def test_the_site_can_be_built_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) > len(list(DOCS.rglob("*.md")))
    for page in pages:
        html = page.read_text(encoding="utf-8")
        loaded = re.findall(r"<(?:script|img|source|iframe)[^>]*\bsrc=\"?([^\"\s>]+)", html)
        loaded += re.findall(r"<link[^>]*\bhref=\"?([^\"\s>]+)", html)
        assert [url for url in loaded if urlsplit(url).netloc] == []


def test_every_package_has_its_licence() -> None:
    listed = {
        name
        for row in rows(read("docs/licences.md"), "part", "licence")
        for name in row[0].split(", ")
    }
    assert {one.name.lower() for one in asked()} - listed == set()


# --- versions -----------------------------------------------------------------------------------


def test_the_changelog_tells_of_this_version_and_of_what_comes() -> None:
    heads = re.findall(r"^## \[([^\]]+)\]", TEXTS["CHANGELOG.md"], re.MULTILINE)
    assert heads[0] == "Unreleased"
    assert VERSION in heads


def test_hooks_before_a_commit_have_the_versions_of_the_tests() -> None:
    lines = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    plain = [line.partition("#")[0].strip() for line in lines]
    pinned = {
        one.name: str(one.specifier).removeprefix("==")
        for line in plain
        if line and not line.startswith("-r") and (one := Requirement(line))
    }
    hooks = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    versions = {
        one.name: str(one.specifier).removeprefix("==")
        for repo in hooks
        for hook in repo["hooks"]
        for line in hook.get("additional_dependencies", ())
        if (one := Requirement(line))
    }
    assert "ruff" in versions, "mypy runs in the environment of requirements-dev.txt itself"
    assert versions == {name: pinned[name] for name in versions}


def test_code_font_is_closed() -> None:
    for page, text in TEXTS.items():
        plain = re.sub(r"^```.*?^```", "", text, flags=re.S | re.M)
        for paragraph in plain.split("\n\n"):
            assert paragraph.count("`") % 2 == 0, f"{page}: {paragraph}"
            assert all(code(paragraph)) or "`" not in paragraph
