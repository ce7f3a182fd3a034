"""`requirements.lock` installs what `requirements.txt` asks for, the same everywhere."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")

ENTRIES = re.split(r"\n(?=[a-z0-9])", LOCK.partition("\n")[2])
LOCKED = {
    canonicalize_name(one.name): one
    for entry in ENTRIES
    if not entry.startswith("#") and (one := Requirement(entry.splitlines()[0].rstrip("\\ ")))
}
"""Every package by its name, as it is pinned."""

REFRESH = (
    "uv pip compile --universal --generate-hashes --python-version 3.11 "
    "requirements.txt -o requirements.lock"
)


def asked() -> list[Requirement]:
    """What requirements.txt names."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for raw in lines if (line := raw.partition("#")[0].strip())]


def version(one: Requirement) -> str:
    """The version that a locked package is pinned to."""
    return str(one.specifier).removeprefix("==")


def test_what_is_asked_for_is_locked_in_a_version_that_will_do() -> None:
    for one in asked():
        found = LOCKED.get(canonicalize_name(one.name))
        assert found, f"{one.name} is not locked; refresh: {REFRESH}"
        assert version(found) in one.specifier, f"{found} is not {one}; refresh: {REFRESH}"


def test_what_that_needs_in_turn_is_locked_too() -> None:
    seen: set[str] = set()
    rest = [(one.name, one.extras or {""}) for one in asked()]
    while rest:
        name, extras = rest.pop()
        if canonicalize_name(name) in seen:
            continue
        seen.add(canonicalize_name(name))
        for one in needed_by(name, extras):
            found = LOCKED.get(canonicalize_name(one.name))
            assert found, f"{name} needs {one}, which is not locked; refresh: {REFRESH}"
            rest.append((one.name, one.extras or {""}))
    assert len(seen) > 60


def needed_by(name: str, extras: set[str]) -> list[Requirement]:
    """What an installed package needs on this machine."""
    try:
        lines = requires(name) or []
    except PackageNotFoundError:  # only for other systems
        return []
    found = [Requirement(line) for line in lines]
    return [
        one
        for one in found
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in extras)
    ]


def test_every_locked_package_has_its_checksums_and_one_version() -> None:
    assert len(LOCKED) > 60
    for entry in ENTRIES:
        if not entry.startswith("#"):
            assert re.match(r"[\w.-]+==[\w.]+", entry), entry.splitlines()[0]
            assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_it_says_how_to_refresh_it_and_from_nowhere_in_particular() -> None:
    assert REFRESH in LOCK
    assert "://" not in LOCK, "whoever installs chooses the index"
    assert not re.search(r"^(--|-i |-f )", LOCK, re.MULTILINE)
    assert REFRESH in (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
