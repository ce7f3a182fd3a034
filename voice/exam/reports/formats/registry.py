"""The formats in which a report can be had: one module of this package each.

To add one, write a module here with a `FORMAT`, and name it in `_MODULES`. The routes, the page's
buttons, the history and the documentation of the API read this registry. Whoever builds on Viva
calls `register` before the application is built, since its routes and page are made from it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from models.base import VivaError
from voice.exam.reports.model import Report

_MODULES = ("pdf", "markdown", "json", "csv", "html")
"""In the order of the page's buttons."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Parameters
    ----------
    name : str
        In addresses: lower-case letters, digits and hyphens.
    title : str
        On the page's button.
    suffix : str
        Of the file, without a point. Requests may ask for the format by it, too.
    media_type : str
        Of the file, with the character set of a text.
    write : callable
        Takes the report, and whether the student may correct it on the page, which only a format
        that the page shows can offer. Texts are encoded as UTF-8. Is called in a thread.
    shown : bool
        Browsers show it where it is asked for, and the page has no button for it.
    """

    name: str
    title: str
    suffix: str
    media_type: str
    write: Callable[[Report, bool], str | bytes]
    shown: bool = False


class UnknownFormat(VivaError):
    """There is no format of that name."""


def formats() -> tuple[Format, ...]:
    """All formats."""
    return tuple(_registry().values())


def media_types() -> tuple[str, ...]:
    """Of all formats, without their character sets."""
    return tuple(one.media_type.partition(";")[0] for one in formats())


def register(added: Format) -> None:
    """Add a format.

    Raises
    ------
    ValueError
        A format goes by that name or suffix already.
    """
    for one in formats():
        if {one.name, one.suffix} & {added.name, added.suffix}:
            raise ValueError(f"the report format {added.name!r} is like {one.name!r}")
    _registry()[added.name] = added


def format_named(name: str) -> Format:
    """The format that goes by `name`, or has it as its suffix.

    Raises
    ------
    UnknownFormat
        There is none.
    """
    for one in formats():
        if name in (one.name, one.suffix):
            return one
    known = ", ".join(one.name for one in formats())
    raise UnknownFormat(f"There is no format {name!r}", f"Choose one of {known}")


@cache
def _registry() -> dict[str, Format]:
    """Format by name. The modules import this one, so they are looked up when first needed."""
    package = __name__.rpartition(".")[0]
    made = [importlib.import_module(f"{package}.{name}").FORMAT for name in _MODULES]
    return {one.name: one for one in made}
