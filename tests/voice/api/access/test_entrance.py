"""Who may come in, by what the settings say; signing in with a key."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request

from voice.api.access.entrance import Entrance
from voice.api.access.guard import visitor_of
from voice.api.access.tokens import Tokens
from voice.settings.settings import Settings

KEY = "sk-a-good-long-key"
SITE = "http://127.0.0.1:7860"


def entrance(**settings: Any) -> Entrance:
    return Entrance(Settings(**settings), Tokens())


def site(made: Entrance) -> FastAPI:
    """A server with one page, which tells who has come."""
    app = FastAPI(openapi_url=None)
    made.add_routes(app)

    @app.get("/{path:path}")
    async def page(request: Request, path: str) -> dict[str, str]:
        return {"path": path, "who": visitor_of(request).person}

    made.mount(app)
    return app


def browser_at(made: Entrance) -> httpx.AsyncClient:
    client = httpx.AsyncClient(transport=httpx.ASGITransport(site(made)), base_url=SITE)
    client.headers["accept"] = "text/html"
    return client


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    async with browser_at(entrance(api_key=(KEY,))) as client:
        yield client


# --- what the settings mean -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "required", "alone", "told"),
    [
        ({}, False, True, ""),
        ({"host": "::1"}, False, True, ""),
        ({"host": "0.0.0.0"}, True, False, "made for this start"),
        ({"host": "192.168.0.7"}, True, False, "--open"),
        ({"share": True}, True, False, "--api-key"),
        ({"host": "0.0.0.0", "open": True}, False, False, "Everybody"),
        ({"share": True, "open": True}, False, False, "Everybody"),
        ({"open": True}, False, True, ""),
        ({"api_key": (KEY,)}, True, False, "a key (--api-key)"),
        ({"api_key": (KEY,), "share": True}, True, False, "a key (--api-key)"),
        ({"auth": ("ada:secret",), "host": "::"}, True, False, "a user's password"),
        ({"auth": ("ada:secret",), "api_key": (KEY,)}, True, False, "password (--auth) or a key"),
    ],
)
def test_who_needs_what(settings: dict[str, Any], required: bool, alone: bool, told: str) -> None:
    users = (lambda connection: None) if "auth" in settings else None
    made = Entrance(Settings(**settings), Tokens(), users)
    text = "\n".join(made.told())
    assert (made.guard.required, made.alone) == (required, alone)
    assert told in text
    assert bool(text) is bool(told)
    assert KEY not in text
    assert "secret" not in text


def test_a_key_is_made_only_where_one_is_missing() -> None:
    url = "http://x"
    address = entrance(host="0.0.0.0").address(url)
    assert address.startswith(f"{url}/sign-in#")
    assert len(address.partition("#")[2]) >= 32
    assert address != entrance(host="0.0.0.0").address(url), "each start has its own"
    for settings in ({}, {"open": True, "host": "::"}, {"api_key": (KEY,), "host": "::"}):
        assert entrance(**settings).address(url) == url


async def test_the_key_that_was_made_works() -> None:
    made = entrance(share=True)
    key = made.address("").partition("#")[2]
    async with browser_at(made) as browser:
        assert (await browser.get("/x")).status_code == 303
        answer = await browser.get("/x", headers={"authorization": f"Bearer {key}"})
        assert answer.json() == {"path": "x", "who": ""}, "all have the same: it names nobody"


async def test_keys_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text("# the team\nsk-of-ada-1815\nsk-of-bob-1815 # bob\n")
    file.chmod(0o644)
    made = entrance(api_keys=file)
    assert "chmod 600" in "\n".join(made.told())
    file.chmod(0o600)
    assert "chmod" not in "\n".join(made.told())
    async with browser_at(made) as browser:
        who = [
            (await browser.get("/x", headers={"x-api-key": key})).json()["who"]
            for key in ("sk-of-ada-1815", "sk-of-bob-1815")
        ]
    assert len({*who, ""}) == 3, "each key is somebody"
    assert "ada" not in "".join(who)


# --- signing in -------------------------------------------------------------------------------


async def test_signing_in_with_a_key(browser: httpx.AsyncClient) -> None:
    first = await browser.get("/docs")
    assert (first.status_code, first.headers["location"]) == (303, "sign-in?next=%2Fdocs")
    page = await browser.get("/sign-in?next=%2Fdocs")
    assert 'name="next" value="/docs"' in page.text
    assert page.headers["cache-control"] == "no-store"
    answer = await browser.post("/sign-in", data={"key": f" {KEY} ", "next": "/docs"})
    assert (answer.status_code, answer.headers["location"]) == (303, "./docs")
    cookie = answer.headers["set-cookie"]
    assert KEY not in cookie
    for attribute in ("viva-login-7860=", "HttpOnly", "SameSite=lax", "Path=/"):
        assert attribute in cookie
    assert (await browser.get("/docs")).status_code == 200
    assert "Sign out" in (await browser.get("/sign-in")).text


async def test_signing_out(browser: httpx.AsyncClient) -> None:
    await browser.post("/sign-in", data={"key": KEY})
    kept = dict(browser.cookies)
    answer = await browser.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "./sign-in")
    assert (await browser.get("/x")).status_code == 303
    browser.cookies.update(kept)
    assert (await browser.get("/x")).status_code == 303, "the cookie is worth nothing any more"


@pytest.mark.parametrize("key", ["", "wrong", KEY + "x", "'\"<script>", "ä" * 1000])
async def test_a_wrong_key(browser: httpx.AsyncClient, key: str) -> None:
    answer = await browser.post("/sign-in", data={"key": key, "next": '/"><script>x</script>'})
    assert answer.status_code == 401
    assert 'role="alert"' in answer.text
    assert "<script>" not in answer.text
    assert "set-cookie" not in answer.headers


async def test_guessing_on_the_page_is_slowed_down(browser: httpx.AsyncClient) -> None:
    codes = [(await browser.post("/sign-in", data={"key": "guess"})).status_code for _ in range(30)]
    assert set(codes) == {401, 429}
    right = await browser.post("/sign-in", data={"key": KEY})
    assert right.status_code == 429
    assert int(right.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    "onwards", ["//evil.example", "/\\evil.example", "https:evil.example", "x"]
)
async def test_signing_in_leads_nowhere_else(browser: httpx.AsyncClient, onwards: str) -> None:
    answer = await browser.post("/sign-in", data={"key": KEY, "next": onwards})
    assert (answer.status_code, answer.headers["location"]) == (303, "./")


async def test_another_page_cannot_sign_somebody_in(browser: httpx.AsyncClient) -> None:
    headers = {"origin": "https://evil.example"}
    answer = await browser.post("/sign-in", data={"key": KEY}, headers=headers)
    assert answer.status_code == 403
    assert (await browser.post("/sign-out", headers={"origin": "null"})).status_code == 403


async def test_programs_are_not_sent_to_a_page(browser: httpx.AsyncClient) -> None:
    for method, accept in (("GET", "application/json"), ("POST", "text/html")):
        answer = await browser.request(method, "/session/x", headers={"accept": accept})
        assert answer.status_code == 401
