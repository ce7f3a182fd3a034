"""Settings that are lists: users, keys, origins, people. Messages never repeat a secret."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlsplit

from models.base import SettingsError

ListKind = Literal["user:password", "keys", "origins", "people"]

SHORTEST_KEY = 8
"""Least length of a key in characters; a shorter one could be guessed."""

EVERYBODY = "*"
"""Entry in the list of people that lets in everybody whom the login provider knows."""

_KEY = re.compile(r"[!-+\--~]+")  # no comma: it separates keys in the environment
_COMMENT = re.compile(r"(?:^|\s)#")
_ADDRESS = re.compile(r"[^@\s,]*@[^@\s,]+\.[^@\s,]+")


def users(texts: list[str], source: str) -> tuple[str, ...]:
    """Check pairs of user and password."""
    names = [text.partition(":")[0] for text in texts]
    if not all(user and text[len(user) + 1 :] for user, text in zip(names, texts, strict=True)):
        raise SettingsError(
            f"{source} must be a user and a password with a colon between",
            "Write it like anna:secret",
        )
    if len(set(names)) < len(names):
        raise SettingsError(f"{source} names a user twice", "Name each user once")
    return tuple(texts)


def keys(texts: list[str], source: str) -> tuple[str, ...]:
    """Check API keys."""
    for text in texts:
        if not _KEY.fullmatch(text):
            raise SettingsError(
                f"{source} must be letters, digits and signs, without spaces or commas",
                "Make one up with: python -c 'import secrets; print(secrets.token_urlsafe())'",
            )
        if len(text) < SHORTEST_KEY:
            raise SettingsError(
                f"{source} is a key of fewer than {SHORTEST_KEY} characters", "Take a longer one"
            )
    return tuple(dict.fromkeys(texts))


def read_keys(file: Path) -> tuple[str, ...]:
    """Read keys from a file, one a line; # begins a comment.

    Raises
    ------
    SettingsError
        The file cannot be read, has a line that is not a key, or has no key at all.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"api_keys {file} cannot be read", "Name a file of text") from error
    found = [
        keys([text], f"api_keys {file}, line {number}")[0]
        for number, line in enumerate(lines, 1)
        if (text := _COMMENT.split(line)[0].strip())
    ]
    if not found:
        raise SettingsError(f"There is no key in api_keys {file}", "Write one on each line")
    return tuple(found)


def origins(texts: list[str], source: str) -> tuple[str, ...]:
    """Check origins, and write them as browsers do: scheme, host, and any non-default port."""
    return tuple(dict.fromkeys(_origin(text, source) for text in texts))


def _origin(text: str, source: str) -> str:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    plain = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        raise SettingsError(
            f"{source} must be the address of a page's server, not {text[:60]!r}",
            "Write it like https://quiz.example or http://localhost:5173",
        )
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{name}" + (f":{port}" if port not in (None, usual) else "")


def people(texts: list[str], source: str) -> tuple[str, ...]:
    """Check e-mail addresses, domains written @school.example, or * for everybody."""
    for text in texts:
        if text != EVERYBODY and not _ADDRESS.fullmatch(text):
            raise SettingsError(
                f"{source} must be an e-mail address, a domain or *, not {text[:60]!r}",
                "Write it like anna@school.example or @school.example",
            )
    return tuple(dict.fromkeys(text.lower() for text in texts))


LISTS: Mapping[str, Callable[[list[str], str], tuple[str, ...]]] = MappingProxyType(
    {"user:password": users, "keys": keys, "origins": origins, "people": people}
)
"""Maps each kind of list to the function that checks it."""
