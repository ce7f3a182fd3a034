"""Every error has OpenAI's shape, and is documented."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.house import House
from voice.api.openai.errors import ErrorBody

CHAT = "/v1/chat/completions"
HELLO = [{"role": "user", "content": "Hello."}]
JSON = {"content-type": "application/json"}


@pytest.fixture
async def client(house: House) -> AsyncIterator[httpx.AsyncClient]:
    async with house.client() as client:
        yield client


BODIES: dict[str, tuple[str, str | None]] = {
    "": ("Field required.", None),
    "{": ("The body is not JSON. Send JSON.", None),
    "[" * 100_000: ("There was an error parsing the body.", None),
    "null": ("Input should be a valid dictionary or object", None),
    '{"model": "gpt-4o-mini", "messages": [{"role": "user"}], "seed": ' + "9" * 5_000 + "}": (
        "There was an error parsing the body.",
        None,
    ),
    '{"model": "gpt-4o-mini", "messages": [{"role": "user"}], "temperature": NaN}': (
        "finite",
        "temperature",
    ),
    '{"model": "\\ud800", "messages": [{"role": "user", "content": "x"}]}': ("", "model"),
    '{"model": "gpt-4o-mini", "messages": [{"role": "user", "content": [{"type": 5}]}]}': (
        "valid string",
        "messages.0.content.0.type",
    ),
    '{"model": "gpt-4o-mini", "messages": [{"role": "king", "content": "x"}]}': (
        "'system'",
        "messages.0.role",
    ),
}


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
async def test_what_is_wrong_with_a_body_is_said(client: httpx.AsyncClient, body: str) -> None:
    words, param = BODIES[body]
    answer = await client.post(CHAT, content=body, headers=JSON)
    error = ErrorBody.model_validate(answer.json()).error
    assert answer.status_code in (400, 404)
    assert words in error.message
    assert error.param == param
    assert error.type == "invalid_request_error"


async def test_refusals_at_the_door_have_the_shape_too(client: httpx.AsyncClient) -> None:
    foreign = {"origin": "https://evil.example"}
    answer = await client.post(CHAT, json={"messages": HELLO}, headers=foreign)
    assert answer.status_code == 403
    ErrorBody.model_validate(answer.json())
    large = await client.post(CHAT, content=b" " * 2_000_000, headers=JSON)
    assert large.status_code == 413
    ErrorBody.model_validate(large.json())


FORMS: dict[str, tuple[dict[str, Any], str | None]] = {
    "no form": ({"json": {}}, None),
    "no boundary": ({"content": b"x", "headers": {"content-type": "multipart/form-data"}}, None),
    "junk": (
        {"content": b"\0" * 99, "headers": {"content-type": "multipart/form-data; boundary=x"}},
        None,
    ),
    "no file": ({"files": {"model": (None, "whisper-1")}}, "file"),
    "file as text": ({"files": {"file": (None, "hello"), "model": (None, "whisper-1")}}, "file"),
    "another name": ({"files": {"sound": b"hello"}, "data": {"model": "whisper-1"}}, "file"),
    "no model": ({"files": {"file": b"hello"}}, "model"),
    "wrong granularity": (
        {"files": {"file": b"x"}, "data": {"model": "whisper-1",
                                           "timestamp_granularities[]": ["word", "letter"]}},
        "timestamp_granularities.1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
async def test_what_is_wrong_with_a_form_is_said(client: httpx.AsyncClient, form: str) -> None:
    request, param = FORMS[form]
    answer = await client.post("/v1/audio/transcriptions", **request)
    assert answer.status_code == 400
    assert ErrorBody.model_validate(answer.json()).error.param == param


async def test_a_file_of_more_than_25_mb_is_too_large(client: httpx.AsyncClient) -> None:
    files = {"file": b"\0" * (25 * 2**20 + 1)}
    answer = await client.post("/v1/audio/transcriptions", files=files, data={"model": "whisper-1"})
    assert answer.status_code == 413
    assert "25 MB" in answer.json()["error"]["message"]


def test_the_document_holds_every_route_and_its_errors(house: House) -> None:
    paths = house.app.openapi()["paths"]
    json.dumps(paths)
    for path in ("/v1/chat/completions", "/v1/responses", "/v1/audio/speech"):
        post = paths[path]["post"]
        assert {"200", "400", "401", "403", "404", "413", "429", "500", "503"} <= set(
            post["responses"]
        )
    form = paths["/v1/audio/transcriptions"]["post"]["requestBody"]["content"]
    fields = form["multipart/form-data"]["schema"]["properties"]
    assert fields["file"] == {"type": "string", "format": "binary"}
    assert "timestamp_granularities[]" in fields
