"""Text read aloud through OpenAI's client, listened to with Whisper."""

from __future__ import annotations

import base64
import json
import threading

import httpx
import openai
import pytest
from openai import AsyncOpenAI, OpenAI

from tests.recordings import word_errors, words
from voice.hearing.recordings import decode

TEXT = "Please explain that again. Then the examiner asks another question."


@pytest.mark.parametrize("kind", ["mp3", "opus", "aac", "flac", "wav"])
def test_what_is_read_aloud_is_understood(client: OpenAI, kind: str) -> None:
    spoken = client.audio.speech.create(
        model="tts-1",
        voice="alloy",
        input=TEXT,
        response_format=kind,  # type: ignore[arg-type]
    )
    heard = client.audio.transcriptions.create(
        model="whisper-1", file=(f"x.{kind}", spoken.content), language="en"
    )
    assert word_errors(heard.text, TEXT.lower()) <= 1, heard.text


def test_speed_makes_it_shorter_and_raw_samples_have_24_khz(client: OpenAI) -> None:
    lengths = [
        len(
            client.audio.speech.create(
                model="tts-1", voice="alloy", input=TEXT, response_format="pcm", speed=speed
            ).content
        )
        for speed in (1.0, 2.0)
    ]
    assert 0.4 < lengths[1] / lengths[0] < 0.75, "twice as fast, but for the pauses"
    seconds = lengths[0] / 2 / 24_000
    assert 0.2 < seconds / len(words(TEXT)) < 0.7, "words a second as people say them"


async def test_the_first_sentence_comes_before_the_last_is_spoken(
    async_client: AsyncOpenAI,
) -> None:
    async with async_client.audio.speech.with_streaming_response.create(
        model="gpt-4o-mini-tts", voice="nova", input=f"{TEXT} " * 6, response_format="opus"
    ) as response:
        assert response.headers["content-type"] == "audio/ogg"
        chunks = [chunk async for chunk in response.iter_bytes()]
    assert len(chunks) > 5
    seconds = len(decode(b"".join(chunks), threading.Event())) / 16_000
    assert seconds > 15


def test_sound_comes_as_events_where_they_are_wanted(url: str) -> None:
    body = {"model": "tts-1", "voice": {"id": "alloy"}, "input": "Hello.", "stream_format": "sse",
            "response_format": "wav"}  # fmt: skip
    sent = httpx.post(f"{url}/v1/audio/speech", json=body, timeout=30).text
    events = [json.loads(line[6:]) for line in sent.splitlines() if line.startswith("data: ")]
    assert events[-1] == {"type": "speech.audio.done"}
    sound = b"".join(base64.b64decode(event["audio"]) for event in events[:-1])
    assert len(decode(sound, threading.Event())) > 4_000


def test_voices_of_the_catalogue_are_known_by_name_and_files_are_not(client: OpenAI) -> None:
    named = client.audio.speech.create(
        model="piper", voice="piper-en_US-joe-medium", input="Hello.", response_format="pcm"
    )
    assert len(named.content) > 8_000
    for voice in ("nobody", "/etc/passwd", "../joe.onnx"):
        with pytest.raises(openai.BadRequestError, match="no voice") as caught:
            client.audio.speech.create(model="tts-1", voice=voice, input="Hello.")
        assert caught.value.param == "voice"


@pytest.mark.parametrize("text", ["?!", "😀", "\n\n", "\ud800"])
def test_what_cannot_be_spoken_is_refused(url: str, text: str) -> None:
    body = json.dumps({"model": "tts-1", "voice": "alloy", "input": text})
    headers = {"content-type": "application/json"}
    sent = httpx.post(f"{url}/v1/audio/speech", content=body, headers=headers, timeout=30)
    assert sent.status_code == 400
    assert sent.json()["error"]["param"] == "input"
