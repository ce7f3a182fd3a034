"""Commands a student may give by voice or text, told apart from answers.

An utterance is a command only as a whole: every sentence of it must be a command, a courtesy or
an excuse. "Um, sorry, could you repeat the question?" is one; "Cells repeat the process" is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from voice.exam.command_words import WORDS

MOST_WORDS = 30
"""A longer utterance is an answer, whatever it says. In Chinese, characters."""


class Command(StrEnum):
    """What a student may ask for."""

    REPEAT = "repeat"
    SLOWLY = "slowly"
    THINK = "think"
    HINT = "hint"
    SKIP = "skip"
    BACK = "back"
    PAUSE = "pause"
    RESUME = "resume"  # also: I am ready
    TIME_LEFT = "time_left"
    DONE = "done"
    STOP = "stop"
    ANSWER = "answer"  # "tell me the answer": refused in an exam


def recognise(text: str, language: str) -> Command | None:
    """The command that `text` is; None when it is an answer.

    `language` is an ISO 639-1 code; one that is not known counts as English.
    """
    found = [kind for kind in _kinds(text, language) if kind not in ("", "yes_no", "gives_up")]
    if not found or _ANSWER in found:
        return None
    commands = [Command(kind) for kind in found]
    # "Wait a moment. Can you repeat the question?" asks for the question.
    telling = [command for command in commands if command is not Command.THINK]
    return (telling or commands)[-1]


def gives_up(text: str, language: str) -> bool:
    """Whether `text` says that the student does not know: an answer, but one without content."""
    kinds = _kinds(text, language)
    return "gives_up" in kinds and not set(kinds) - {"", "yes_no", "gives_up"}


def says_nothing(text: str, language: str) -> bool:
    """Whether `text` is only hesitation or courtesy, such as "um" or "thank you"."""
    return set(_kinds(text, language)) <= {""}


def agrees(text: str, language: str) -> bool | None:
    """What `text` answers to "Do you really want to stop?"; None if neither yes nor no."""
    command = recognise(text, language)
    if command in (Command.STOP, Command.RESUME):
        return command is Command.STOP
    words = _words(language)
    plain = words.plain(text)
    if len(plain.split()) > 8 or (words.spaceless and len(plain) > 12):
        return None
    if words.begins(plain, words.no):
        return False
    return True if words.begins(plain, words.yes) else None


_ANSWER = "content"


def _kinds(text: str, language: str) -> list[str]:
    """What each sentence of `text` is.

    A command's name, "gives_up", "yes_no", "" for hesitation and courtesy, or "content". A
    sentence that is content as a whole is looked at between its commas.
    """
    words = _words(language)
    if words.count(text) > MOST_WORDS:
        return [_ANSWER]
    kinds: list[str] = []
    for sentence in re.findall(r"[^.!?…;。！？；]+[.!?…;。！？；]*", text):
        kind = words.kind(sentence)
        if kind != _ANSWER:
            kinds.append(kind)
            continue
        clauses = [clause for clause in re.split(r"[,，、:：–—]|\s-\s", sentence) if clause.strip()]
        kinds += [words.kind(clause) for clause in clauses]
    return kinds


@dataclass(frozen=True, slots=True)
class _Words:
    """The wordings of one language, ready to match."""

    spaceless: bool
    apostrophe: str  # what one becomes
    fillers: tuple[str, ...]
    courtesy: tuple[str, ...]
    leads: tuple[str, ...]
    tails: tuple[str, ...]
    asking: frozenset[str]
    patterns: Mapping[str, re.Pattern[str]]  # in the order in which they are tried
    yes: frozenset[str]
    no: frozenset[str]

    def plain(self, text: str) -> str:
        """`text` in small letters without accents, punctuation and fillers."""
        text = _simple(text, self.apostrophe)
        if self.spaceless:
            text = text.replace(" ", "")
            for filler in self.fillers:
                text = text.replace(filler, "")
            return text
        return " ".join(word for word in text.split() if word not in self.fillers)

    def begins(self, plain: str, words: frozenset[str]) -> bool:
        """Whether the first word of `plain` is one of `words`."""
        if self.spaceless:
            return plain.startswith(tuple(words))
        return plain.split(" ")[0] in words

    def count(self, text: str) -> int:
        """Words of `text`, or characters where words are not spaced."""
        text = _simple(text, self.apostrophe)
        return len(text.replace(" ", "")) if self.spaceless else len(text.split())

    def kind(self, sentence: str) -> str:
        """What one sentence is, as `_kinds` says."""
        whole = _simple(sentence, self.apostrophe)
        whole = whole.replace(" ", "") if self.spaceless else whole
        plain = self.plain(sentence)
        question = sentence.rstrip().endswith(("?", "？"))
        if question and (whole in self.asking or plain in self.asking):
            return Command.REPEAT.value
        for text in (whole, plain):
            for less in self._less(text):
                for name, pattern in self.patterns.items():
                    if pattern.fullmatch(less if self.spaceless else f"{less} "):
                        return name
        if self._is_courtesy(plain):
            return ""
        return "yes_no" if plain in self.yes or plain in self.no else _ANSWER

    def _less(self, text: str) -> Iterator[str]:
        """`text`, and what is left of it without leads and tails, the longest first."""
        seen = {text}
        queue = [text]
        for one in queue:
            yield one
            shorter = [one[len(lead) :] for lead in self.leads if one.startswith(lead)]
            shorter += [one[: -len(tail)] for tail in self.tails if one.endswith(tail)]
            for less in shorter:
                if less and less not in seen:
                    seen.add(less)
                    queue.append(less)

    def _is_courtesy(self, plain: str) -> bool:
        """Whether nothing is left of `plain` without its courtesies."""
        left = plain
        while left:
            gone = next((c for c in self.courtesy if (left + " ").startswith(c)), None)
            if gone is None:
                return False
            left = left[len(gone) :]
        return True


@cache
def _words(language: str) -> _Words:
    language = language if language in WORDS else "en"
    table = dict(WORDS[language])
    spaceless = language == "zh"
    space = "" if spaceless else " "
    apostrophe = " " if language in ("fr", "it") else ""

    def listed(name: str) -> list[str]:
        lines = "|".join(_lines(table, name, spaceless))
        phrases = (_simple(one, apostrophe) for one in lines.split("|"))
        return sorted((one.strip() for one in phrases if one.strip()), key=len, reverse=True)

    def letters(name: str) -> frozenset[str]:
        return frozenset(table[name].split())

    # "more slowly" is looked for before "again", and "I don't know" after everything else.
    order = ["slowly", *(c.value for c in Command if c is not Command.SLOWLY), "gives_up"]
    return _Words(
        spaceless=spaceless,
        apostrophe=apostrophe,
        fillers=tuple(table["fillers"].split()),
        courtesy=tuple(one + space for one in listed("courtesy")),
        leads=tuple(one + space for one in listed("leads")),
        tails=tuple(space + one for one in listed("tails")),
        asking=frozenset(listed("asking")),
        patterns={name: _compiled(table, name, spaceless) for name in order},
        yes=letters("yes"),
        no=letters("no"),
    )


def _compiled(table: Mapping[str, str], name: str, spaceless: bool) -> re.Pattern[str]:
    lines = _lines(table, name, spaceless)
    while "<" in (joined := "|".join(lines)):
        lines = [re.sub(r"<([\w ]+)>", lambda m: _line(table, m[1], spaceless), joined)]
    if spaceless:
        return re.compile("|".join(lines))
    tokens = re.findall(r"[\[\]()|]|[^\s\[\]()|]+", joined)
    symbols = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|"}
    return re.compile("".join(symbols.get(token, re.escape(token) + " ") for token in tokens))


def _lines(table: Mapping[str, str], name: str, spaceless: bool) -> list[str]:
    text = re.sub(r"\n\s*\+ ?", "" if spaceless else " ", table[name])
    return [line.strip() for line in text.split("\n") if line.strip()]


def _line(table: Mapping[str, str], name: str, spaceless: bool) -> str:
    text = "|".join(_lines(table, name, spaceless))
    # Alternatives hold together, and a shorthand all in brackets may be left out as they say.
    return text if text.startswith("[") and text.endswith("]") else f"({text})"


_SIMPLER = str.maketrans(
    "請複問題時間慢點過繼續還讓結束說個麼給暫沒聽懂剩寫開準備們啟後頭應該對誰麻煩幫於終試",
    "请复问题时间慢点过继续还让结束说个么给暂没听懂剩写开准备们启后头应该对谁麻烦帮于终试",
)
"""Traditional characters of the commands; the recogniser writes either."""


def _simple(text: str, apostrophe: str) -> str:
    """`text` in small letters, without accents and punctuation, with single spaces."""
    text = unicodedata.normalize("NFKD", text.casefold().translate(_SIMPLER))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"['’ʼ`´]", apostrophe, text)
    return " ".join(re.findall(r"[^\W_]+", text))
