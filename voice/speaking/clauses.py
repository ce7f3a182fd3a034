"""Cuts a streamed answer into pieces that a voice can speak one after the other.

The first piece is short, so that the voice can begin while the model is still generating; later
ones are whole sentences, since intonation sounds natural only in whole sentences.
"""

from __future__ import annotations

import re
from typing import Final

from sentencex import segment

from voice.core.languages import ByLanguage

FIRST_CLAUSE_CHARS: Final = 12
"""A first piece that ends at a comma has at least this many characters, and three words."""

FIRST_MAX_WORDS: Final = 12
"""A first piece without punctuation is cut after this many words: about 0.8 s at 18 tokens/s."""

FIRST_PHRASE_WORDS: Final = 5
"""From this many words on, a first piece may end before a word that begins a new phrase."""

SENTENCE_CHARS: Final = 20
"""A later piece shorter than this waits for the next sentence."""

MAX_CHARS: Final = 220
"""A longer sentence is cut at a clause; Piper needs about 1.5 s to synthesise this much."""

WIDE: Final = 3
"""A Chinese character counts as this many characters, since it takes about as long to say."""

_CLOSERS = "\"'”’»›)]}*_`」』）】》"
_WIDE_ENDS = "。！？｡"
_ENDS = ".!?…؟" + _WIDE_ENDS
_WIDE_PAUSES = "，；：、"
_PAUSES = ",;:–—،؛" + _WIDE_PAUSES

_END = re.compile(rf"[{re.escape(_ENDS)}][{re.escape(_CLOSERS)}]*$")
_WIDE_END = re.compile(rf"[{_WIDE_ENDS}][{re.escape(_ENDS + _CLOSERS)}]*$")
_PAUSE = re.compile(rf"[{re.escape(_PAUSES)}][{re.escape(_CLOSERS)}]*$")
_WIDE_PAUSE = re.compile(rf"[{_WIDE_PAUSES}—][{re.escape(_CLOSERS)}]*$")
_WIDE_CHARACTER = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_NOT_A_BEGINNING = frozenset(_ENDS + _PAUSES + "”’»›)]}」』）】》")
_EMPHASIS = re.compile(r"\*+(?=\S)|(?<=\S)\*+")

_ABBREVIATIONS = ByLanguage(lambda spoken: frozenset(spoken.heard("speech", "abbreviations")))
"""Abbreviations that sentencex does not know, without their last full stop."""

_JOINING = ByLanguage(lambda spoken: spoken.words("speech", "joining"))
"""Words before which a speaker may pause for breath even without a comma."""

_ORDINAL_STOPS = ByLanguage(lambda spoken: bool(spoken.said("language")["ordinal_stops"]))
"""Whether a full stop after a number makes it an ordinal."""


class ClauseSplitter:
    """Collects streamed text and returns it in speakable pieces.

    Joined, the pieces are the text except for the white space between them. They do not depend on
    how the text was divided into calls of `feed`.

    Parameters
    ----------
    language : str
        ISO 639-1; decides which full stops end a sentence.
    """

    def __init__(self, language: str = "en") -> None:
        self._language = language
        self._pending = ""
        self._first = True
        self._cut = 0  # where the last clause or word of the pending text ended
        self._cut_is_clause = False

    def feed(self, text: str) -> list[str]:
        """Take more of the answer; return the pieces that are complete now."""
        pieces = []
        for character in text:
            # A boundary is judged when the next word begins: only then is it known whether
            # anything follows the full stop.
            while self._pending and not character.isspace() and (end := self._boundary(character)):
                pieces.append(self._take(end))
            self._pending += character
        return [piece for piece in pieces if piece]

    def flush(self) -> list[str]:
        """End the answer; return what is left, at most one piece."""
        rest = self._take(len(self._pending))
        self._first = True
        return [rest] if rest else []

    def _take(self, end: int) -> str:
        piece, self._pending = self._pending[:end].strip(), self._pending[end:]
        self._cut, self._cut_is_clause = 0, False
        self._first = self._first and not piece
        return piece

    def _boundary(self, following: str) -> int:
        """Where to cut the pending text when `following` comes next; 0 for no cut."""
        head = self._pending.rstrip()
        gap = self._pending[len(head) :]
        length = _length(head)
        if length < MAX_CHARS:
            if following in _NOT_A_BEGINNING or not head:
                return 0
            if self._ends_sentence(head, gap, following) and not _markup_is_open(head):
                return len(head) if self._long_enough(head, length) else 0
        self._note_cut(head, gap)
        if length >= MAX_CHARS:
            return self._cut or len(self._pending)
        if self._first and not _markup_is_open(head):
            return self._first_cut(head, gap, length)
        return 0

    def _ends_sentence(self, head: str, gap: str, following: str) -> bool:
        if "\n" in gap or _WIDE_END.search(head):
            return True
        if not gap or not _END.search(head) or following.islower():
            return False
        word = head.rsplit(None, 1)[-1].strip("(\"'“«*_").removesuffix(".").lower()
        if word in _ABBREVIATIONS.get(self._language, ()):
            return False
        if _ORDINAL_STOPS.get(self._language) and re.fullmatch(r"\d{1,2}", word):
            return False  # "am 19. Mai": joining two sentences is better than cutting an ordinal
        probe = following if following.isalnum() else "A"  # an opening quote would mislead segment
        return bool(segment(self._language, f"{head} {probe}")[-1].strip() == probe)

    def _long_enough(self, head: str, length: int) -> bool:
        if self._first:  # "1." or "--" alone is too little to begin with
            return sum(character.isalpha() for character in head) >= 2
        return length >= SENTENCE_CHARS

    def _first_cut(self, head: str, gap: str, length: int) -> int:
        words = len(head.split()) + len(_WIDE_CHARACTER.findall(head)) // 2
        if self._cut == len(head) and self._cut_is_clause:
            return len(head) if length >= FIRST_CLAUSE_CHARS and words >= 3 else 0
        if not gap:
            return 0
        before, _, last = head.rpartition(" ")
        if words > FIRST_PHRASE_WORDS and last.lower() in _JOINING.get(self._language, ()):
            return len(before)
        return len(head) if words >= FIRST_MAX_WORDS else 0

    def _note_cut(self, head: str, gap: str) -> None:
        """Remember where an overlong sentence is best cut: after its last clause, or else word."""
        clause = bool((gap and _PAUSE.search(head)) or _WIDE_PAUSE.search(head))
        if clause or (gap and not self._cut_is_clause):
            self._cut, self._cut_is_clause = len(head), clause


def _length(text: str) -> int:
    return len(text) + (WIDE - 1) * len(_WIDE_CHARACTER.findall(text))


def _markup_is_open(text: str) -> bool:
    """Whether `text` ends inside brackets, emphasis or code, which belong in one piece."""
    return (
        text.count("(") > text.count(")")
        or text.count("[") > text.count("]")
        or text.count("`") % 2 == 1
        or len(_EMPHASIS.findall(text)) % 2 == 1
    )
