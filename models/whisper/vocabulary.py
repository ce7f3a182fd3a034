"""Terms that are likely to be said: when to use them as a prompt, and what to accept then.

Whisper can be prompted with words as if they had been said before the clip. It then recognises
more of them, but the rest becomes worse: with terms that are not said it makes more errors than
without any, it stops before the clip's end, and it copies the style of the list (no capitals, no
full stops). So a clip is first decoded without a prompt. Only if something in the text resembles
a missing term is it decoded again with the prompt, and the second text is accepted only where it
has a term in place of something that resembles it. `python app.py bench stt --vocabulary`
measures the effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from faster_whisper.tokenizer import Tokenizer

MISHEARD = 0.6
"""Similarity (0 to 1) of a term and a heard word from which to decode again. "silicoid" for
"thylakoid" has 0.59, "thyla coid" 0.89, "cytoplastic" for "cytoplasm" 0.8."""

BELIEVED = 0.5
"""Least similarity of a prompted term and the words it replaces; less would let in terms that
nobody said."""


class Piece(NamedTuple):
    """A word or punctuation mark, as decoded."""

    segment: int  # index of its segment
    key: str  # for comparison: letters and digits in lower case; "" for punctuation
    tokens: tuple[int, ...]


def pieces_of(segments: Iterable[Sequence[int]], tokenizer: Tokenizer) -> list[Piece]:
    """Split the tokens of segments into words."""
    return [
        Piece(number, _key(text), tuple(tokens))
        for number, segment in enumerate(segments)
        for text, tokens in zip(*tokenizer.split_to_word_tokens(list(segment)), strict=True)
    ]


def keys_of(term: str, tokenizer: Tokenizer) -> list[str]:
    """The words of a term, split in the same way as decoded text."""
    return [
        one.key for one in pieces_of([tokenizer.encode(" " + term.strip())], tokenizer) if one.key
    ]


def misheard(terms: Iterable[Sequence[str]], pieces: Sequence[Piece]) -> bool:
    """Whether one of `terms` (keys of their words) is missing but something similar occurs."""
    heard = [piece.key for piece in pieces if piece.key]
    return any(
        _alike("".join(term), _spans(heard, len(term) + 1), MISHEARD)
        for term in terms
        if term and not any(_places(term, heard))
    )


def merged(
    plain: Sequence[Piece], told: Sequence[Piece], terms: Sequence[Sequence[str]]
) -> dict[int, tuple[int, ...]]:
    """Tokens of each segment of `plain`, with the terms found by `told` put in."""
    where = [at for at, piece in enumerate(plain) if piece.key]
    words = [piece for piece in told if piece.key]
    instead: dict[int, tuple[int, ...]] = {}  # by index in `plain`
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
    """Spans of `before`, each with the span of `after` that has a term in its place."""
    of_terms = {at for term in terms for at in _places(term, after)}
    for what, i, i_end, j, j_end in SequenceMatcher(None, before, after, False).get_opcodes():
        if what != "replace":
            continue
        pairs = [(i, i_end, j, j_end)]
        if i_end - i == j_end - j:  # word for word, so that other words are left unchanged
            pairs = [(i + k, i + k + 1, j + k, j + k + 1) for k in range(i_end - i)]
        for one in pairs:
            i, i_end, j, j_end = one
            if not of_terms.isdisjoint(range(j, j_end)) and _alike(
                "".join(after[j:j_end]), ["".join(before[i:i_end])], BELIEVED
            ):
                yield one


def _places(term: Sequence[str], words: Sequence[str]) -> Iterator[int]:
    """Indices in `words` of all words that belong to an occurrence of `term`."""
    for start in range(len(words) - len(term) + 1):
        if all(words[start + at] == word for at, word in enumerate(term)):
            yield from range(start, start + len(term))


def _spans(words: Sequence[str], longest: int) -> Iterator[str]:
    """Each run of up to `longest` words joined to one, as misheard words are often split."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            yield "".join(words[start:end])


def _alike(word: str, others: Iterable[str], likeness: float) -> bool:
    """Whether one of `others` is at least that similar to `word`."""
    match = SequenceMatcher(None, "", word, False)
    for other in others:
        match.set_seq1(other)
        # The first two are cheap upper bounds.
        if (
            match.real_quick_ratio() >= likeness
            and match.quick_ratio() >= likeness
            and match.ratio() >= likeness
        ):
            return True
    return False


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
