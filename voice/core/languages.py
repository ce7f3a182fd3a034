"""Languages that Viva speaks: one TOML file each, in `prompts/languages` or a user's own folder.

A file holds words only; what is done with them stands in the modules that ask for them. English
is complete and is the pattern of the others: it says which sections and keys there are and what
kind of value each has. Another language may leave keys out. What Viva *says* is then said in
English, key by key. What Viva *listens for* (fillers, negations, words about marks) is then not
listened for, as English words would be found in a text where they mean something else.

Files are read when they are first asked for, and once. Lists of languages read the first table of
each file only, so that a start pays for no language but the one that is spoken.
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
"""Tables whose keys depend on the language, so that English prescribes none and lends none."""

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

    Two objects are the same only if they are one, so that what was made of a file's words can be
    kept for as long as the file is the one in use.
    """

    code: str
    """ISO 639-1: the name of the file."""
    file: Path
    tables: Mapping[str, Mapping[str, Any]]
    """What stands in the file, by section; nothing of it comes from English."""
    english: Language | None
    """Where keys are looked up that are not in the file; None for the English that comes with
    Viva."""

    @property
    def name(self) -> str:
        """Its name in English."""
        return str(self.tables["language"]["name"])

    @property
    def spaced(self) -> bool:
        """Whether spaces stand between its words."""
        return bool(self.said("language")["spaces"])

    def said(self, section: str) -> Mapping[str, Any]:
        """A section of what Viva says, filled up from English key by key.

        Parameters
        ----------
        section : str
            Its name, with a full stop before the name of a table within: "report.modes".

        Raises
        ------
        SettingsError
            When a key is looked up that not even English has; the message names file and key.
        """
        own = self._table(section)
        english = self.english._table(section) if self.english else _EMPTY[dict]
        filled = own if section in OPEN_TABLES else _merged(english, own)
        return _Section(filled, section, (self.english or self).file)

    def record(self, kind: type[R], section: str, **more: Any) -> R:
        """A section of what Viva says as an object of `kind`, whose fields are its keys.

        Fields in `more` are no keys of the section.

        Raises
        ------
        SettingsError
            Not even English has one of the fields; the message names file and key.
        """
        words = self.said(section)
        fields = [name for name in kind.__dataclass_fields__ if name not in more]
        return kind(**{name: words[name] for name in fields}, **more)

    def heard(self, section: str, key: str) -> Any:
        """What Viva listens for; empty, but of the right kind, if the file does not say.

        Raises
        ------
        SettingsError
            There is no such key in any language.
        """
        own = self._table(section)
        if key in own:
            return own[key]
        return _EMPTY[_kind((self.english or self).said(section)[key])]

    def words(self, section: str, key: str) -> frozenset[str]:
        """What Viva listens for, as single words in small letters."""
        return frozenset(str(self.heard(section, key)).casefold().split())

    def pattern(self, section: str, key: str) -> str:
        """What Viva listens for as a regular expression; one that matches nothing if it is empty.

        Line breaks in it are passed over, and so are spaces at the beginning of a line.
        """
        return re.sub(r"\n\s*", "", str(self.heard(section, key))).strip() or "(?!)"

    def _table(self, section: str) -> Mapping[str, Any]:
        table: Mapping[str, Any] = self.tables
        for name in section.split("."):
            table = table.get(name, _EMPTY[dict])
        return table


class _Section(dict[str, Any]):
    """A section that says where it looked for a key that is missing."""

    def __init__(self, table: Mapping[str, Any], section: str, file: Path) -> None:
        super().__init__(table)
        self._section, self._file = section, file

    def __missing__(self, key: str) -> Any:
        raise SettingsError(
            f"[{self._section}] in {self._file.name} has no {key!r}",
            near(key, self) or f"Add it to {self._file}",
        )


class ByLanguage(Mapping[str, T]):
    """Something made of each language's words, when it is first asked for.

    It is a mapping from the codes of all languages, in their order; one that there is no file
    for is none of its keys.
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
            # Threads that meet here make the same twice, which does no harm.
            kept = self._made[code] = (spoken, self._make(spoken))
        return kept[1]

    def or_english(self, code: str) -> T:
        """What belongs to `code`, or to English if there is no such language."""
        return self[code if code in LANGUAGES else "en"]

    def __contains__(self, code: object) -> bool:
        return code in LANGUAGES

    def __iter__(self) -> Iterator[str]:
        return iter(LANGUAGES)

    def __len__(self) -> int:
        return len(LANGUAGES)


class InAll(Generic[T]):
    """Something made of the words of all languages, when it is first asked for."""

    def __init__(self, make: Callable[[Sequence[Language]], T]) -> None:
        self._make = make
        self._made: tuple[Sequence[Language], T] | None = None

    def __call__(self) -> T:
        """What belongs to the languages there are now."""
        every = [language(code) for code in LANGUAGES]
        if self._made is None or self._made[0] != every:
            self._made = (every, self._make(every))
        return self._made[1]


class _Languages(Mapping[str, str]):
    """Code to English name of every language in the folders that are looked into."""

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
        """Take the languages from these folders from now on."""
        self.folders = folders
        _heads.cache_clear()
        language.cache_clear()


_KNOWN = _Languages()
LANGUAGES: Mapping[str, str] = _KNOWN
"""Languages Viva can be spoken to in: ISO 639-1 code to English name."""


def use_folders(*own: Path) -> None:
    """Look for languages in these folders too; a file named like a built-in one replaces it.

    Called once, at the start, before anything is said: what was made of other files is made anew
    when it is next asked for, but nobody who holds it is told. Folders that are not there count as
    empty, and without any only the languages that come with Viva are left.

    Raises
    ------
    SettingsError
        A file in one of them cannot be used; the message says why.
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
    """The languages that there would be with these folders, without using them."""
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
    """Whether spaces stand between the words of a language; so they do in one not known."""
    return code not in LANGUAGES or language(code).spaced


def faults(read: Language) -> list[tuple[str, str]]:
    """What in a file does not follow English: problems, each with its fix."""
    assert read.english is not None, "English is the pattern"
    return list(_faults(str(read.file), read.tables, read.english.tables, ""))


def missing(read: Language) -> list[str]:
    """Keys that English has and a file has not, as "section.key".

    Those of [language] are no words, and may be left out where the language is like English.
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
    """What is filled into a text; regular expressions count with braces of their own."""
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
    """Code to English name and file, in the order in which languages are listed."""
    return _found(_KNOWN.folders)


def _found(folders: Sequence[Path]) -> Mapping[str, tuple[str, Path]]:
    files = {file.stem: file for folder in folders for file in sorted(folder.glob("*.toml"))}
    heads = {code: _head(file) for code, file in files.items()}
    listed = sorted(heads, key=lambda code: (heads[code].get("place", len(heads)), code))
    return types.MappingProxyType({code: (heads[code]["name"], files[code]) for code in listed})


def _head(file: Path) -> Mapping[str, Any]:
    """The table [language], which comes first, so that nothing after it need be read."""
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
