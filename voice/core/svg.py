"""Builds simple SVG pictures as text; bars and lines do not need a plotting library."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

FONT = "font-family='system-ui, sans-serif'"
INK, GRID = "#1f2328", "#e4e6ea"


def text(x: float, y: float, content: str, anchor: str = "start", size: int = 12,
         colour: str = INK) -> str:  # fmt: skip
    """One line of text, escaped; `y` is its base line."""
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}' font-size='{size}' {FONT} "
        f"fill='{colour}'>{escape(content)}</text>"
    )


def stroke(x1: float, y1: float, x2: float, y2: float, colour: str = GRID) -> str:
    """A thin straight line."""
    return f"<path d='M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}' stroke='{colour}'/>"


def box(x: float, y: float, width: float, height: float, look: str, title: str = "") -> str:
    """A rectangle with the attributes `look`, and `title` as its tooltip."""
    inner = f"<title>{escape(title)}</title>" if title else ""
    return (
        f"<rect x='{x:.1f}' y='{y:.1f}' width='{width:.1f}' height='{height:.1f}' {look}>"
        f"{inner}</rect>"
    )


def picture(name: str, width: int, height: int, title: str, shown: str, body: Iterable[str],
            role: str = "img") -> str:  # fmt: skip
    """A picture to be embedded in a page.

    Parameters
    ----------
    name : str
        Letters and hyphens, unique in the page; the ids within the picture begin with it.
    title, shown : str
        Title and description of the picture, for screen readers.
    role : str
        "img", or "group" if it contains links that a screen reader must be able to reach.
    """
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' "
        f"class='viva-picture' role='{role}' aria-labelledby='{name}-title {name}-shown' "
        f"style='width:100%;max-width:{width}px;height:auto'>\n"
        f"<title id='{name}-title'>{escape(title)}</title>\n"
        f"<desc id='{name}-shown'>{escape(shown)}</desc>\n" + "\n".join(body) + "\n</svg>\n"
    )
