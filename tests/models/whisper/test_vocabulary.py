"""Which terms are worth listening for again, and what is believed of a text that was told them."""

from __future__ import annotations

import pytest

from models.base import Float32, TranscribeOptions
from models.whisper.engine import FasterWhisper
from models.whisper.vocabulary import Piece, keys_of, merged, misheard, pieces_of
from tests.models.fetched import weights
from tests.recordings import recording, words

ITEM = ("thylakoid", "chlorophyll", "stroma", "Calvin cycle", "light reaction", "ATP", "NADPH")
EN = TranscribeOptions(language="en")


@pytest.fixture(scope="module")
def base() -> FasterWhisper:
    return FasterWhisper(weights("whisper-base"), "base")


def cut(*segments: str) -> list[Piece]:
    """Words as pieces; their tokens are numbers that stand for them."""
    return [
        Piece(number, word.strip(".,").casefold(), (token(word),))
        for number, segment in enumerate(segments)
        for word in segment.split()
    ]


def token(word: str) -> int:
    return int.from_bytes(word.encode())


def written(plain: list[Piece], told: list[Piece], *terms: str) -> list[str]:
    """The text of each segment after merging."""
    tokens = merged(plain, told, [term.split() for term in terms])
    return [
        " ".join(one.to_bytes((one.bit_length() + 7) // 8).decode() for one in tokens[segment])
        for segment in sorted(tokens)
    ]


@pytest.mark.parametrize(
    ("heard", "term", "again"),
    [
        ("the thyla coid membrane", "thylakoid", True),
        ("the thylakoid membrane", "thylakoid", False),
        ("as your resource manager", "azure resource manager", True),
        ("an azure resource manager", "azure resource manager", False),
        ("I do not know", "thylakoid", False),
        ("", "thylakoid", False),
        ("anything", "", False),
    ],
)
def test_a_second_look_is_for_what_resembles_a_missing_term(
    heard: str, term: str, again: bool
) -> None:
    assert misheard([term.split()], cut(heard)) is again


def test_a_term_stands_in_place_of_what_was_misheard() -> None:
    plain = cut("It is in the thyla coid, I think.")
    assert written(plain, cut("it is in the thylakoid i think"), "thylakoid") == [
        "It is in the thylakoid I think."
    ]


def test_all_else_stays_as_it_was_heard_untold() -> None:
    plain = cut("The thylla coid is a membrane.", "It holds pigments and more.")
    told = cut("the thylakoid is the membrane it holds figments")
    assert written(plain, told, "thylakoid", "pigment") == [
        "The thylakoid is a membrane.",
        "It holds pigments and more.",
    ]


def test_word_for_word_only_the_term_is_taken() -> None:
    told = cut("a subnet an address")
    assert written(cut("the sublet and address"), told, "subnet") == ["the subnet and address"]


@pytest.mark.parametrize("told", ["nucleus very much", "thank you nucleus very much", ""])
def test_a_term_out_of_nothing_is_not_believed(told: str) -> None:
    plain = cut("Thank you very much.")
    assert written(plain, cut(told), "nucleus") == ["Thank you very much."]


def test_a_term_of_several_words() -> None:
    told = cut("we use azure resource manager for it")
    assert written(
        cut("We use as your resource manger for it."), told, "azure resource manager"
    ) == ["We use azure resource manager for it."]


def test_tokens_are_cut_into_words_and_terms_alike(base: FasterWhisper) -> None:
    tokenizer = base._tokenizer("en")
    text = " Zone-redundant storage, isn't it?"
    pieces = pieces_of([tokenizer.encode(text)], tokenizer)
    assert tokenizer.decode([one for piece in pieces for one in piece.tokens]) == text
    keys = [piece.key for piece in pieces if piece.key]
    assert keys == ["zone", "redundant", "storage", "isnt", "it"]
    assert keys_of(" zone-redundant ", tokenizer) == keys[:2]
    assert keys_of("光合作用", base._tokenizer("zh")) == list("光合作用")


@pytest.mark.parametrize(
    "vocabulary",
    [("Snellings",), ("Snellings", *ITEM), ITEM, ("Snellings", *(f"term{n}" for n in range(200)))],
    ids=["one", "among others", "not among them", "far too many"],
)
def test_what_is_not_a_term_is_the_same_with_and_without(
    base: FasterWhisper, vocabulary: tuple[str, ...]
) -> None:
    audio = recording("2428-83705-0001").audio
    options = TranscribeOptions("en", vocabulary, words=True)
    plain, told = base.transcribe(audio, EN), base.transcribe(audio, options)
    assert words(told.text)[:-1] == words(plain.text)[:-1]
    if len(vocabulary) <= len(ITEM) + 1:
        assert (words(told.text)[-1] == "snellings") is ("Snellings" in vocabulary)
    assert words(" ".join(word.text for word in told.words)) == words(told.text)


@pytest.mark.parametrize(
    ("options", "times"),
    [
        (TranscribeOptions("en", ("Snellings",)), 2),
        (TranscribeOptions("en", ("photosynthesis",)), 1),
        (TranscribeOptions("en", ("Snellings",), partial=True), 1),
    ],
)
def test_it_listens_again_only_when_it_may_help(
    base: FasterWhisper,
    monkeypatch: pytest.MonkeyPatch,
    options: TranscribeOptions,
    times: int,
) -> None:
    decoded: list[Float32] = []
    decode = base._decode

    def counted(*arguments: object) -> object:
        decoded.append(arguments[0])  # type: ignore[arg-type]
        return decode(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(base, "_decode", counted)
    base.transcribe(recording("2428-83705-0001").audio, options)
    assert len(decoded) == times
