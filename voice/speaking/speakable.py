"""Turns a model's text into text that a voice can speak.

The prompts ask for plain sentences, but small models forget. Just before synthesis, markup, stage
directions, emoji, links and formulas are removed or put into words here. A clause of a streamed
answer may contain only one of a pair of marks, so unpaired marks are removed, too.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from voice.speaking.spoken_words import ROLES, SPACED_MARKS, SPOKEN, STAGE_WORDS

_CJK = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff，。！？；：、"
_WIDE = re.compile(f"[{_CJK}]")
_MAX_PASSES = 8


def speakable(text: str, language: str = "en") -> str:
    """`text` as a voice should say it, on one line; "" if there is nothing to say in it.

    Parameters
    ----------
    text : str
        Anything: a whole answer or one clause of it.
    language : str
        ISO 639-1; the language of the words that stand in for symbols.
    """
    # One pass can uncover more markup, like the tag in "&lt;b&gt;", so repeat until none is left.
    for _ in range(_MAX_PASSES):
        before, text = text, _pass(text, language)
        if text == before:
            break
    return text


def _pass(text: str, language: str) -> str:
    words = SPOKEN.or_english(language)
    text = _without_hidden(text)
    text = _without_html(text)
    text = _without_links(text, words)
    text = _without_stage_directions(text)
    text = _lines_joined(text)
    text = _formulas_read(text, words)
    text = _symbols_read(text, words)
    text = _without_emoji(text)
    return _tidy(text, language)


# --- characters --------------------------------------------------------------------------

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})  # control, bidi, surrogates, private, unknown
_PICTURES = frozenset({"So", "Me"})
_EMOTICON = re.compile(r"(?<!\w)[:;=8][-']?[)(DPpOo/\\|](?!\w)|(?<!\w)<3(?!\w)")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]")


def _without_hidden(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\t", " ").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in _HIDDEN)
    return "".join(kept)


def _without_emoji(text: str) -> str:
    text = _EMOTICON.sub(" ", _SELECTORS.sub("", text))
    return "".join(" " if unicodedata.category(c) in _PICTURES else c for c in text)


# --- markup ------------------------------------------------------------------------------

_HIDDEN_ELEMENT = re.compile(r"<(script|style|think)\b[^>]*>.*?(?:</\1\s*>|$)", re.S | re.I)
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.S)
_BREAK = re.compile(r"<(?:br|p|li|tr|div|h[1-6])\b[^<>]*>", re.I)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")

_IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*[^()]*\)")
_REFERENCE = re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]")
_CITATION = re.compile(r"\[[\d,; –-]+\]")
_URL = re.compile(r"\b(?:https?://|ftp://|www\.)[^\s<>()\[\]\"'*`，。！？；：、]+", re.I)
_MAIL = re.compile(r"\b([\w.+-]+)@((?:[\w-]+\.)+\w+)\b")


def _without_html(text: str) -> str:
    for _ in range(2):  # entities hide tags, and an escaped entity hides an entity
        text = html.unescape(text)
    text = _COMMENT.sub(" ", _HIDDEN_ELEMENT.sub(" ", text))
    return _TAG.sub("", _BREAK.sub("\n", text))


def _without_links(text: str, words: Mapping[str, str]) -> str:
    text = _REFERENCE.sub(r"\1", _IMAGE_OR_LINK.sub(r"\1", text))
    text = _CITATION.sub("", text)
    dot, at = f" {words['.']} ", f" {words['@']} "

    def mail(match: re.Match[str]) -> str:
        return match[1].replace(".", dot) + at + match[2].replace(".", dot)

    def url(match: re.Match[str]) -> str:
        address = match[0].rstrip(".,;:!?")
        return _host(address, dot, words["link"]) + match[0][len(address) :]

    return _MAIL.sub(mail, _URL.sub(url, text))


def _host(address: str, dot: str, otherwise: str) -> str:
    """The host of `address` as it is spoken, "example dot org"; or else `otherwise`."""
    try:
        host = urlsplit(address if "://" in address else "//" + address).hostname or ""
    except ValueError:
        host = ""
    host = host.removeprefix("www.")
    return dot.join(host.split(".")) if re.fullmatch(r"[a-z-]+(\.[a-z-]+)+", host) else otherwise


_DIRECTION = re.compile(
    r"\*{1,2}([^*\n]{1,80})\*{1,2}|(?<!\w)_([^_\n]{1,80})_(?!\w)"
    r"|\(([^()\n]{1,80})\)|（([^（）\n]{1,80})）|\[([^\[\]\n]{1,80})\]"
)


def _without_stage_directions(text: str) -> str:
    stage_words = STAGE_WORDS()

    def direction(match: re.Match[str]) -> str:
        first = re.match(r"\W*(\w+)", next(filter(None, match.groups()), ""))
        return " " if first and first[1].lower() in stage_words else match[0]

    return _DIRECTION.sub(direction, text)


_FENCE = re.compile(r"^[ ]*(?:```|~~~)[^\n`]*$", re.M)
_RULE = re.compile(r"^[ ]*(?:[-=*_][ ]*){3,}$", re.M)
_TABLE_RULE = re.compile(r"^[ ]*\|?(?:[ ]*:?-+:?[ ]*\|)+[ ]*(?::?-+:?)?[ ]*$", re.M)
_LINE_START = re.compile(r"^(?:[ ]*(?:#{1,6}(?=[ ]|$)|>|[-*+•‣▪◦·–—](?=[ ])))+[ ]*", re.M)
_CELL = re.compile(r"[ ]*\|[ ]*")


def _lines_joined(text: str) -> str:
    """Join lines, with a full stop where a heading, list item or table row ended."""
    text = _TABLE_RULE.sub("", _RULE.sub("", _FENCE.sub("", text)))
    text = _LINE_START.sub("\n", text)
    joined, item = "", False
    for line in text.split("\n"):
        line = _CELL.sub(", ", line.strip().strip("|")).strip()
        if joined and line:
            bare = joined.rstrip("*_`~ ")
            open_ended = bare[-1:].isalnum() and (item or not line[0].islower())
            joined += (". " if not _WIDE.match(bare[-1]) else "。 ") if open_ended else " "
        joined += line
        item = not line  # text after an empty line is a new item even in lower case
    return joined


# --- formulas and symbols ----------------------------------------------------------------

_BRACED = r"\{([^{}]*)\}"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ", "0123456789+-ni")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-")
_DOLLARS = re.compile(r"\${1,2}(?!\s)([^$\n]*[\\^_{}=][^$\n]*|[A-Za-z])(?<!\s)\${1,2}(?!\d)")
_LATEX_SYMBOLS = {
    "times": "×", "cdot": "×", "div": "÷", "pm": "±", "le": "≤", "leq": "≤", "ge": "≥",
    "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "infty": "∞", "to": "→",
    "rightarrow": "→", "left": "", "right": "", "quad": "", "text": "", "mathrm": "",
    "mathbf": "", "displaystyle": "", "begin": "", "end": "",
}  # fmt: skip


def _formulas_read(text: str, words: Mapping[str, str]) -> str:
    """Put LaTeX and powers into words."""
    text = _DOLLARS.sub(r" \1 ", re.sub(r"\\[\[\]()]", " ", text))
    for _ in range(4):  # from the inside out
        text = re.sub(
            rf"\\[dt]?frac{_BRACED}{_BRACED}", words["over"].format(r" \1 ", r" \2 "), text
        )
        text = re.sub(rf"\\sqrt{_BRACED}", r" √ \1 ", text)
        text = re.sub(rf"\\(?:text|mathrm|mathbf|operatorname){_BRACED}", r" \1 ", text)
        text = re.sub(rf"_{_BRACED}", r" \1", text)
    text = re.sub(r"\\([A-Za-z]+)", lambda m: f" {_LATEX_SYMBOLS.get(m[1], m[1])} ", text)
    raised = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ]+")
    text = raised.sub(lambda m: "^{" + m[0].translate(_SUPERSCRIPTS) + "}", text)
    power = re.compile(rf"(?<=[^\W\d_])(?=[a-z]\s?\^)|\s?\^\s?(?:{_BRACED}|(-?\w+))")
    return power.sub(_power(words), text.translate(_SUBSCRIPTS))


def _power(words: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    def read(match: re.Match[str]) -> str:
        if not match[0]:
            return " "  # between the m and the c of "mc^2"
        exponent = (match[1] or match[2] or "").strip()
        if exponent in ("2", "3"):
            return f" {words['^' + exponent]} "
        return f" {words['^'].format(exponent)} " if exponent else " "

    return read


_OPERATORS = (
    (re.compile(r"(?:<|\()?[-=]+>"), "→"),
    (re.compile(r"<="), "≤"),
    (re.compile(r">="), "≥"),
    (re.compile(r"!="), "≠"),
    (re.compile(r"={2,}"), "="),
    (re.compile(r"(?<=[\w)])[ ]*\*[ ]*(?=\d)|(?<=[\w)])[ ]\*[ ](?=[\w(])"), "×"),
    (re.compile(r"(?<=\d)[ ]?[xX][ ]?(?=\d)|·(?=\d)|⋅"), "×"),
    (re.compile(r"(?<=[\d)])[ ]-[ ](?=[\d(])|(?<![\w)%-])-(?=\d)"), "−"),
)
_READ_ANYWHERE = "=≠≈<>≤≥−±×÷√∞½¼¾→&@"
_AMOUNT = r"\d+(?:[.,]\d+){0,6}"  # bounded, so that ten thousand digits take no time
_MONEY = re.compile(rf"([$€£])[ ]?({_AMOUNT})(?![\w^])|(?<![\d.,])({_AMOUNT})[ ]?([$€£])(?!\w)")
_PERCENT = re.compile(rf"(?<![\d.,])({_AMOUNT})[ ]?[%％]")
_DEGREES = re.compile(r"[ ]?(?:°[ ]?([CF])\b|([℃℉])|[°º](?![\w]))")
_NUMBER_SIGN = re.compile(r"(?<!\w)#(\d+)")
_APPROXIMATELY = re.compile(r"(?<!\w)~[ ]?(\d+(?:[.,]\d+)*)")
_GREEK = re.compile(r"(?<![\u0370-\u03ff])[\u0391-\u03a9\u03b1-\u03c9](?![\u0370-\u03ff])")


def _symbols_read(text: str, words: Mapping[str, str]) -> str:
    for pattern, symbol in _OPERATORS:
        text = pattern.sub(symbol, text)
    text = _MONEY.sub(lambda m: f"{m[2] or m[3]} {words[m[1] or m[4]]}", text)
    text = _PERCENT.sub(lambda m: words["%"].format(m[1]), text)
    text = _DEGREES.sub(lambda m: f" {words[_degree(m)]} ", text)
    text = _NUMBER_SIGN.sub(lambda m: words["#"].format(m[1]), text)
    text = _APPROXIMATELY.sub(lambda m: words["~"].format(m[1]), text)
    text = text.replace("+", f" {words['+']} ")
    text = re.sub(f"[{_READ_ANYWHERE}]+", lambda m: f" {words[m[0][0]]} ", text)
    return _GREEK.sub(_greek, text)


def _degree(match: re.Match[str]) -> str:
    letter = match[1] or {"℃": "C", "℉": "F"}.get(match[2] or "", "")
    return "°" + letter


def _greek(match: re.Match[str]) -> str:
    name = unicodedata.name(match[0], "")
    return f" {name.rsplit(' ', 1)[-1].lower()} " if " LETTER " in name else match[0]


# --- the rest ----------------------------------------------------------------------------

_MARKS = re.compile(r"[*`~|<>{}\[\]\\^#$=^]+")
_ROLE = re.compile(r"^\W*([^\W\d_]+(?: [^\W\d_]+)?)\s*[:：]\s*")
_LEADING = re.compile(r"^[\s,;:.!?…，。；：、！？)\]}）»”%/-]+(?=\D|$)")
_REPEATS = (
    (re.compile(r"[!?！？][!?！？\s]*[?？][!?！？]*|[?？][!?！？]+"), "?"),
    (re.compile(r"!{2,}|！{2,}"), "!"),
    (re.compile(r"(?:\s*\.){3,}"), "..."),
    (re.compile(r"(?<!\.)\.\.(?!\.)"), "."),
    (re.compile(r"…{2,}"), "…"),
    (re.compile(r"-{2,}|[–—―]{2,}"), " — "),
    (re.compile(r"([,;:，；：、。])(?:\s*[,;:，；：、。])+"), r"\1"),
    (re.compile(r"([.!?…。！？])\s*[,;:，；：、]+"), r"\1"),
    (re.compile(r"[,;:，；：、]+\s*([.!?…。！？])"), r"\1"),
    (re.compile(r"\(\s*\)|（\s*）|\"\s*\"|“\s*”"), " "),
)


def _tidy(text: str, language: str) -> str:
    """Remove unpaired marks, empty brackets, a speaker's name, and repeated punctuation."""
    text = re.sub(r"_+", " ", _MARKS.sub(" ", text))
    if text.count("(") != text.count(")"):
        text = re.sub(r"[()]", " ", text)
    role = _ROLE.match(text)
    if role and role[1].lower() in ROLES():
        text = text[role.end() :]
    for pattern, replacement in _REPEATS:
        text = pattern.sub(replacement, text)
    text = re.sub(r"\s+", " ", text)
    spaced = "" if SPACED_MARKS.or_english(language) else ";:!?"
    text = re.sub(rf"\s+([,.…，。；：、！？)）{spaced}])(?!\d)", r"\1", text)
    text = re.sub(rf"(?<=[{_CJK}]) (?=[{_CJK}])", "", text)
    text = _LEADING.sub("", text).strip()
    return text if any(c.isalnum() for c in text) else ""
