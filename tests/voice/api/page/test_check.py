"""The check before the start: what is understood of a sentence, and what is refused."""

from __future__ import annotations

import io
import wave

import httpx
import numpy as np
import pytest

from models.base import Float32
from tests.fakes import Clock
from tests.house import House
from voice.api.common.refused import Refused
from voice.api.page.check import LONGEST_S, MOST_A_MINUTE, Turnstile
from voice.api.page.sentences import sentence
from voice.core.audio import to_int16


def wav(audio: Float32, channels: int = 1, rate: int = 16_000) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(to_int16(audio).tobytes())
    return file.getvalue()


async def test_a_sentence_is_told_and_what_is_understood_of_it(
    house: House, client: httpx.AsyncClient
) -> None:
    told = (await client.get("/check/sentence", params={"language": "de"})).json()
    assert told == {"language": "de", "sentence": sentence("de")}
    said = house.vocabulary.say("Bitte stell die schönen Blumen auf den Tisch neben dem Fenster.")
    answer = await client.post("/check/heard?language=de", content=wav(said))
    assert answer.status_code == 200
    words = answer.json()["words"]
    assert [word["text"] for word in words if not word["understood"]] == ["gelben"]
    assert "schönen" in answer.json()["text"]


SECOND = np.zeros(16_000, np.float32)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no WAV"),
        (b"RIFF", "no WAV"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "no WAV"),
        (wav(SECOND)[:40], "no WAV"),
        (b"\x00" * 5000, "no WAV"),
        (wav(SECOND, channels=2), "another kind"),
        (wav(SECOND, rate=48_000), "another kind"),
        (wav(np.zeros(int((LONGEST_S + 1) * 16_000), np.float32)), "too long"),
    ],
)
async def test_what_is_no_such_recording_is_refused(
    client: httpx.AsyncClient, body: bytes, words: str
) -> None:
    answer = await client.post("/check/heard", content=body)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert words in error["message"]
    assert "int16" in error["fix"]


async def test_silence_and_half_a_sample_are_no_words(client: httpx.AsyncClient) -> None:
    for body in (wav(SECOND[:0]), wav(SECOND)[:-1]):
        answer = await client.post("/check/heard", content=body)
        assert answer.status_code == 200, answer.text
        assert answer.json()["text"] == ""


async def test_a_language_without_sentence_is_named(client: httpx.AsyncClient) -> None:
    for answer in (
        await client.get("/check/sentence?language=tlh"),
        await client.post("/check/heard?language=tlh", content=wav(SECOND)),
    ):
        assert answer.status_code == 422
        assert "'tlh'" in answer.json()["error"]["message"]


def test_one_is_checked_at_a_time_and_so_many_in_a_minute() -> None:
    clock = Clock()
    turnstile = Turnstile(MOST_A_MINUTE, clock.now)
    with turnstile.pass_through(), pytest.raises(Refused) as busy, turnstile.pass_through():
        pass
    assert busy.value.status == 429
    with pytest.raises(RuntimeError), turnstile.pass_through():
        raise RuntimeError
    for _ in range(MOST_A_MINUTE - 2):
        with turnstile.pass_through():
            pass
    with pytest.raises(Refused), turnstile.pass_through():
        pass
    clock.now_s += 60
    with turnstile.pass_through():
        pass
