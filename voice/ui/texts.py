"""The page's own texts: filled into its HTML, and passed to its modules.

The HTML contains keys of the section [page] of a language's file. `data-text` is the text of an
element, `data-label` its label for screen readers; `data-title` and `data-placeholder` are those
attributes. The server fills them in for the initial language, and `assets/texts.js` does so again
when the language changes.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping

from voice.core.languages import ByLanguage, Language

_ATTRIBUTES = {"label": "aria-label", "title": "title", "placeholder": "placeholder"}
_ATTRIBUTE = re.compile(r'\bdata-(label|title|placeholder)="([\w.]+)"')
_ELEMENT = re.compile(r'<[^<>]*\bdata-text="([\w.]+)"[^<>]*>')

Texts = Mapping[str, str | list[str]]
"""Maps keys such as "call.start" to a text, or to a pair of what is wrong and what to do."""


def _texts(spoken: Language) -> Texts:
    found: dict[str, str | list[str]] = {}
    for name, value in spoken.said("page").items():
        inner = value.items() if isinstance(value, Mapping) else [("", value)]
        for key, text in inner:
            whole = f"{name}.{key}" if key else name
            found[whole] = text if isinstance(text, str) else list(text)
    return found


TEXTS = ByLanguage(_texts)
"""The page's own texts by language, with missing ones taken from English."""


def filled(markup: str, language: str) -> str:
    """Fill the texts into HTML that contains their keys."""
    texts = TEXTS.or_english(language)

    def text(key: str) -> str:
        value = texts[key]
        return html.escape(value if isinstance(value, str) else value[0])

    def attribute(found: re.Match[str]) -> str:
        return f'{found[0]} {_ATTRIBUTES[found[1]]}="{text(found[2])}"'

    with_attributes = _ATTRIBUTE.sub(attribute, markup)
    return _ELEMENT.sub(lambda found: found[0] + text(found[1]), with_attributes)


def script(language: str) -> str:
    """A script element with the texts as JSON, for the page's modules."""
    data = json.dumps(dict(TEXTS.or_english(language)), ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" id="viva-texts" lang="{language}">{data}</script>'
