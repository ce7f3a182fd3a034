"""Text for PDF: escaped, and each character in a font that has it.

Bitstream Vera (in the reportlab package) has the letters of western languages and is embedded.
Greek, arrows and mathematical signs come from Symbol, which every PDF viewer has. Chinese, and
other scripts that a Chinese font covers, is set in Adobe's Chinese font by name, for which a
viewer takes one of its system's own, so that no font of many megabytes is shipped. What none of
them has is simplified (₂ to 2) or shown as a question mark.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from xml.sax.saxutils import escape

from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import getFont, registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont

PLAIN, BOLD, SIGNS, CHINESE = "Vera", "VeraBd", "Symbol", "STSong-Light"


@cache
def _in_vera() -> frozenset[int]:
    """Make the fonts known to reportlab, once; the code points that Vera has."""
    registerFont(TTFont(PLAIN, "Vera.ttf"))
    registerFont(TTFont(BOLD, "VeraBd.ttf"))
    registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)
    registerFont(UnicodeCIDFont(CHINESE))
    return frozenset(getFont(PLAIN).face.charToGlyph) & frozenset(getFont(BOLD).face.charToGlyph)


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Pieces of `text`, each with the font that it needs."""
    drawable = "".join(map(_drawable, unicodedata.normalize("NFC", text)))
    for font, characters in groupby(drawable, key=_font_of):
        yield "".join(characters), font or PLAIN


def markup(text: str) -> str:
    """`text` for a reportlab paragraph: shown as it stands, whatever it contains."""
    return "".join(
        escape(piece) if font == PLAIN else f'<font name="{font}">{escape(piece)}</font>'
        for piece, font in runs(text)
    )


def _font_of(character: str) -> str:
    """The font that has a character; "" for none."""
    if ord(character) in _in_vera():
        return PLAIN
    if _encodable(character, getFont(SIGNS).encName):
        return SIGNS
    # Adobe's font for simplified Chinese has about what this encoding has.
    return CHINESE if _encodable(character, "gbk") else ""


def _encodable(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _drawable(character: str) -> str:
    if _font_of(character):
        return character
    parts = unicodedata.normalize("NFKD", character)
    simpler = "".join(p for p in parts if _font_of(p) and not unicodedata.combining(p))
    invisible = unicodedata.combining(character) or unicodedata.category(character) == "Cf"
    return simpler if simpler or invisible else "?"
