"""Compiles the wordings of commands in one language, and classifies sentences by them.

The wordings are in the language files, whose README explains how they are written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.base import SettingsError
from voice.core.languages import Language
from voice.core.near import near

CONTENT = "content"
"""The kind of a sentence that no wording covers."""

LONGEST_PIECE = 14
"""Most words of one command in a run of several; in Chinese, characters."""

SHORT_PIECE = 2
"""Most words of a short piece such as "sorry" or "no wait"; in Chinese, characters."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """The wordings of one command, or of giving up."""

    kind: str
    alone: bool  # only with nothing before: "help", but not "I want to help"
    regex: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Wordings:
    """The wordings of one language, ready to match."""

    spaceless: bool
    apostrophe: str  # what an apostrophe is replaced by
    fillers: tuple[str, ...]
    courtesy: tuple[str, ...]
    leads: tuple[str, ...]
    tails: tuple[str, ...]
    hedges: tuple[tuple[str, ...], ...]  # words that begin a new clause
    openers: frozenset[str]  # a yes or no after which something else may follow at once
    loose: Mapping[str, str]  # a word as said -> as written
    asking: frozenset[str]
    patterns: tuple[Pattern, ...]  # in the order in which they are tried
    checking: re.Pattern[str]  # with a question mark, whether it is right
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
        return len(self._tokens(text))

    def is_short(self, text: str) -> bool:
        """Whether `text` is no longer than "no wait"."""
        return self.count(text) <= SHORT_PIECE

    def kind(self, sentence: str) -> str:
        """What one sentence is.

        The name of a command, "gives_up", "yes_no", "" for hesitation and courtesy, or `CONTENT`.
        """
        whole = self._joined(self._tokens(sentence))
        plain = self.plain(sentence)
        question = sentence.rstrip().endswith(("?", "？"))
        if question and (whole in self.asking or plain in self.asking):
            return "repeat"
        for text in dict.fromkeys((whole, plain, self._written(plain))):
            if name := self._matching(text, question):
                return name
        if self._is_courtesy(plain):
            return ""
        return "yes_no" if plain in self.yes or plain in self.no else CONTENT

    def _matching(self, text: str, question: bool) -> str:
        """The name of what `text` is as a whole, with or without leads and tails; or ""."""
        for less in self._less(text):
            said = less if self.spaceless else f"{less} "
            if question and self.checking.fullmatch(said):
                return "verify"
            whole = question or text.startswith(less)
            for pattern in self.patterns:
                if (whole or not pattern.alone) and pattern.regex.fullmatch(said):
                    return pattern.kind
        return ""

    def run(self, clause: str) -> list[str]:
        """The kinds of what `clause` strings together without a stop in between.

        Nothing if it is not commands, courtesy and giving up from its beginning to its end. A
        command of a single word counts only at the end, so that "stop and repeat" is none.
        """
        tokens = self._tokens(clause)
        found: dict[int, list[str]] = {0: []}  # how many words, to what they are
        for end in range(1, len(tokens) + 1):
            for start in (one for one in found if end - one <= LONGEST_PIECE):
                piece = self._joined(tokens[start:end])
                kind = self.kind(piece)
                if kind == "yes_no" and piece not in self.openers:
                    continue
                if self._may_follow(found[start], kind, end - start, end == len(tokens)):
                    found[end] = [*found[start], kind]
                    break
        return found.get(len(tokens), [])

    def _may_follow(self, before: Sequence[str], kind: str, words: int, last: bool) -> bool:
        """Whether a piece of a run may come after the kinds `before`."""
        if kind in ("", "gives_up") or (words > 1 and kind not in ("yes_no", CONTENT)):
            return True
        if kind == "yes_no":
            return not before
        return kind != CONTENT and last and bool(set(before) - {"", "yes_no"})

    def guesses(self, clause: str) -> list[str]:
        """`clause` cut before words that begin a guess: "I don't know | but maybe ATP"."""
        found = list(re.finditer(r"[^\W_]" if self.spaceless else r"[^\W_]+", clause))
        words = [_simple(match[0], "") for match in found]
        cuts = [
            match.start()
            for at, match in enumerate(found)
            if at and any(tuple(words[at : at + len(hedge)]) == hedge for hedge in self.hedges)
        ]
        return [clause[a:b] for a, b in zip([0, *cuts], [*cuts, len(clause)], strict=True)]

    def _tokens(self, text: str) -> list[str]:
        """The words of `text` in small letters without accents, or its characters."""
        text = _simple(text, self.apostrophe)
        return list(text.replace(" ", "")) if self.spaceless else text.split()

    def _joined(self, tokens: Sequence[str]) -> str:
        return ("" if self.spaceless else " ").join(tokens)

    def _written(self, plain: str) -> str:
        """`plain` without words that change nothing, and colloquial forms as they are written."""
        if self.spaceless:
            return plain
        words = (self.loose.get(word, word) for word in plain.split())
        return " ".join(word for word in words if word)

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


@dataclass(frozen=True, slots=True)
class _Written:
    """The wordings of one language as its file has them."""

    words: Mapping[str, str]  # of commands, kinds of words, and shorthands
    alone: Mapping[str, str]
    spaceless: bool

    def has(self, name: str) -> bool:
        """Whether there is a wording of a command or kind of words."""
        return name in self.words or name in self.alone


def _written(spoken: Language) -> _Written:
    table = spoken.tables.get("commands", {})
    words = {name: text for name, text in table.items() if isinstance(text, str)}
    return _Written({**table.get("parts", {}), **words}, table.get("alone", {}), not spoken.spaced)


def compiled(spoken: Language, commands: Sequence[str]) -> Wordings:
    """The wordings of a language; `commands` are tried in their order, and giving up after them.

    A command that its file does not have is understood in English.
    """
    own = _written(spoken)
    english = _written(spoken.english) if spoken.english else own
    space = "" if own.spaceless else " "
    apostrophe = " " if spoken.said("language")["elides"] else ""

    def source(name: str) -> _Written:
        return own if own.has(name) else english

    def listed(name: str) -> list[str]:
        lines = "|".join(_lines(source(name), name))
        phrases = (_simple(one, apostrophe) for one in lines.split("|"))
        return sorted((one.strip() for one in phrases if one.strip()), key=len, reverse=True)

    def letters(name: str) -> frozenset[str]:
        return frozenset(source(name).words[name].split())

    loose = (one.partition("=") for one in source("loose").words["loose"].split())
    return Wordings(
        spaceless=own.spaceless,
        apostrophe=apostrophe,
        fillers=tuple(source("fillers").words["fillers"].split()),
        courtesy=tuple(one + space for one in listed("courtesy")),
        leads=tuple(one + space for one in listed("leads")),
        tails=tuple(space + one for one in listed("tails")),
        hedges=tuple(tuple(one if own.spaceless else one.split()) for one in listed("hedges")),
        openers=letters("openers"),
        loose={said: written.replace("_", " ") for said, _, written in loose},
        asking=frozenset(listed("asking")),
        patterns=tuple(
            pattern for kind in (*commands, "gives_up") for pattern in _patterns(source(kind), kind)
        ),
        checking=_regex(source("checking"), source("checking").words["checking"]),
        yes=letters("yes"),
        no=letters("no"),
    )


def _patterns(written: _Written, kind: str) -> Iterator[Pattern]:
    for alone, wordings in ((False, written.words), (True, written.alone)):
        if kind in wordings:
            yield Pattern(kind, alone, _regex(written, wordings[kind]))


def _regex(written: _Written, text: str) -> re.Pattern[str]:
    joined = "|".join(_lines_of(text, written.spaceless))
    while "<" in joined:
        joined = re.sub(r"<([\w ]+)>", lambda m: _line(written, m[1]), joined)
    if written.spaceless:
        return re.compile(joined)
    tokens = re.findall(r"[\[\]()|*]|[^\s\[\]()|*]+", joined)
    symbols = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", "*": r"\w+ "}
    return re.compile("".join(symbols.get(token, re.escape(token) + " ") for token in tokens))


def _lines(written: _Written, name: str) -> list[str]:
    return _lines_of(written.words[name], written.spaceless)


def _lines_of(text: str, spaceless: bool) -> list[str]:
    text = re.sub(r"\n\s*\+ ?", "" if spaceless else " ", text)
    return [line.strip() for line in text.split("\n") if line.strip()]


def _line(written: _Written, name: str) -> str:
    if name not in written.words:
        raise SettingsError(
            f"A command uses <{name}>, which [commands.parts] does not have",
            near(name, written.words) or "Add it there",
        )
    text = "|".join(_lines(written, name))
    # Alternatives hold together, and a shorthand all in brackets may be left out as they say.
    return text if text.startswith("[") and text.endswith("]") else f"({text})"


_SIMPLER = str.maketrans(
    "請複問題時間點過繼續還讓結說個麼給暫沒聽開準備們啟後頭應該對誰煩幫於終試這嗎釋樣錯確認為講話"
    "會詳細換進關腦記憶達裡覺許難夠長鐘兩線發學體讀語從內無棄權斷廁補標轉現聲實習兒幾剛別衛處復覆"
    "師當曉來測離種緩緒練組織經慮計訴誒談謝輸邊裏馬須額",
    "请复问题时间点过继续还让结说个么给暂没听开准备们启后头应该对谁烦帮于终试这吗释样错确认为讲话"
    "会详细换进关脑记忆达里觉许难够长钟两线发学体读语从内无弃权断厕补标转现声实习儿几刚别卫处复复"
    "师当晓来测离种缓绪练组织经虑计诉诶谈谢输边里马须额",
)
"""Traditional characters of the commands; the recogniser writes either."""


def _simple(text: str, apostrophe: str) -> str:
    """`text` in small letters, without accents and punctuation, with single spaces."""
    text = unicodedata.normalize("NFKD", text.casefold().translate(_SIMPLER))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"['’ʼ`´]", apostrophe, text)
    return " ".join(re.findall(r"[^\W_]+", text))
