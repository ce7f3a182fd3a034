"""Numbers are read however they are said."""

from __future__ import annotations

import pytest

from voice.exam.model.bank import KeyPoint, Number
from voice.exam.text.claims import Reader, Rivals
from voice.exam.text.lexical import Words
from voice.exam.text.numbers import numbers
from voice.exam.text.numerals import number_of, right_number


@pytest.mark.parametrize(
    ("language", "said", "values"),
    [
        ("en", "three point one four", [3.14]),
        ("en", "3.14", [3.14]),
        ("en", "3,14", [3.14]),
        ("en", "0.005", [0.005]),
        ("en", "About 300,000 kilometres per second.", [300000]),
        ("en", "three hundred thousand", [300000]),
        ("en", "two hundred and six", [206]),
        ("en", "in eighteen twenty-two", [1822]),
        ("en", "seventy S instead of eighty S", [70, 80]),
        ("en", "1.5 million", [1500000]),
        ("en", "minus five degrees", [-5]),
        ("en", "one", [1]),
        ("en", "one strand is old and one is new", []),
        ("en", "twice in meiosis", [2]),
        ("en", "p53", []),
        ("en", "thirty six to thirty eight", [36, 38]),
        ("de", "drei Komma eins vier", [3.14]),
        ("de", "im Jahr achtzehnhundertzweiundzwanzig", [1822]),
        ("fr", "deux cent six os", [206]),
        ("es", "doscientos seis", [206]),
        ("it", "duecentosei", [206]),
        ("pt", "duzentos e seis", [206]),
        ("zh", "206 块骨头", [206]),
    ],
)
def test_numbers_in_digits_and_words(language: str, said: str, values: list[float]) -> None:
    assert [one.value for one in numbers(said, language)] == pytest.approx(values)


def gives(wanted: Number, *answers: str) -> bool:
    words = Words("en")
    reader = Reader(words, "en", Rivals((), words, ""))
    return bool(right_number(wanted, answers, reader, "en"))


PI = Number(value=3.14159, tolerance=0.005)
SMALL = Number(low=1, high=5)
LIGHT = Number(value=299792, tolerance=1000, unit="km")


@pytest.mark.parametrize(
    ("wanted", "said", "right"),
    [
        (PI, "three point one four", True),
        (PI, "It is about 3.14.", True),
        (PI, "0.005", False),
        (PI, "3.2", False),
        (SMALL, "three", True),
        (SMALL, "5", True),
        (SMALL, "six", False),
        (LIGHT, "About 300,000 kilometres per second.", True),
        (LIGHT, "300,000 metres per second", False),
        (LIGHT, "1000", False),
        (SMALL, "seven, no, wait, four", True),
        (SMALL, "four, no, sorry, seven", False),
        (SMALL, "one, two, three, four, five, six, seven", False),
    ],
)
def test_a_number_counts_within_its_range(wanted: Number, said: str, right: bool) -> None:
    assert gives(wanted, said) is right


def test_no_number_is_not_a_wrong_one() -> None:
    with pytest.raises(LookupError):
        gives(PI, "It is the ratio of circumference and diameter.")


@pytest.mark.parametrize(
    ("text", "value"),
    [("8", 8), ("1822", 1822), ("eight", 8), ("100 degrees Celsius", 100), ("99.9 %", 99.9)],
)
def test_a_key_point_that_is_only_a_number_asks_for_it(text: str, value: float) -> None:
    found = number_of(KeyPoint(text=text), "en")
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("text", ["It boils at 100 degrees Celsius.", "46 chromosomes", "p53"])
def test_a_key_point_that_says_more_does_not(text: str) -> None:
    assert number_of(KeyPoint(text=text), "en") is None


@pytest.mark.parametrize(
    "values",
    [{}, {"value": 1, "low": 0}, {"low": 3, "high": 1}, {"value": float("nan")}],
)
def test_a_number_without_sense_is_refused(values: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"needs a value|both a value|above high"):
        Number.model_validate(values)
