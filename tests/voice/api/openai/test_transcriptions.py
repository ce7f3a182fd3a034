"""Recordings of people, written down through OpenAI's client."""

from __future__ import annotations

import io
import re

import numpy as np
import openai
import pytest
from openai import AsyncOpenAI, OpenAI
from openai.types.audio import TranscriptionVerbose

from tests.recordings import DATA, recording, silence, word_errors, words
from voice.api.openai.transcriptions import terms
from voice.core.audio import to_int16, wav

JFK = DATA / recording("jfk").file


def errors(text: str, name: str = "jfk") -> float:
    """Word error rate."""
    reference = recording(name).reference
    return word_errors(text, reference) / len(words(reference))


def test_a_recording_is_written_down(client: OpenAI) -> None:
    heard = client.audio.transcriptions.create(
        model="whisper-1", file=JFK, language="en", prompt="Americans", temperature=0
    )
    assert errors(heard.text) < 0.1
    assert heard.usage is not None
    assert heard.usage.type == "duration"
    assert heard.usage.seconds == 11


def test_every_word_has_its_time(client: OpenAI) -> None:
    heard = client.audio.transcriptions.create(
        model="whisper-1",
        file=JFK,
        response_format="verbose_json",
        timestamp_granularities=["word", "segment"],
    )
    TranscriptionVerbose.model_validate(heard.model_dump())
    assert heard.language == "english"
    assert heard.duration == pytest.approx(11.0, abs=0.1)
    assert heard.words is not None
    assert errors(" ".join(word.word for word in heard.words)) < 0.1
    times = [time for word in heard.words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert 0 <= times[0] < 1.0
    assert times[-1] <= 11.0
    assert heard.segments is not None
    assert errors(" ".join(segment.text for segment in heard.segments)) < 0.1


def test_subtitles(client: OpenAI) -> None:
    srt = client.audio.transcriptions.create(model="whisper-1", file=JFK, response_format="srt")
    vtt = client.audio.transcriptions.create(model="whisper-1", file=JFK, response_format="vtt")
    time = r"00:00:\d\d[.,]\d{3}"
    assert re.match(rf"1\n{time} --> {time}\n\w", srt)
    assert re.match(rf"WEBVTT\n\n{time} --> {time}\n\w", vtt)
    said = [line for line in vtt.splitlines()[1:] if line and "-->" not in line]
    assert errors(" ".join(said)) < 0.1


async def test_a_long_recording_comes_part_by_part(async_client: AsyncOpenAI) -> None:
    """Several people one after the other: the words of the first are there before the rest."""
    names = ("jfk", "p226_006", "1272-141231-0022")
    sound = np.concatenate([np.r_[recording(name).audio, silence(1)] for name in names])
    file = io.BytesIO(wav(to_int16(sound), 16_000))
    stream = await async_client.audio.transcriptions.create(
        model="gpt-4o-transcribe", file=("talk.wav", file), stream=True
    )
    events = [event async for event in stream]
    assert [event.type for event in events[:-1]] == ["transcript.text.delta"] * (len(events) - 1)
    assert len(events) > 2, "all words came at once"
    done = events[-1]
    assert done.type == "transcript.text.done"
    assert "".join(e.delta for e in events if e.type == "transcript.text.delta") == done.text
    said = " ".join(recording(name).reference for name in names)
    assert word_errors(done.text, said) / len(words(said)) < 0.15


def test_speech_is_translated_into_english(client: OpenAI) -> None:
    with pytest.warns(
        DeprecationWarning, match="deprecated"
    ):  # OpenAI's client says so of its own method
        heard = client.audio.translations.create(
            model="whisper-1", file=JFK, response_format="verbose_json"
        )
    assert errors(heard.text) < 0.1
    assert heard.language == "english"


def test_silence_has_no_words(client: OpenAI) -> None:
    file = ("silence.wav", wav(to_int16(silence(2)), 16_000))
    assert client.audio.transcriptions.create(model="whisper-1", file=file).text == ""


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no sound at all" * 100,
        JFK.read_bytes()[:30],
        f"#EXTM3U\n#EXTINF:11,\nfile://{JFK}\n#EXT-X-ENDLIST\n".encode(),
        f"ffconcat version 1.0\nfile '{JFK}'\n".encode(),
    ],
    ids=["empty", "text", "cut off", "playlist of our files", "list of our files"],
)
def test_what_is_no_recording_is_refused_in_words(client: OpenAI, content: bytes) -> None:
    with pytest.raises(openai.BadRequestError, match="recording") as caught:
        client.audio.transcriptions.create(model="whisper-1", file=("x.flac", content))
    assert caught.value.param == "file"


def test_unknown_languages_formats_and_models_are_refused(client: OpenAI) -> None:
    create = client.audio.transcriptions.create
    with pytest.raises(openai.BadRequestError, match="'klingon' is not known"):
        create(model="whisper-1", file=JFK, language="klingon")
    with pytest.raises(openai.BadRequestError, match="response_format"):
        create(model="whisper-1", file=JFK, response_format="diarized_json")
    with pytest.raises(openai.NotFoundError, match="'whisper-9' does not exist"):
        create(model="whisper-9", file=JFK)


def test_a_prompt_names_terms() -> None:
    assert terms("ATP, mitochondrion; Golgi apparatus") == ("ATP", "mitochondrion",
                                                            "Golgi apparatus")  # fmt: skip
    assert terms("Then we talk about what Krebs and Calvin found out.") == ("Krebs", "Calvin")
    assert terms("") == ()
    assert len(terms(",".join(map(str, range(1000))))) == 100
