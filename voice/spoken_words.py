"""How symbols are read aloud, and which words of a model's text are not for the voice."""

from __future__ import annotations

from collections.abc import Mapping

from voice.core.languages import ByLanguage, Language, language


def _readings(spoken: Language) -> Mapping[str, str]:
    return dict(spoken.said("symbols"))


def _stage_words(spoken: Language) -> frozenset[str]:
    return spoken.words("speech", "stage_words") | language("en").words("speech", "stage_words")


def _roles(spoken: Language) -> frozenset[str]:
    return frozenset((*spoken.heard("speech", "roles"), *language("en").heard("speech", "roles")))


SPOKEN = ByLanguage(_readings)
"""Language (ISO 639-1) to symbol to its reading; "{}" is where a number or formula goes."""

STAGE_WORDS = ByLanguage(_stage_words)
"""First words of stage directions, such as *smiles warmly* or (pause). Models write them in
English as well, whatever language they speak."""

ROLES = ByLanguage(_roles)
"""Names with which a model may begin its own line, as in a play; English ones as well."""

SPACED_MARKS = ByLanguage(lambda spoken: bool(spoken.said("language")["spaced_marks"]))
"""Whether a space stands before a colon, as in French."""
