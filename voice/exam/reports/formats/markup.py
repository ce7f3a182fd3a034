"""HTML put together so that text cannot become markup: only `Html` goes in as it stands."""

from __future__ import annotations

from html import escape

_EMPTY = frozenset({"meta", "br", "col", "input"})


class Html(str):
    """Markup, as opposed to text."""

    __slots__ = ()


def tag(name: str, /, *children: str, **attributes: str | int | None) -> Html:
    """An element; children that are not `Html` are escaped, as are attributes.

    An attribute's trailing underscore is dropped (`class_`), others become hyphens
    (`data_start`); None leaves it out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _EMPTY:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{together(*children)}</{name}>")


def together(*children: str) -> Html:
    """Several pieces beside each other, escaped where they are text."""
    return Html("".join(child if isinstance(child, Html) else escape(child) for child in children))
