"""Signing in in a real browser, and the page that describes the API: without any engine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.student import browser
from tests.provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider
from voice.api.access.entrance import Entrance
from voice.api.access.tokens import Tokens
from voice.api.ops.docs import describe
from voice.server.site import SafeHeaders
from voice.settings.settings import Settings
from voice.ui import ASSETS_URL, PageAssets


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture(scope="module")
def address(provider: Provider) -> Iterator[str]:
    """Of a server that others can reach, with a key made for this start and a provider."""
    settings = Settings(
        host="0.0.0.0",
        api_key=("sk-of-the-team",),
        oidc_issuer=provider.url,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
        oidc_allow=("@school.example",),
    )
    entrance = Entrance(settings, Tokens())
    app = FastAPI(title="Viva", openapi_url=None, docs_url=None)
    entrance.add_routes(app)

    @app.get("/")
    async def page() -> HTMLResponse:
        return HTMLResponse("<h1>Inside</h1>")

    describe(app, entrance.guard, entrance.cookie)
    app.mount(ASSETS_URL, PageAssets())
    entrance.mount(app)
    app.add_middleware(SafeHeaders)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    started = browser(playwright)
    yield started
    started.close()


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    """A new browser; nothing in it may fail, or ask another machine for anything."""
    context = chromium.new_context()
    page = context.new_page()
    errors: list[str] = []
    asked: set[str | None] = set()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname))
    yield page
    context.close()
    assert errors == []
    assert asked - {None} == {"127.0.0.1"}


def test_typing_the_key(tab: Page, address: str) -> None:
    tab.goto(address)
    expect(tab).to_have_title("Sign in to Viva")
    field = tab.get_by_label("Key")
    expect(field).to_be_focused()
    field.fill("sk-of-the-tram")
    field.press("Enter")
    expect(tab.get_by_role("alert")).to_contain_text("not known")
    tab.get_by_label("Key").fill("sk-of-the-team")
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("heading")).to_have_text("Inside")
    tab.goto(f"{address}/sign-in")
    tab.get_by_role("button", name="Sign out").click()
    expect(tab.get_by_label("Key")).to_be_visible()
    tab.goto(address)
    expect(tab).to_have_title("Sign in to Viva")


def test_a_link_with_the_key(tab: Page, address: str) -> None:
    """As the terminal shows it; the key is in no request and not in the history."""
    sent: list[str] = []
    tab.on("request", lambda request: sent.append(request.url))
    tab.goto(f"{address}/sign-in#sk-of-the-team")
    expect(tab.get_by_role("heading")).to_have_text("Inside")
    tab.go_back()
    assert "sk-of" not in tab.url
    assert not [url for url in sent if "sk-of" in url.partition("#")[0]]


def test_a_link_with_the_key_opened_on_the_page_itself(tab: Page, address: str) -> None:
    tab.goto(f"{address}/sign-in")
    tab.goto(f"{address}/sign-in#sk-of-the-team")
    expect(tab.get_by_role("heading")).to_have_text("Inside")


def test_at_a_provider(tab: Page, address: str) -> None:
    tab.goto(f"{address}/docs")
    tab.get_by_role("link", name="Sign in at 127.0.0.1").click()
    expect(tab).to_have_title("Viva: API")
    expect(tab.get_by_role("heading", name="Viva")).to_be_visible()
