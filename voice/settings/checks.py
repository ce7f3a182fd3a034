"""Declares settings, and converts what was given for one into its value or an error."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NoReturn
from urllib.parse import urlsplit

from models.base import SettingsError
from models.weights.store import data_folder, user_path
from voice.core.near import near
from voice.settings.lists import LISTS, ListKind

_YES = ("1", "true", "yes", "on")
_NO = ("0", "false", "no", "off")

Kind = Literal["", "file", "folder", "folder to make", "name or path", "url"] | ListKind


@dataclass(frozen=True, slots=True)
class Given:
    """A value as it was given, its source, and the folder for relative paths in it."""

    value: object  # text if from a flag or the environment; any TOML value if from a file
    source: str  # as messages name it: "--port", "VIVA_PORT", "port (viva.toml, line 3)"
    base: Path


def setting(
    default: object,
    group: str,
    help: str,
    *,
    metavar: str = "",
    choices: Iterable[str] = (),
    low: float = -math.inf,
    high: float = math.inf,
    secret: bool = False,
    kind: Kind = "",
    flag: bool = True,
) -> Any:
    """Declare a setting: a dataclass field with its default, its help text and its checks.

    With `flag=False` it can only be set in the environment, since others can see command lines.
    """
    metadata = {
        "group": group,
        "help": help,
        "metavar": metavar,
        "choices": tuple(choices),
        "low": low,
        "high": high,
        "secret": secret,
        "kind": kind,
        "flag": flag,
    }
    return dataclasses.field(default=default, repr=not secret, metadata=metadata)


def checked(field: dataclasses.Field[Any], given: Given) -> Any:
    """Convert and check what was given for the setting `field`.

    The type of the value follows from the field's default and metadata.

    Raises
    ------
    SettingsError
        The value has the wrong type, is out of range, or names a file that cannot be used.
    """
    if isinstance(field.default, bool):
        return _boolean(given)
    if isinstance(field.default, int | float):
        return _number(field, given)
    if isinstance(field.default, tuple):
        return LISTS[field.metadata["kind"]](_texts(given), given.source)
    if field.metadata["kind"] == "folder to make":
        return _folder_to_make(given)
    text = _text(given, field.metadata["secret"])
    match field.metadata["kind"]:
        case "file":
            return _file(text, given)
        case "folder":
            return _folder(text, given)
        case "name or path":
            return _name_or_path(text, given)
        case "url":
            return _url(text, given)
    return _choice(field.metadata["choices"], text, given)


def one_of(choices: Iterable[str], given: Given) -> str:
    """The member of `choices` that `given` names.

    Raises
    ------
    SettingsError
        The value names none of them.
    """
    return _choice(tuple(choices), _text(given, False), given)


def _refuse(given: Given, wanted: str, fix: str) -> NoReturn:
    raise SettingsError(f"{given.source} must be {wanted}, not {_shown(given.value)}", fix)


def _shown(value: object) -> str:
    """`value` for a one-line message."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _boolean(given: Given) -> bool:
    if isinstance(given.value, bool):
        return given.value
    word = given.value.strip().lower() if isinstance(given.value, str) else None
    if word not in _YES + _NO:
        _refuse(given, "true or false", "Set it to true or false")
    return word in _YES


def _number(field: dataclasses.Field[Any], given: Given) -> int | float:
    low, high = field.metadata["low"], field.metadata["high"]
    whole = isinstance(field.default, int)
    wanted = f"a {'whole ' if whole else ''}number from {low:g} to {high}"
    fix = f"Leave it out for {field.default:g}"
    if isinstance(given.value, bool) or not isinstance(given.value, int | float | str):
        _refuse(given, wanted, fix)
    if whole and isinstance(given.value, float):
        _refuse(given, wanted, fix)
    try:
        number = int(given.value) if whole else float(given.value)
    except ValueError:
        _refuse(given, wanted, fix)
    if math.isnan(number) or not low <= number <= high:
        _refuse(given, wanted, fix)
    return number


def _texts(given: Given) -> list[str]:
    """The texts of a list; messages never repeat one, since it may be a secret."""
    texts = given.value
    if isinstance(texts, str):
        texts = texts.splitlines() if "\n" in texts else texts.split(",")
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise SettingsError(
            f"{given.source} must be a list of texts", 'Write it like ["one", "two"]'
        )
    return [text.strip() for text in texts if text.strip()]


def _text(given: Given, secret: bool) -> str:
    if not isinstance(given.value, str) or "\0" in given.value:
        shown = "" if secret else f", not {_shown(given.value)}"
        raise SettingsError(f"{given.source} must be text{shown}", "Put it in quotation marks")
    return given.value.strip()


def _choice(choices: tuple[str, ...], text: str, given: Given) -> str:
    if not choices or text in choices:
        return text
    if text.lower() in choices:
        return text.lower()
    fix = near(text, choices) or f"Leave it out for {choices[0]}"
    _refuse(given, f"one of {', '.join(choices)}", fix)


def _file(text: str, given: Given) -> Path | None:
    path = given.base / user_path(text)
    if not text:
        return None
    try:
        with path.open("rb"):
            return path
    except OSError as error:
        problem = f"{given.source}: cannot read {_shown(text)}: {error.strerror}"
        raise SettingsError(problem, "Name a file that can be read") from error


def _folder(text: str, given: Given) -> Path | None:
    path = given.base / user_path(text)
    if text and not path.is_dir():
        raise SettingsError(
            f"{given.source}: there is no folder {_shown(text)}", "Name one that exists"
        )
    return path if text else None


def _folder_to_make(given: Given) -> Path | None:
    """A folder that need not exist yet; "true" is the user's data folder, "false" none."""
    word = given.value if isinstance(given.value, bool) else _text(given, False)
    if isinstance(word, str) and word.lower() not in _YES + _NO:
        return given.base / user_path(word) if word else None
    return data_folder() if word is True or str(word).lower() in _YES else None


def _name_or_path(text: str, given: Given) -> str:
    """`text`, made absolute if it is a path; names are left for the catalogue to look up.

    Paths in the settings file are relative to that file. Since "hf.co/…/model.gguf" is an Ollama
    tag, a text that could be either counts as a path only if it exists.
    """
    path = given.base / user_path(text)
    plainly = text.startswith(("~", "./", "../", ".\\", "..\\")) or Path(text).is_absolute()
    maybe = "/" in text or "\\" in text or text.endswith((".gguf", ".onnx"))
    return str(path) if plainly or (maybe and path.exists()) else text


def _url(text: str, given: Given) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in ("http", "https") or not parts.netloc):
        _refuse(given, "an address", "Write it like http://localhost:8000/v1")
    return text
