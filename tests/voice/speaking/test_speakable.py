"""What a voice is given to say."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voice.core.languages import LANGUAGES
from voice.speaking.speakable import speakable
from voice.speaking.spoken_words import SPOKEN

MARKED_UP = st.text(
    st.one_of(
        st.sampled_from(
            "*_`~|<>{}[]()\\^#$=+-–—.,:;!?/&@%°√²½\n\t\r 0123abcEx😀🏽\u200d\ufe0fπ你。🇩"
        ),
        st.characters(),
    ),
    max_size=60,
)
LANGUAGE = st.sampled_from(sorted(LANGUAGES))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("**Great!** You said *really* well.", "Great! You said really well."),
        ("# Title\n\n- one\n- two items", "Title. one. two items"),
        ("1. First\n2. Second", "1. First. 2. Second"),
        ("> quoted\nHello\nworld", "quoted. Hello world"),
        ("```python\nx\n```\nDone", "x. Done"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a, b. 1, 2"),
        ("See [the docs](https://a.b/c_d(e)).", "See the docs."),
        ("An ![old map](map.png) of Rome [1].", "An old map of Rome."),
        ("snake_case and __init__ `code`", "snake case and init code"),
        ("<b>Hi</b> &amp; bye", "Hi and bye"),
        ("&lt;i&gt;quietly&lt;/i&gt;", "quietly"),
        ("<think>They said no.</think> Why not?", "Why not?"),
        ("<script>alert(1)</script>Yes", "Yes"),
    ],
)
def test_markup_goes_and_its_text_stays(written: str, said: str) -> None:
    assert speakable(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("*smiles warmly* Good.", "Good."),
        ("Well [laughs], yes.", "Well, yes."),
        ("(pause) Go on.", "Go on."),
        ("_nods_ I see (as you said).", "I see (as you said)."),
        ("（微笑）你好。", "你好。"),
        ("Examiner: Why?", "Why?"),
        ("**Examiner:** Why?", "Why?"),
        ("Prüfer: Warum?", "Warum?"),
        ("One thing: it works.", "One thing: it works."),
    ],
)
def test_stage_directions_and_roles_are_not_read_out(written: str, said: str) -> None:
    assert speakable(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Great 😀👍🏽!", "Great!"),
        ("🇩🇪 👨‍👩‍👧 1️⃣ ❤️ ok", "1 ok"),
        ("Fine :-) then", "Fine then"),
        ("😀", ""),
        ("---\n***\n", ""),
        ("", ""),
        ("What???!! No!!!", "What? No!"),
        ("Well.....", "Well..."),
        ("\u202eabc\u202c\x00\x1b", "abc"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("مرحبا كيف حالك؟", "مرحبا كيف حالك؟"),
        ("שלום, מה שלומך?", "שלום, מה שלומך?"),
    ],
)
def test_what_has_no_sound_goes(written: str, said: str) -> None:
    assert speakable(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("E = mc^2", "E equals m c squared"),
        ("x² + y³ = 5", "x squared plus y cubed equals 5"),
        ("2 * 3, 5 - 3, -4", "2 times 3, 5 minus 3, minus 4"),
        (r"It is $\frac{a+b}{2}$.", "It is a plus b over 2."),
        (r"\(\sqrt{x} \le 5\)", "the square root of x is at most 5"),
        ("10^-3 and x^{2n}", "10 to the power of minus 3 and x to the power of 2n"),
        ("H₂O or H2O", "H2O or H2O"),
        ("√2 ≈ 1.41", "the square root of 2 is about 1.41"),
        ("5°C, 30 % and ~7", "5 degrees Celsius, 30 percent and about 7"),
        ("$5 or 6.50 €", "5 dollars or 6.50 euros"),
        ("π and ΔT", "pi and delta T"),
        ("a <= b -> c", "a is at most b to c"),
        ("C++ is #1", "C plus plus is number 1"),
        ("pages 5-10, well-known", "pages 5-10, well-known"),
    ],
)
def test_formulas_are_read_out(written: str, said: str) -> None:
    assert speakable(written) == said


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("de", "5 % sind < 6", "5 Prozent sind kleiner als 6"),
        ("fr", "Bonjour ! 5² = 25", "Bonjour ! 5 au carré égale 25"),
        ("es", "2 × 3 ≠ 7", "2 por 3 es distinto de 7"),
        ("it", "x^2 + 1", "x al quadrato più 1"),
        ("pt", "√4", "raiz quadrada de 4"),
        ("zh", "5% 和 x^4 😀。", "百分之5 和 x 的4次方。"),
        ("xx", "1 + 1", "1 plus 1"),
    ],
)
def test_symbols_are_read_in_the_language_spoken(language: str, written: str, said: str) -> None:
    assert speakable(written, language) == said


def test_links_are_named_not_spelt() -> None:
    assert speakable("See https://www.example.org/x?y=1.") == "See example dot org."
    assert speakable("Auf www.beispiel.de steht es.", "de") == "Auf beispiel Punkt de steht es."
    assert speakable("Go to http://127.0.0.1:80/x") == "Go to a link"
    assert speakable("Write to a.b@c.org") == "Write to a dot b at c dot org"


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("the **most important", "the most important"),
        ("thing** is light", "thing is light"),
        ("see [the docs](https://exa", "see the docs a link"),
        ("*smiles", "smiles"),
        ("`x", "x"),
        (r"\frac{a", "frac a"),
    ],
)
def test_half_a_pair_of_marks_in_a_clause_goes_too(clause: str, said: str) -> None:
    assert speakable(clause) == said


@given(MARKED_UP, LANGUAGE)
@example("&amp;lt;b&amp;gt;", "en")
@example("*(*_*)_", "en")
def test_saying_it_again_changes_nothing(text: str, language: str) -> None:
    once = speakable(text, language)
    assert speakable(once, language) == once


@given(MARKED_UP, LANGUAGE)
def test_nothing_unspeakable_is_left(text: str, language: str) -> None:
    said = speakable(text, language)
    assert not re.search(r"[*_`~|<>{}\[\]\\^#$=+\n]|\s\s", said)
    categories = {unicodedata.category(c) for c in said}
    assert not categories & {"Cc", "Cf", "Cs", "Co", "Cn", "So"}
    assert said == said.strip()


@given(st.text(st.sampled_from("abc deé你好ש 123"), max_size=60))
def test_plain_words_stay(text: str) -> None:
    assert speakable(text).replace(" ", "") == unicodedata.normalize("NFC", text).replace(" ", "")


def test_every_language_has_every_word() -> None:
    assert set(SPOKEN) == set(LANGUAGES)
    assert all(word.strip() for words in SPOKEN.values() for word in words.values())


@pytest.mark.parametrize(
    "piece",
    ["*", "_", "`", "~", "[", "](", "(", "- ", "|-", "$", "<a", "\\frac{", "^{", "1,", "www.",
     "@a.", "!?", ". ", "#", "> ", "\n", "&", "a b ", "x^", "_{", "$a", "–", "<!--", "😀"],
)  # fmt: skip
def test_ten_thousand_characters_of_anything_take_no_time(piece: str) -> None:
    text = piece * (10_000 // len(piece))
    began = time.process_time()
    speakable(text)
    assert time.process_time() - began < 2, "the reply would have been delayed"
