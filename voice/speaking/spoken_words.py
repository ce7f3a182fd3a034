"""How symbols are read aloud, and which words in a model's text must not be spoken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voice.core.languages import ByLanguage, InAll, Language


def _readings(spoken: Language) -> Mapping[str, str]:
    return dict(spoken.said("symbols"))


def _stage_words(languages: Sequence[Language]) -> frozenset[str]:
    return frozenset().union(*(one.words("speech", "stage_words") for one in languages))


def _roles(languages: Sequence[Language]) -> frozenset[str]:
    return frozenset(str(role) for one in languages for role in one.heard("speech", "roles"))


SPOKEN = ByLanguage(_readings)
"""Maps language (ISO 639-1) and symbol to its reading; "{}" stands for a number or formula."""

STAGE_WORDS = InAll(_stage_words)
"""First words of stage directions, such as *smiles warmly* or (pause). A model may write them in
another language than the one it speaks."""

ROLES = InAll(_roles)
"""Names with which a model may begin its answer, like a role in a play, such as "Examiner:"."""

SPACED_MARKS = ByLanguage(lambda spoken: bool(spoken.said("language")["spaced_marks"]))
"""Whether there is a space before a colon, as in French."""
