"""Where likeness may not decide: rules that are exact, and what they allow a verdict to be.

Likeness ranks "carbon monoxide" near "carbon dioxide" and "at 0 degrees" near "at 100 degrees".
Where a clause says the same in the same words but for what excludes it, no probability that rests
on words may call the point made.
"""

from __future__ import annotations

from collections.abc import Sequence

from voice.exam.marking.signs import Signs
from voice.exam.text.lexical import Token, Words

PLAINLY = 0.85
"""Nearness at which a clause says the same as a wording, but for what excludes it."""

CLEAR = 0.1
"""By so much must what was said the other way round be nearer than what was said rightly."""

WORD_FOR_WORD = 0.97
"""Agreement from which a wording, or a false statement, was said as it stands in the bank."""

FOLLOWS, DENIED = 0.5, 0.9
"""What the model of entailment says where a statement follows, and where it surely does not."""

OTHER_ORDER = -0.4
"""Words stand in the order of what is false: "chemical into light energy"."""

TERM = 3
"""Words of a point that is a bare term."""

WORDINGS = 3
"""Wordings of a point from which a word that all of them have is one that it cannot do without."""

SHORT = 5
"""Words of an answer that gives a bare term."""

AGAINST = 0.1
"""Most probability that a point was made to which a rule objects."""

GIVEN = 0.95
"""Probability that a bare term was meant which is all that was answered."""

DOUBT = 0.5
"""Most probability that a term was given which was not said itself, only something like it."""


def turned(signs: Signs) -> bool:
    """Whether a rule objects: the point was said, and turned round."""
    against = max(signs.turned, signs.mistaken)
    return against >= PLAINLY and against >= signs.agreeing + CLEAR


def word_for_word(made: float, signs: Signs) -> float:
    """The probability where something was said as it stands in the bank, true or false."""
    false = signs.mistaken >= WORD_FOR_WORD and signs.mistake_entailed >= FOLLOWS
    if false and (signs.agreeing < WORD_FOR_WORD or signs.ordered <= OTHER_ORDER):
        return min(made, AGAINST)
    true = signs.agreeing >= WORD_FOR_WORD and signs.coverage >= WORD_FOR_WORD
    if true and max(signs.turned, signs.mistaken) < PLAINLY and signs.ordered >= 0:
        return max(made, GIVEN if signs.contradicted < DENIED else DOUBT)
    return made


def term_probability(
    made: float, signs: Signs, wordings: Sequence[str], answers: Sequence[str], words: Words
) -> float:
    """The probability for a point that is a bare term, such as "carbon dioxide".

    The term itself, or another listed wording, must be said; another term that shares a word
    with it is not it.
    """
    if not all(_is_term(words, text) for text in wordings):
        return made
    terms = [_content(words, text) for text in wordings]
    said = [_content(words, text) for text in answers]
    every = {token.stem for one in said for token in one}
    whole = any({token.stem for token in term} <= every for term in terms if term)
    if whole:
        # Who answers with the term and little else has said it, and nothing besides.
        short = sum(map(len, said)) <= SHORT and not turned(signs)
        return max(made, GIVEN) if short else made
    for one in said:
        stems = {token.stem for token in one}
        shares = any(stems & {token.stem for token in term} for term in terms)
        if shares and len(one) <= SHORT:
            return min(made, AGAINST)
    return min(made, DOUBT)


def named_probability(
    made: float, wordings: Sequence[str], question: str, answers: Sequence[str], words: Words
) -> float:
    """The probability for a point whose every wording has a word that the question has not.

    A word without which nobody can say the point, such as "PowerShell", must be said for the point
    to be made for sure; it may have been misheard, so that without it a doubt is left.
    """
    if len(wordings) < WORDINGS:
        return made
    said_by_all = frozenset.intersection(*(_stems(words, text) for text in wordings))
    needed = said_by_all - _stems(words, question)
    if not needed or any(needed & _stems(words, text) for text in answers):
        return made
    return min(made, DOUBT)


def _stems(words: Words, text: str) -> frozenset[str]:
    return frozenset(token.stem for token in _content(words, text))


def _is_term(words: Words, text: str) -> bool:
    """Whether a wording names something rather than says something about it."""
    tokens = words.tokens(text)
    content = sum(token.content for token in tokens)
    # "a double helix" may begin with a small word; with one inside it says something.
    return content <= 1 or (content <= TERM and all(token.content for token in tokens[1:]))


def _content(words: Words, text: str) -> list[Token]:
    return [token for token in words.tokens(text) if token.content]
