"""Transcripts as subtitles and verbose JSON."""

from __future__ import annotations

from models.base import Transcript, Word
from voice.api.openai.formats import LONGEST_CHARACTERS, Stretch, segments, srt, verbose, vtt


def said(text: str, start_s: float = 0.0, language: str = "en") -> Stretch:
    """A word every half second."""
    words = tuple(
        Word(word, start_s + n / 2, start_s + n / 2 + 0.4, 0.9)
        for n, word in enumerate(text.split())
    )
    joined = "".join(text.split()) if language == "zh" else text
    return Stretch(start_s, start_s + 30, Transcript(joined, language, words))


def test_sentences_and_pauses_end_segments() -> None:
    found = segments([said("Yes. It is so"), said("because", start_s=9)])
    assert [one.text for one in found] == ["Yes.", "It is so", "because"]
    assert found[2].start_s == 9


def test_a_long_sentence_is_cut_to_fit_the_screen() -> None:
    found = segments([said("photosynthesis " * 40)])
    assert len(found) > 3
    assert all(
        len(one.text) <= LONGEST_CHARACTERS and one.end_s - one.start_s <= 7 for one in found
    )


def test_chinese_is_written_without_spaces() -> None:
    (one,) = segments([said("细 胞 膜", language="zh")])
    assert one.text == "细胞膜"


def test_words_that_could_not_be_timed_are_shown_with_their_stretch() -> None:
    (one,) = segments([Stretch(28, 40, Transcript("Hello there", "en"))])
    assert (one.start_s, one.end_s, one.text) == (28, 40, "Hello there")


def test_times_and_marks_of_subtitles() -> None:
    stretch = Stretch(3725.5, 3727, Transcript("a --> b <i>&", "en"))
    assert srt(segments([stretch])) == "1\n01:02:05,500 --> 01:02:07,000\na -> b <i>&\n"
    assert vtt(segments([stretch])) == (
        "WEBVTT\n\n01:02:05.500 --> 01:02:07.000\na --&gt; b &lt;i&gt;&amp;\n"
    )
    assert srt([]) == ""
    assert vtt([]) == "WEBVTT\n"


def test_verbose_json_holds_what_was_asked_for() -> None:
    heard = [said("Guten Tag.", language="de")]
    both = verbose(heard, 2.0, ("word", "segment"), translation=False)
    assert (both["task"], both["language"], both["text"]) == ("transcribe", "german", "Guten Tag.")
    assert [word["word"] for word in both["words"]] == ["Guten", "Tag."]
    assert "words" not in verbose(heard, 2.0, ("segment",), translation=False)
    assert "segments" not in verbose(heard, 2.0, ("word",), translation=False)
    assert verbose(heard, 2.0, (), translation=True)["language"] == "english"
