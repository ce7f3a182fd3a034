"""Exact rules that limit a verdict where similarity must not decide.

Similarity ranks "carbon monoxide" near "carbon dioxide" and "at 0 degrees" near "at 100 degrees".
If a clause repeats a wording except for the very thing that contradicts it, no probability based
on words may call the point made.
"""

from __future__ import annotations

from collections.abc import Sequence

from voice.exam.marking.signs import Signs
from voice.exam.text.lexical import Token, Words

PLAINLY = 0.85
"""Similarity at which a clause repeats a wording except for what contradicts it."""

CLEAR = 0.1
"""How much nearer the contradicting clause must be than the one that agrees."""

WORD_FOR_WORD = 0.97
"""Agreement from which a wording or a false statement was said as written in the bank."""

FOLLOWS, DENIED = 0.5, 0.9
"""Entailment at which a statement follows, and contradiction at which it is surely denied."""

OTHER_ORDER = -0.4
"""Margin at which the words are in the order of what is false: "chemical into light energy"."""

TERM = 3
"""Most words of a point that is a bare term."""

WORDINGS = 3
"""With at least this many wordings of a point, a word they all share is indispensable."""

SHORT = 5
"""Most words of an answer that gives a bare term."""

UNLIKE, UNRELATED = 0.05, 0.3
"""An answer whose likeness is below the first and whose meaning is below the second, which any two
sentences about one subject reach, has no more than a word in common with a point."""

AGAINST = 0.1
"""Highest probability of a point to which a rule objects."""

GIVEN = 0.95
"""Probability of a bare term that is the whole answer."""

DOUBT = 0.5
"""Highest probability of a term that was not said itself, only something like it."""


def turned(signs: Signs) -> bool:
    """Whether a rule objects: the point was stated, but the wrong way round."""
    if signs.verbatim == "only":
        return False
    against = max(signs.turned, signs.mistaken)
    return against >= PLAINLY and against >= signs.agreeing + CLEAR


def related(made: float, signs: Signs) -> float:
    """Adjust the probability if nothing that was said is like the point, whatever words it shares.

    Only for where both encoders are loaded.
    """
    if signs.verbatim or signs.entailed >= FOLLOWS:
        return made
    unlike = signs.likeness < UNLIKE and signs.meaning < UNRELATED
    return min(made, AGAINST) if unlike else made


def word_for_word(made: float, signs: Signs) -> float:
    """Adjust the probability if something true or false was said as written in the bank."""
    if signs.verbatim == "false":
        return min(made, AGAINST)
    if signs.verbatim:
        against = signs.verbatim == "true" and turned(signs)
        return max(made, DOUBT if against else GIVEN)
    false = signs.mistaken >= WORD_FOR_WORD and signs.mistake_entailed >= FOLLOWS
    if false and (signs.agreeing < WORD_FOR_WORD or signs.ordered <= OTHER_ORDER):
        return min(made, AGAINST)
    true = signs.agreeing >= WORD_FOR_WORD and signs.coverage >= WORD_FOR_WORD
    if true and max(signs.turned, signs.mistaken) < PLAINLY and signs.ordered >= 0:
        return max(made, GIVEN if signs.contradicted < DENIED else DOUBT)
    if signs.agreeing >= WORD_FOR_WORD and max(signs.turned, signs.mistaken) < PLAINLY:
        # A clause of it was said and nothing against it: that it was not made is not sure.
        return max(made, DOUBT)
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
        # An answer of the term and little else states it, and nothing more.
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
    """The probability for a point whose wordings all share a word that the question lacks.

    Such an indispensable word, like "PowerShell", must be said for the point to be surely made.
    Without it the point is left in doubt, since the word may have been misheard.
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
    """Whether a wording only names something rather than saying something about it."""
    tokens = words.tokens(text)
    content = sum(token.content for token in tokens)
    # "a double helix" may begin with a function word; one further inside makes it a statement.
    return content <= 1 or (content <= TERM and all(token.content for token in tokens[1:]))


def _content(words: Words, text: str) -> list[Token]:
    return [token for token in words.tokens(text) if token.content]
