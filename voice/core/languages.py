"""Languages that Viva speaks: one TOML file each, in `prompts/languages` or a user's own folder.

A file holds only words; the modules that ask for them decide what to do with them. English is
complete and serves as the schema: it defines the sections, the keys, and the type of each value.
Another language may leave keys out. What Viva *says* falls back to English, key by key. What Viva
*listens for* (fillers, negations, words about marks) does not, since English words may mean
something else in another language's text.

Each file is read once, when it is first needed. Lists of languages read only the first table of
each file, so that a start costs nothing for languages that are not spoken.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from models.base import SettingsError
from voice.core.near import near

FOLDER = Path(__file__).parents[2] / "prompts" / "languages"

OPEN_TABLES = frozenset({"commands.alone", "commands.parts", "drafting.asks", "numbers.times"})
"""Tables whose keys depend on the language: English neither prescribes them nor is a fallback."""

_CODE = re.compile(r"[a-z]{2,3}")
_SECOND_TABLE = re.compile(r"^\[(?!language\])", re.MULTILINE)
_EMPTY: Mapping[type, Any] = types.MappingProxyType(
    {str: "", list: (), dict: types.MappingProxyType({}), bool: False, int: 0, float: 0.0}
)

T = TypeVar("T")


class Record(Protocol):
    """A dataclass whose fields are the keys of a section."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


R = TypeVar("R", bound=Record)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Language:
    """The words of one language.

    Objects are compared by identity, so that whatever was built from a file's words can be cached
    for as long as that file is in use.
    """

    code: str
    """ISO 639-1 code, which is also the name of the file."""
    file: Path
    tables: Mapping[str, Mapping[str, Any]]
    """The contents of the file by section, without any fallback to English."""
    english: Language | None
    """The fallback for keys that are not in the file; None for the English that comes with
    Viva."""

    @property
    def name(self) -> str:
        """Its name in English."""
        return str(self.tables["language"]["name"])

    @property
    def spaced(self) -> bool:
        """Whether its words are separated by spaces."""
        return bool(self.said("language")["spaces"])

    def said(self, section: str) -> Mapping[str, Any]:
        """A section of what Viva says, with missing keys taken from English.

        Parameters
        ----------
        section : str
            Its name; a table within it follows after a full stop, as in "report.modes".

        Raises
        ------
        SettingsError
            Raised later, when a key is looked up that English lacks, too; the message names the
            file and the key.
        """
        own = self._table(section)
        english = self.english._table(section) if self.english else _EMPTY[dict]
        filled = own if section in OPEN_TABLES else _merged(english, own)
        return _Section(filled, section, (self.english or self).file)

    def record(self, kind: type[R], section: str, **more: Any) -> R:
        """A section of what Viva says, as an object of `kind` whose fields are the keys.

        Fields given in `more` are not looked up in the section.

        Raises
        ------
        SettingsError
            English lacks one of the fields, too; the message names the file and the key.
        """
        words = self.said(section)
        fields = [name for name in kind.__dataclass_fields__ if name not in more]
        return kind(**{name: words[name] for name in fields}, **more)

    def heard(self, section: str, key: str) -> Any:
        """A value that Viva listens for; an empty one of the same type if the file lacks the key.

        Raises
        ------
        SettingsError
            English does not have this key.
        """
        own = self._table(section)
        if key in own:
            return own[key]
        return _EMPTY[_kind((self.english or self).said(section)[key])]

    def words(self, section: str, key: str) -> frozenset[str]:
        """A value that Viva listens for, as a set of single words in lower case."""
        return frozenset(str(self.heard(section, key)).casefold().split())

    def pattern(self, section: str, key: str) -> str:
        """A value that Viva listens for, as a regular expression; if empty, it matches nothing.

        Line breaks in the value and spaces at the beginning of its lines are removed.
        """
        return re.sub(r"\n\s*", "", str(self.heard(section, key))).strip() or "(?!)"

    def _table(self, section: str) -> Mapping[str, Any]:
        table: Mapping[str, Any] = self.tables
        for name in section.split("."):
            table = table.get(name, _EMPTY[dict])
        return table


class _Section(dict[str, Any]):
    """A section whose error for a missing key names the file."""

    def __init__(self, table: Mapping[str, Any], section: str, file: Path) -> None:
        super().__init__(table)
        self._section, self._file = section, file

    def __missing__(self, key: str) -> Any:
        raise SettingsError(
            f"[{self._section}] in {self._file.name} has no {key!r}",
            near(key, self) or f"Add it to {self._file}",
        )


class ByLanguage(Mapping[str, T]):
    """Maps the code of each language to something built from its words, lazily.

    The keys are the codes of all languages that have a file, in the order in which they are
    listed. May be used from any thread.
    """

    def __init__(self, make: Callable[[Language], T]) -> None:
        self._make = make
        self._made: dict[str, tuple[Language, T]] = {}

    def __getitem__(self, code: str) -> T:
        if code not in LANGUAGES:
            raise KeyError(code)
        spoken = language(code)
        kept = self._made.get(code)
        if kept is None or kept[0] is not spoken:
            # Two threads may both build the value, which is harmless.
            kept = self._made[code] = (spoken, self._make(spoken))
        return kept[1]

    def or_english(self, code: str) -> T:
        """The value for `code`, or the English one if there is no such language."""
        return self[code if code in LANGUAGES else "en"]

    def __contains__(self, code: object) -> bool:
        return code in LANGUAGES

    def __iter__(self) -> Iterator[str]:
        return iter(LANGUAGES)

    def __len__(self) -> int:
        return len(LANGUAGES)


class InAll(Generic[T]):
    """Something built from the words of all languages, when it is first called for."""

    def __init__(self, make: Callable[[Sequence[Language]], T]) -> None:
        self._make = make
        self._made: tuple[Sequence[Language], T] | None = None

    def __call__(self) -> T:
        """The value for the languages in use now."""
        every = [language(code) for code in LANGUAGES]
        if self._made is None or self._made[0] != every:
            self._made = (every, self._make(every))
        return self._made[1]


class _Languages(Mapping[str, str]):
    """Maps the code of every language in `folders` to its English name."""

    def __init__(self) -> None:
        self.folders: Sequence[Path] = (FOLDER,)

    def __getitem__(self, code: str) -> str:
        return _heads()[code][0]

    def __contains__(self, code: object) -> bool:
        return code in _heads()

    def __iter__(self) -> Iterator[str]:
        return iter(_heads())

    def __len__(self) -> int:
        return len(_heads())

    def look_into(self, *folders: Path) -> None:
        """Read the languages from these folders from now on."""
        self.folders = folders
        _heads.cache_clear()
        language.cache_clear()


_KNOWN = _Languages()
LANGUAGES: Mapping[str, str] = _KNOWN
"""Languages Viva can be spoken to in: ISO 639-1 code to English name."""


def use_folders(*own: Path) -> None:
    """Look for languages in these folders too; a file named like a built-in one replaces it.

    To be called once, at the start, before anything is spoken: values built from other files are
    rebuilt when they are next looked up, but code that already holds one is not told. Folders that
    do not exist count as empty; without arguments, only the built-in languages are left.

    Raises
    ------
    SettingsError
        A file in one of the folders cannot be used; the message says why.
    """
    before = _KNOWN.folders
    _KNOWN.look_into(FOLDER, *own)
    try:
        for code, (_, file) in _heads().items():
            if file.parent != FOLDER:
                language(code)
    except SettingsError:
        _KNOWN.look_into(*before)
        raise


def names_in(*own: Path) -> Mapping[str, str]:
    """The languages that `use_folders(*own)` would make available, by code."""
    return {code: name for code, (name, _) in _found((FOLDER, *own)).items()}


@cache
def language(code: str) -> Language:
    """The language with this ISO 639-1 code.

    Raises
    ------
    SettingsError
        There is no file for it, or the file cannot be used.
    """
    if code not in LANGUAGES:
        raise SettingsError(
            f"There is no language {code!r}", f"Choose one of {', '.join(LANGUAGES)}"
        )
    file = _heads()[code][1]
    if file.parent == FOLDER and code == "en":
        return _pattern()
    read = Language(code, file, _parsed(file, _text(file)), _pattern())
    for problem, fix in faults(read):
        raise SettingsError(problem, fix)
    return read


@cache
def _pattern() -> Language:
    """The English that comes with Viva."""
    file = FOLDER / "en.toml"
    return Language("en", file, _parsed(file, _text(file)), None)


def spaced(code: str) -> bool:
    """Whether the words of a language are separated by spaces; assumed of an unknown language."""
    return code not in LANGUAGES or language(code).spaced


def faults(read: Language) -> list[tuple[str, str]]:
    """Deviations of a file from the English schema, each as a problem and its fix."""
    assert read.english is not None, "English is the pattern"
    return list(_faults(str(read.file), read.tables, read.english.tables, ""))


def missing(read: Language) -> list[str]:
    """Keys of English that a file lacks, as "section.key".

    Keys of [language] are not listed: they are no words, and a language that is like English in
    these respects may leave them out.
    """
    assert read.english is not None, "English is the pattern"
    absent = _missing(read.tables, read.english.tables, "")
    return [key for key in absent if not key.startswith("language.")]


def _faults(
    file: str, own: Mapping[str, Any], english: Mapping[str, Any], path: str
) -> Iterator[tuple[str, str]]:
    for key, value in own.items():
        where = f"{path}{key}"
        if path.removesuffix(".") in OPEN_TABLES:
            continue
        if key not in english:
            there = near(key, english) or f"English has {', '.join(english)}"
            yield f"{file} has {where}, which is not known", there
        elif _kind(value) is not _kind(english[key]):
            wanted = _KINDS[_kind(english[key])]
            yield f"{where} in {file} must be {wanted}, as in en.toml", "Write it as there"
        elif isinstance(value, Mapping):
            yield from _faults(file, value, english[key], f"{where}.")
        elif unknown := _blanks(value) - _blanks(english[key]):
            known = ", ".join(sorted(_blanks(english[key]))) or "none"
            yield f"{where} in {file} has {min(unknown)}", f"What is filled in there is {known}"


_KINDS: Mapping[type, str] = types.MappingProxyType(
    {
        str: "a text",
        list: "a list of texts",
        dict: "a table",
        bool: "true or false",
        int: "a number",
    }
)
_BLANK = re.compile(r"(?<!\\)\{[a-z_]*\}")


def _blanks(value: object) -> set[str]:
    """Placeholders such as "{n}" in a text or a list of texts."""
    texts = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return {one for text in texts for one in _BLANK.findall(str(text))}


def _missing(own: Mapping[str, Any], english: Mapping[str, Any], path: str) -> Iterator[str]:
    for key, value in english.items():
        if isinstance(value, Mapping):
            if f"{path}{key}" not in OPEN_TABLES:
                yield from _missing(own.get(key, {}), value, f"{path}{key}.")
        elif key not in own:
            yield f"{path}{key}"


def _merged(english: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    both = {**english, **own}
    for key, value in english.items():
        if isinstance(value, Mapping) and key in own:
            both[key] = _merged(value, own[key])
    return both


def _kind(value: object) -> type:
    """The TOML type of a value, frozen ones included."""
    if isinstance(value, Mapping):
        return dict
    if isinstance(value, tuple):
        return list
    return type(value)


@cache
def _heads() -> Mapping[str, tuple[str, Path]]:
    """Maps each code to the English name and the file, in the order in which they are listed."""
    return _found(_KNOWN.folders)


def _found(folders: Sequence[Path]) -> Mapping[str, tuple[str, Path]]:
    files = {file.stem: file for folder in folders for file in sorted(folder.glob("*.toml"))}
    heads = {code: _head(file) for code, file in files.items()}
    listed = sorted(heads, key=lambda code: (heads[code].get("place", len(heads)), code))
    return types.MappingProxyType({code: (heads[code]["name"], files[code]) for code in listed})


def _head(file: Path) -> Mapping[str, Any]:
    """Parse only the table [language], which comes first in the file."""
    if not _CODE.fullmatch(file.stem):
        raise SettingsError(
            f"{file.name} is not named after a language",
            "Name it by its ISO 639-1 code, like nl.toml",
        )
    text = _text(file)
    second = _SECOND_TABLE.search(text)
    head = _parsed(file, text[: second.start()] if second else text).get("language", {})
    if not isinstance(head.get("name"), str):
        raise SettingsError(
            f"{file.name} does not begin with [language] and a name",
            'Write [language] and, beneath it, name = "Dutch" before everything else',
        )
    return head


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"Cannot read {file}: {error}", "Save it as UTF-8 text") from error


def _parsed(file: Path, text: str) -> Mapping[str, Mapping[str, Any]]:
    try:
        found: Mapping[str, Mapping[str, Any]] = _frozen(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} is not valid TOML: {error}", "Correct that line") from error
    return found


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return types.MappingProxyType({key: _frozen(one) for key, one in value.items()})
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
