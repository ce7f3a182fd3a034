"""Terms that are likely to be said: when to listen for them, and what to believe then.

Whisper can be told words as if they had been said before the clip. It then hears more of them,
but it hears the rest worse: with terms that are not said it makes more errors than without any,
it stops before the clip's end, and it takes the look of the list (no capitals, no stops) for
the look of the text. So a clip is first heard untold. Only if something in it resembles a term
that is missing is it heard again, told; and the second text is believed only where it writes a
term in place of something that resembles it. `python app.py bench stt --vocabulary` measures it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from faster_whisper.tokenizer import Tokenizer

MISHEARD = 0.6
"""Likeness, from 0 to 1, of a term and what was heard: worth listening again. "silicoid" for
"thylakoid" has 0.59, "thyla coid" 0.89, "cytoplastic" for "cytoplasm" 0.8."""

BELIEVED = 0.5
"""Likeness of a told term and what it stands for. Less would let in terms that nobody said."""


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


def misheard(terms: Iterable[Sequence[str]], pieces: Sequence[Piece]) -> bool:
    """Whether one of `terms` (keys of their words) is missing but something like it is there."""
    heard = [piece.key for piece in pieces if piece.key]
    return any(
        _alike("".join(term), _spans(heard, len(term) + 1), MISHEARD)
        for term in terms
        if term and not any(_places(term, heard))
    )


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
            if not of_terms.isdisjoint(range(j, j_end)) and _alike(
                "".join(after[j:j_end]), ["".join(before[i:i_end])], BELIEVED
            ):
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


def _alike(word: str, others: Iterable[str], likeness: float) -> bool:
    """Whether one of `others` has at least so much in common with `word`."""
    match = SequenceMatcher(None, "", word, False)
    for other in others:
        match.set_seq1(other)
        # The first two are bounds that cost little.
        if (
            match.real_quick_ratio() >= likeness
            and match.quick_ratio() >= likeness
            and match.ratio() >= likeness
        ):
            return True
    return False


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
