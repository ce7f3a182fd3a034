"""Recognises the commands a student gives by voice or text, and tells them from answers.

An utterance is a command only as a whole: each of its sentences must be a command, a courtesy or
an excuse. "Um, sorry, could you repeat the question?" is one; "Cells repeat the process" is not.
Speech recognition may omit all punctuation, so one sentence may also hold several of these:
"sorry i missed that could you say it more slowly".
"""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import chain

from voice.core.languages import ByLanguage, Language
from voice.exam.asking.command_words import CONTENT, Wordings, compiled

MOST_WORDS = 30
"""A longer utterance is an answer, whatever it says. In Chinese, characters."""


class Command(StrEnum):
    """What a student may ask for."""

    REPEAT = "repeat"
    SLOWLY = "slowly"
    THINK = "think"
    HINT = "hint"
    SKIP = "skip"  # also "let us go on"
    BACK = "back"
    PAUSE = "pause"
    RESUME = "resume"  # also "I am ready"
    TIME_LEFT = "time_left"
    DONE = "done"
    STOP = "stop"
    ANSWER = "answer"  # "tell me the answer": refused in an exam
    CLARIFY = "clarify"  # "what do you mean?"
    VERIFY = "verify"  # "is that correct?"


STEPS = frozenset({"repeat", "slowly", "skip", "back", "pause", "resume", "stop"})
"""Commands whose words may also be steps of a procedure: "sort the first half, then move on"."""


def recognise(text: str, language: str) -> Command | None:
    """The command that `text` is; None when it is an answer.

    `language` is an ISO 639-1 code; one that is not known counts as English.
    """
    found = [kind for kind in _kinds(text, language) if kind not in ("", "yes_no", "gives_up")]
    if not found or CONTENT in found:
        return None
    commands = [Command(kind) for kind in found]
    # "Wait a moment. Can you repeat the question?" asks for the question.
    telling = [command for command in commands if command is not Command.THINK]
    return (telling or commands)[-1]


def moves_on(text: str, language: str) -> bool:
    """Whether `text` asks to go on without naming a question: "next", but not "skip this one"."""
    if recognise(text, language) is not Command.SKIP:
        return False
    return re.search(_LEAVES.or_english(language), _words(language).plain(text)) is None


def says_nothing(text: str, language: str) -> bool:
    """Whether `text` is only hesitation or courtesy, such as "um" or "thank you"."""
    return set(_kinds(text, language)) <= {""}


def is_answer(text: str, language: str) -> bool:
    """Whether `text` contains anything that can be marked; a bare yes or no counts."""
    return bool(content_of(text, language))


def content_of(text: str, language: str) -> str:
    """The part of `text` that can be marked; "" if there is none.

    Commands, questions to the examiner, giving up and courtesy are left out. A short word
    between two parts of an answer stays: "sorry" or "wait" may take back the first part, and
    "stop" or "repeat" may be part of a list.
    """
    pieces = _pieces(text, language)
    telling = [at for at, (_, kind) in enumerate(pieces) if kind == CONTENT]
    if not telling:
        only_yes_or_no = {kind for _, kind in pieces} - {""} == {"yes_no"}
        return text.strip() if only_yes_or_no else ""
    words = _words(language)

    def stays(at: int, piece: str, kind: str) -> bool:
        between = telling[0] < at < telling[-1] and kind != "gives_up"
        return kind in (CONTENT, "yes_no") or (between and words.is_short(piece))

    kept = [piece for at, (piece, kind) in enumerate(pieces) if stays(at, piece, kind)]
    if len(kept) == len(pieces):
        return text.strip()
    return "".join(kept).strip().rstrip(",，、:：;；–—- ")


def agrees(text: str, language: str) -> bool | None:
    """The answer of `text` to "Do you really want to stop?"; None if neither yes nor no."""
    command = recognise(text, language)
    if command in (Command.STOP, Command.RESUME, Command.SKIP):
        return command is Command.STOP
    words = _words(language)
    plain = words.plain(text)
    if len(plain.split()) > 8 or (words.spaceless and len(plain) > 12):
        return None
    if words.begins(plain, words.no):
        return False
    return True if words.begins(plain, words.yes) else None


def _kinds(text: str, language: str) -> list[str]:
    """The kind of each piece of `text`, as in `Wordings.kind`."""
    if _words(language).count(text) > MOST_WORDS:
        return [CONTENT]
    return [kind for _, kind in _pieces(text, language)]


def _pieces(text: str, language: str) -> list[tuple[str, str]]:
    """The pieces of `text`, each with its kind.

    A sentence that is content as a whole is split into clauses. If a clause strings several
    commands together, its text goes with the last of them.
    """
    words = _words(language)
    sentences = re.findall(r"[^.!?…;。！？；]+[.!?…;。！？；]*", text)
    return list(chain.from_iterable(_of_sentence(sentence, words) for sentence in sentences))


def _of_sentence(sentence: str, words: Wordings) -> list[tuple[str, str]]:
    if (kind := _kind(sentence, words)) != CONTENT:
        return [(sentence, kind)]
    clauses = re.findall(r".+?(?:[,，、:：–—]+|\s-\s|$)", sentence, re.DOTALL)
    pieces = list(chain.from_iterable(_of_clause(clause, words) for clause in clauses))
    if any(kind == CONTENT for _, kind in pieces):
        pieces = [(piece, CONTENT if kind in STEPS else kind) for piece, kind in pieces]
    return pieces


def _of_clause(clause: str, words: Wordings) -> list[tuple[str, str]]:
    if (kind := _kind(clause, words)) != CONTENT:
        return [(clause, kind)]
    if words.count(clause) <= MOST_WORDS and (run := words.run(clause)):
        return [*(("", kind) for kind in run[:-1]), (clause, run[-1])]
    guesses = words.guesses(clause)
    kinds = [_kind(guess, words) for guess in guesses]
    if CONTENT in kinds:  # "nothing else but osmosis" must not be split
        kinds = [kind if kind in ("", "gives_up") else CONTENT for kind in kinds]
    return list(zip(guesses, kinds, strict=True))


def _kind(piece: str, words: Wordings) -> str:
    return words.kind(piece) if words.count(piece) <= MOST_WORDS else CONTENT


def _wordings(spoken: Language) -> Wordings:
    # "More slowly" is tried before "again".
    commands = [command.value for command in Command if command is not Command.SLOWLY]
    return compiled(spoken, [Command.SLOWLY.value, *commands])


_WORDINGS = ByLanguage(_wordings)
_LEAVES = ByLanguage(lambda spoken: spoken.pattern("commands", "leaves"))


def _words(language: str) -> Wordings:
    return _WORDINGS.or_english(language)
