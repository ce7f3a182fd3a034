"""What the columns of a table of questions are called, in every language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voice.core.languages import InAll, Language
from voice.core.near import near


def key_of(name: str) -> str:
    """A column's name without accents, capitals, signs, and what stands in brackets."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\([^)]*\)", "", name).casefold())
    return "".join(sign for sign in plain if sign.isalnum())


@dataclass(frozen=True, slots=True)
class _Columns:
    """Names of columns in all languages, as no file says which one its header is in."""

    fields: Mapping[str, str]  # key of a name to field
    telling: Mapping[str, str]  # key of a name to the language that alone has it
    names: tuple[str, ...]


def _columns(languages: Sequence[Language]) -> _Columns:
    fields: dict[str, str] = {}
    telling: dict[str, str] = {}
    names: list[str] = []
    for spoken in languages:
        telling.update((key_of(one), spoken.code) for one in spoken.heard("imports", "telling"))
        for field, called in spoken.heard("imports", "columns").items():
            names += called
            for name in called:
                fields.setdefault(key_of(name), field)
    return _Columns(fields, telling, tuple(names))


_COLUMNS = InAll(_columns)


def field_of(name: str) -> str:
    """The field that a column of this name holds; "" if it is not known."""
    return _COLUMNS().fields.get(key_of(name), "")


def fields_of(header: Sequence[str]) -> dict[int, str]:
    """The known columns of a header; of two for one field the first."""
    found: dict[int, str] = {}
    for number, name in enumerate(header):
        field = field_of(name)
        if field and field not in found.values():
            found[number] = field
    return found


def language_of(header: Sequence[str]) -> str:
    """In which language the columns are named."""
    telling = _COLUMNS().telling
    return next((telling[key_of(name)] for name in header if key_of(name) in telling), "en")


def nearest(name: str) -> str:
    """A fix that names the known column most like `name`; "" when none is."""
    return near(name, _COLUMNS().names)
