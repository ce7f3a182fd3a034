"""Signing in at a provider: what it takes, and every way in which it must fail."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI, Request
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider
from voice.api.access.entrance import Entrance
from voice.api.access.guard import visitor_of
from voice.api.access.tokens import Tokens
from voice.settings.settings import Settings

SITE = "http://127.0.0.1:7860"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider) -> Provider:
    running.clear()
    return running


def settings(provider: Provider, **changes: Any) -> Settings:
    asked: dict[str, Any] = {
        "oidc_issuer": provider.url,
        "oidc_client_id": CLIENT_ID,
        "oidc_client_secret": CLIENT_SECRET,
        "oidc_allow": ("@school.example", "guest@other.example"),
    }
    return Settings(**asked | changes)


def site(settings: Settings) -> FastAPI:
    """A server with one page, which tells who has come."""
    app = FastAPI(openapi_url=None)
    entrance = Entrance(settings, Tokens())
    entrance.add_routes(app)

    @app.get("/{path:path}")
    async def page(request: Request, path: str) -> dict[str, str]:
        return {"path": path, "who": visitor_of(request).person}

    entrance.mount(app)
    return app


def browser_at(app: FastAPI, url: str = SITE) -> httpx.AsyncClient:
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=url)
    client.headers["accept"] = "text/html"
    return client


@pytest.fixture
async def browser(provider: Provider) -> AsyncIterator[httpx.AsyncClient]:
    async with browser_at(site(settings(provider))) as client:
        yield client


async def back_from(provider: Provider, browser: httpx.AsyncClient, path: str = "/") -> str:
    """Go to the provider, sign in there; the address it sends the browser back to."""
    there = await browser.get("/sign-in/provider", params={"next": path})
    assert there.status_code == 302, there.text
    assert there.headers["location"].startswith(provider.url)
    async with httpx.AsyncClient() as outside:
        answer = await outside.get(there.headers["location"])
    back: str = answer.headers["location"]
    return back


async def sign_in(provider: Provider, browser: httpx.AsyncClient) -> httpx.Response:
    return await browser.get(await back_from(provider, browser))


async def is_outside(browser: httpx.AsyncClient) -> bool:
    return (await browser.get("/session/x", headers={"accept": "*/*"})).status_code == 401


async def test_signing_in_and_out(provider: Provider, browser: httpx.AsyncClient) -> None:
    first = await browser.get("/docs")
    assert (first.status_code, first.headers["location"]) == (303, "sign-in?next=%2Fdocs")
    page = await browser.get(first.headers["location"])
    assert page.status_code == 200
    assert "sign-in/provider?next=%2Fdocs" in page.text
    assert "127.0.0.1" in page.text, "one should see where one will be sent"
    done = await browser.get(await back_from(provider, browser, "/docs"))
    assert (done.status_code, done.headers["location"]) == (303, "../docs")
    shown = await browser.get("/docs")
    assert shown.json() == {"path": "docs", "who": "mail ada@school.example"}
    out = await browser.post("/sign-out", headers={"origin": SITE})
    assert out.status_code == 303
    assert await is_outside(browser)


async def test_cookies_are_for_this_browser_and_site_alone(
    provider: Provider, browser: httpx.AsyncClient
) -> None:
    answers = [await browser.get("/sign-in/provider"), await sign_in(provider, browser)]
    cookies = [
        c for answer in answers for c in answer.headers.get_list("set-cookie") if '=""' not in c
    ]
    assert len(cookies) == 2
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Secure" not in cookie
        assert "ada" not in cookie
    async with browser_at(site(settings(provider)), "https://viva.example") as secure:
        secure.headers["host"] = "127.0.0.1"
        answer = await secure.get("/sign-in/provider")
    assert "Secure" in answer.headers["set-cookie"]
    sent = parse_qs(urlsplit(answer.headers["location"]).query)
    assert sent["redirect_uri"] == ["https://127.0.0.1/sign-in/callback"]


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"aud": "another client"},
        {"aud": ["another client"]},
        {"aud": [CLIENT_ID, "another client"], "azp": "another client"},
        {"iss": "https://other.example"},
        {"iss": None},
        {"sub": None},
        {"exp": 1_000_000},
        {"exp": None},
        {"iat": 9_999_999_999},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        {"email": "eve@evil.example"},
        {"email": "eve@school.example.evil.example"},
        {"email": "eve@evilschool.example"},
        {"email": "ada@school.example", "email_verified": False},
        {"email": "ada@school.example", "email_verified": "true"},
        {"email_verified": None},
        {"email": None},
        {"email": ["ada@school.example"]},
    ],
)
async def test_what_does_not_let_in(
    provider: Provider, browser: httpx.AsyncClient, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    answer = await sign_in(provider, browser)
    assert answer.status_code == 403
    assert 'role="alert"' in answer.text
    assert await is_outside(browser)


@pytest.mark.parametrize("email", ["guest@other.example", "GUEST@other.example"])
async def test_single_people(provider: Provider, browser: httpx.AsyncClient, email: str) -> None:
    provider.claims = {"email": email}
    assert (await sign_in(provider, browser)).status_code == 303
    provider.claims = {"email": "somebody@other.example"}
    assert (await sign_in(provider, browser)).status_code == 403


async def test_everybody_whom_the_provider_knows(provider: Provider) -> None:
    provider.claims = {"email": None, "email_verified": None}
    async with browser_at(site(settings(provider, oidc_allow=("*",)))) as browser:
        assert (await sign_in(provider, browser)).status_code == 303
        assert (await browser.get("/")).json()["who"] == "account ada-1815"


@pytest.mark.parametrize(
    "forger", [RSAKey.generate_key(2048, {"kid": "one"}), OctKey.generate_key()]
)
async def test_a_signature_of_somebody_else(
    provider: Provider, browser: httpx.AsyncClient, forger: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forged(asked: dict[str, str]) -> str:
        provider.signed_with = forger
        algorithm = "RS256" if isinstance(forger, RSAKey) else "HS256"
        claims = {"iss": provider.url, "sub": "ada", "aud": CLIENT_ID, "nonce": asked["nonce"]}
        times = {"iat": 1_000_000, "exp": 9_999_999_999}
        mail = {"email": "ada@school.example", "email_verified": True}
        return jwt.encode({"alg": algorithm, "kid": "one"}, claims | times | mail, forger)

    monkeypatch.setattr(provider, "id_token", forged)
    assert (await sign_in(provider, browser)).status_code == 403
    assert await is_outside(browser)


async def test_no_signature_at_all(
    provider: Provider, browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = provider.id_token

    def unsigned(asked: dict[str, str]) -> str:
        _, claims, _ = right(asked).split(".")
        return f"eyJhbGciOiJub25lIn0.{claims}."

    monkeypatch.setattr(provider, "id_token", unsigned)
    assert (await sign_in(provider, browser)).status_code == 403
    assert await is_outside(browser)


async def test_a_sign_in_belongs_to_the_browser_that_began_it(
    provider: Provider, browser: httpx.AsyncClient
) -> None:
    """Else somebody could be signed in as somebody else, and talk into their history."""
    back = await back_from(provider, browser)
    async with browser_at(site(settings(provider))) as other:
        assert (await other.get(back)).status_code == 403
    assert (await browser.get(back)).status_code == 303
    assert (await browser.get(back)).status_code == 403, "it counts once"


async def test_a_state_that_was_made_up(provider: Provider, browser: httpx.AsyncClient) -> None:
    back = await back_from(provider, browser)
    state = parse_qs(urlsplit(back).query)["state"][0]
    assert (await browser.get(back.replace(state, "made-up"))).status_code == 403
    for path in ("/sign-in/callback", "/sign-in/callback?code=x&state=y"):
        assert (await browser.get(path)).status_code == 403
    assert await is_outside(browser)


async def test_who_says_no_at_the_provider(provider: Provider, browser: httpx.AsyncClient) -> None:
    provider.denies = True
    answer = await sign_in(provider, browser)
    assert answer.status_code == 403
    assert "did not sign you in" in answer.text


@pytest.mark.parametrize("status", [400, 500])
async def test_a_code_that_is_not_taken(
    provider: Provider, browser: httpx.AsyncClient, status: int
) -> None:
    provider.token_status = status
    assert (await sign_in(provider, browser)).status_code == 403
    assert await is_outside(browser)


async def test_a_provider_that_calls_itself_otherwise(provider: Provider) -> None:
    provider.metadata = {"issuer": "https://other.example"}
    async with browser_at(site(settings(provider))) as browser:
        answer = await browser.get("/sign-in/provider")
        assert answer.status_code == 502
        assert "cannot be used" in answer.text


async def test_a_provider_that_does_not_answer(provider: Provider) -> None:
    async with browser_at(site(settings(provider, oidc_issuer="http://127.0.0.1:1"))) as browser:
        assert (await browser.get("/sign-in/provider")).status_code == 502


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\n/x",
        "x",
    ],
)
async def test_signing_in_leads_nowhere_else(
    provider: Provider, browser: httpx.AsyncClient, path: str
) -> None:
    answer = await browser.get(await back_from(provider, browser, path))
    assert (answer.status_code, answer.headers["location"]) == (303, "../")


async def test_nothing_of_it_is_logged(
    provider: Provider, browser: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await sign_in(provider, browser)
    provider.claims = {"nonce": "wrong"}
    await sign_in(provider, browser)
    assert "a sign-in failed: InvalidClaimError" in caplog.text
    for secret in (CLIENT_SECRET, "ada", "Ada", *browser.cookies.values()):
        assert secret not in caplog.text.replace(" HTTP Request", "")
