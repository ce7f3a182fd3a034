"""Terms that are likely to be said: which to listen for again, and what of it to believe.

Whisper can be told words as if they had been said before the clip. It then hears more of them,
but it also hears the rest worse: with terms that are not said it makes more errors than without
any, it stops before the clip's end, and it takes the look of the list (no capitals, no stops)
for the look of the text. So a clip is first heard untold. Only if something in it resembles a
term that is missing is it heard again, told those terms and no others; and the second text is
believed only where it writes one of them in place of something that resembles it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from faster_whisper.tokenizer import Tokenizer

LIKENESS = 0.55
"""From 0 to 1, of letters: "silicoid" and "thylakoid" have 0.59."""

MOST_TERMS = 8  # told at a time, those that most resemble something first


class Piece(NamedTuple):
    """A word or a punctuation mark, as the decoder wrote it."""

    segment: int  # number of the segment that it stands in
    key: str  # what of it counts: letters and digits, small; "" for punctuation
    tokens: tuple[int, ...]


def pieces_of(segments: Iterable[Sequence[int]], tokenizer: Tokenizer) -> list[Piece]:
    """Cut the tokens of segments into words."""
    return [
        Piece(number, _key(text), tuple(tokens))
        for number, segment in enumerate(segments)
        for text, tokens in zip(*tokenizer.split_to_word_tokens(list(segment)), strict=True)
    ]


def keys_of(term: str, tokenizer: Tokenizer) -> list[str]:
    """The words of a term, cut as the decoder's are."""
    return [
        one.key for one in pieces_of([tokenizer.encode(" " + term.strip())], tokenizer) if one.key
    ]


def resembling(terms: Sequence[Sequence[str]], pieces: Sequence[Piece]) -> list[int]:
    """Which terms, given by their words' keys, may have been said but misheard.

    Returns
    -------
    list of int
        Numbers of at most MOST_TERMS of them, the likeliest first: they are not in `pieces`,
        but something like them is.
    """
    heard = [piece.key for piece in pieces if piece.key]
    found = []
    for number, term in enumerate(terms):
        if term and not any(_places(term, heard)):
            likeness = _most_like("".join(term), _spans(heard, len(term) + 1))
            if likeness >= LIKENESS:
                found.append((-likeness, number))
    return [number for _, number in sorted(found)[:MOST_TERMS]]


def merged(
    plain: Sequence[Piece], told: Sequence[Piece], terms: Sequence[Sequence[str]]
) -> dict[int, tuple[int, ...]]:
    """Tokens of each segment of `plain`, with the terms that `told` has in their places."""
    where = [at for at, piece in enumerate(plain) if piece.key]
    words = [piece for piece in told if piece.key]
    instead: dict[int, tuple[int, ...]] = {}  # by place in `plain`
    before, after = [plain[at].key for at in where], [piece.key for piece in words]
    for i, i_end, j, j_end in _corrections(before, after, terms):
        instead.update({where[at]: () for at in range(i, i_end)})
        instead[where[i]] = tuple(token for piece in words[j:j_end] for token in piece.tokens)
    tokens: dict[int, tuple[int, ...]] = {}
    for at, piece in enumerate(plain):
        tokens[piece.segment] = tokens.get(piece.segment, ()) + instead.get(at, piece.tokens)
    return tokens


def _corrections(
    before: Sequence[str], after: Sequence[str], terms: Sequence[Sequence[str]]
) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of `before`, each with the stretch of `after` that writes a term in its place."""
    of_terms = {at for term in terms for at in _places(term, after)}
    for what, i, i_end, j, j_end in SequenceMatcher(None, before, after, False).get_opcodes():
        if what != "replace":
            continue
        pairs = [(i, i_end, j, j_end)]
        if i_end - i == j_end - j:  # word for word, so that the other words stay as they were
            pairs = [(i + k, i + k + 1, j + k, j + k + 1) for k in range(i_end - i)]
        for one in pairs:
            i, i_end, j, j_end = one
            like = _most_like("".join(after[j:j_end]), ["".join(before[i:i_end])])
            if not of_terms.isdisjoint(range(j, j_end)) and like >= LIKENESS:
                yield one


def _places(term: Sequence[str], words: Sequence[str]) -> Iterator[int]:
    """Places in `words` of all words of `term`, wherever they stand together."""
    for start in range(len(words) - len(term) + 1):
        if all(words[start + at] == word for at, word in enumerate(term)):
            yield from range(start, start + len(term))


def _spans(words: Sequence[str], longest: int) -> Iterator[str]:
    """Up to `longest` words that stand together, written as one: misheard words fall apart."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            yield "".join(words[start:end])


def _most_like(word: str, others: Iterable[str]) -> float:
    """How much the likest of `others` has in common with `word`; 0 below LIKENESS."""
    match = SequenceMatcher(None, "", word, False)
    most = 0.0
    for other in others:
        match.set_seq1(other)
        least = max(most, LIKENESS)
        if match.real_quick_ratio() >= least and match.quick_ratio() >= least:
            most = max(most, match.ratio())
    return most


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
