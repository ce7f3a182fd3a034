"""The unmodified `openai` package talks to a running Viva with real engines.

The model is the embedded default. Half a billion parameters call a function when they must
(`tool_choice: "required"`) and often not when they may, so only the first is asked of them here;
what a model does of its own accord is played in `test_tools`.
"""

from __future__ import annotations

import base64
import json
import wave
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openai import AsyncOpenAI, OpenAI

from models.base import Float32, Int16
from tests.pages import blocks, read
from tests.recordings import recording, silence, word_errors
from tests.running import running_app
from voice.api.realtime.formats import RATES, Kind, decode, encode
from voice.core.audio import level_dbfs, resample, to_float, to_int16

FOOD = recording("2902-9008-0008")
EAGER = recording("1988-147956-0025")
WEATHER: dict[str, Any] = {
    "type": "function",
    "name": "get_weather",
    "description": "Tells the weather in a city",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
    },
}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running_app("--llm", "llamacpp") as app:
        yield app.url().rstrip("/") + "/v1"


@pytest.fixture
async def client(url: str) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(api_key="none", base_url=url, websocket_base_url=socket(url)) as client:
        yield client


def socket(url: str) -> str:
    return url.replace("http://", "ws://")


def pieces(audio: Float32, kind: Kind = "audio/pcm", ms: int = 200) -> Iterator[str]:
    """Base64 of float32 16 kHz sound, as a client sends it."""
    data = encode(kind, to_int16(resample(audio, 16_000, RATES[kind])))
    step = RATES[kind] * ms // 1000 * (2 if kind == "audio/pcm" else 1)
    for start in range(0, len(data), step):
        yield base64.b64encode(data[start : start + step]).decode()


def brief(**others: Any) -> Any:
    """A session that does not keep a test waiting."""
    return {
        "type": "realtime",
        "instructions": "Answer in one short sentence.",
        "max_output_tokens": 24,
        **others,
    }


def typed(text: str) -> Any:
    content = [{"type": "input_text", "text": text}]
    return {"type": "message", "role": "user", "content": content}


async def until(connection: Any, kind: str, sound: list[bytes] | None = None) -> Any:
    """The next event of that kind; sound on the way is collected."""
    async for event in connection:
        assert event.type != "error" or kind == "error", event.error.message
        if sound is not None and event.type.endswith("audio.delta"):
            sound.append(base64.b64decode(event.delta))
        if event.type == kind:
            return event
    raise AssertionError(f"closed, and no {kind} had come")


def is_speech(audio: Int16, kind: Kind = "audio/pcm") -> bool:
    return len(audio) > RATES[kind] // 2 and level_dbfs(to_float(audio)) > -40


async def test_an_audio_turn_and_what_was_heard_of_it(client: AsyncOpenAI) -> None:
    async with client.realtime.connect(model="gpt-realtime") as connection:
        created = await until(connection, "session.created")
        assert created.session.model.startswith("qwen2.5-coder")
        audio: Any = {"input": {"transcription": {"model": "whisper-1"}}}
        await connection.session.update(session=brief(audio=audio))
        for piece in pieces(np.concatenate((FOOD.audio, silence(1.0)))):
            await connection.input_audio_buffer.append(audio=piece)
        await until(connection, "input_audio_buffer.speech_started")
        await until(connection, "input_audio_buffer.committed")
        heard = await until(connection, "conversation.item.input_audio_transcription.completed")
        assert word_errors(heard.transcript, FOOD.reference) <= 1
        sound: list[bytes] = []
        response = (await until(connection, "response.done", sound)).response
        assert response.status in ("completed", "incomplete")
        assert is_speech(decode("audio/pcm", b"".join(sound)))
        assert response.usage.input_tokens > 0
        item = response.output[0]
        said = item.content[0].transcript
        await connection.conversation.item.truncate(
            item_id=item.id, content_index=0, audio_end_ms=100
        )
        await until(connection, "conversation.item.truncated")
        await connection.conversation.item.retrieve(item_id=item.id)
        kept = (await until(connection, "conversation.item.retrieved")).item.content[0].transcript
        assert len(kept) < len(said)
        assert said.startswith(kept)


async def test_a_function_is_called(client: AsyncOpenAI) -> None:
    async with client.realtime.connect(model="gpt-realtime") as connection:
        await connection.session.update(
            session=brief(output_modalities=["text"], max_output_tokens=40)
        )
        await connection.conversation.item.create(item=typed("What is the weather in Paris?"))
        wishes: Any = {"tools": [WEATHER], "tool_choice": "required"}
        await connection.response.create(response=wishes)
        done = await until(connection, "response.function_call_arguments.done")
        assert done.name == "get_weather"
        assert "paris" in json.loads(done.arguments)["city"].lower()
        (call,) = (await until(connection, "response.done")).response.output
        await connection.conversation.item.create(
            item={"type": "function_call_output", "call_id": call.call_id, "output": "sunny"}
        )
        await connection.response.create(response={"max_output_tokens": 8})
        response = (await until(connection, "response.done")).response
        assert response.status in ("completed", "incomplete")


async def test_a_text_turn_cancel_and_error(client: AsyncOpenAI) -> None:
    async with client.realtime.connect(model="gpt-realtime") as connection:
        await connection.response.cancel(event_id="mine")
        error = (await until(connection, "error")).error
        assert (error.event_id, error.type) == ("mine", "invalid_request_error")
        await connection.session.update(session=brief(output_modalities=["text"]))
        await connection.conversation.item.create(item=typed("What is the capital of France?"))
        await connection.response.create()
        written = (await until(connection, "response.output_text.done")).text
        assert written.strip(), "what it says is the model's affair"
        await until(connection, "response.done")
        await connection.conversation.item.create(item=typed("Count from one to fifty in words."))
        await connection.response.create(
            response={"output_modalities": ["audio"], "max_output_tokens": 200}
        )
        await until(connection, "response.output_audio.delta")
        await connection.response.cancel()
        response = (await until(connection, "response.done")).response
        assert response.status == "cancelled"
        assert response.status_details.reason == "client_cancelled"


def test_the_synchronous_client_pushes_to_talk_in_g711(url: str) -> None:
    with (
        OpenAI(api_key="none", base_url=url, websocket_base_url=socket(url)) as client,
        client.realtime.connect(model="gpt-realtime") as connection,
    ):
        law: Any = {"format": {"type": "audio/pcmu"}}
        transcription: Any = {"model": "whisper-1", "language": "en"}
        heard = {**law, "turn_detection": None, "transcription": transcription}
        connection.session.update(session=brief(audio={"input": heard, "output": law}))
        for piece in pieces(FOOD.audio, "audio/pcmu"):
            connection.input_audio_buffer.append(audio=piece)
        connection.input_audio_buffer.commit()
        connection.response.create()
        sound = b""
        for event in connection:
            assert event.type != "error", event
            if event.type == "conversation.item.input_audio_transcription.completed":
                assert word_errors(event.transcript, FOOD.reference) <= 2
            if event.type == "response.output_audio.delta":
                sound += base64.b64decode(event.delta)
            if event.type == "response.done":
                break
        assert is_speech(decode("audio/pcmu", sound), "audio/pcmu")


async def test_the_older_dialect(client: AsyncOpenAI) -> None:
    async with client.beta.realtime.connect(model="gpt-4o-realtime-preview") as connection:
        await until(connection, "conversation.created")
        await connection.session.update(
            session={"instructions": "Answer in one word.", "max_response_output_tokens": 12}
        )
        await connection.conversation.item.create(item=typed("What is the capital of France?"))
        await connection.response.create()
        sound: list[bytes] = []
        await until(connection, "response.audio_transcript.done", sound)
        done = await until(connection, "response.done")
        assert done.response.output[0].content[0].type == "audio"
        assert is_speech(decode("audio/pcm", b"".join(sound)))


def test_the_example_of_the_page(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = blocks(read("docs/api/realtime.md"), "python")
    monkeypatch.chdir(tmp_path)
    with wave.open("question.wav", "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24_000)
        file.writeframes(to_int16(resample(EAGER.audio, 16_000, 24_000)).tobytes())
    exec(compile(example.replace("127.0.0.1:7860", url.split("/")[2]), "realtime.md", "exec"), {})
    printed = capsys.readouterr().out
    assert word_errors(printed.split("You: ")[1].split("\n")[0], EAGER.reference) <= 1
    assert "Viva: " in printed
    with wave.open("answer.wav") as file:
        answer = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert is_speech(answer.astype(np.int16))
