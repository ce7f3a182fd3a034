"""Who is let in: names, pages, keys, tokens; how often, and what is said to those who are not."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Iterator

import httpx
import pytest
from starlette.routing import BaseRoute, Route, WebSocketRoute

from tests.fakes import Clock
from tests.house import HOST, House, Line
from voice.api.access.entrance import session_tokens
from voice.api.access.guard import PUBLIC_PATHS, Credential, Guard
from voice.api.access.keys import ApiKeys
from voice.api.access.limits import Rate, Rates
from voice.api.access.tokens import Tokens, public_name
from voice.conversation.choices import Wanted

KEY = "sk-a-good-long-key"
EVIL = "https://evil.example"
QUIZ = "https://quiz.example"
PATH = "/webrtc/place"

Headers = dict[str, str]


def bearer(key: str) -> Headers:
    return {"authorization": f"Bearer {key}"}


def refused(answer: httpx.Response, status: int, code: str) -> None:
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert error["code"] == code
    assert error["message"]


@pytest.fixture
async def locked() -> AsyncIterator[House]:
    """A house whose door needs a key."""
    house = House(guard=Guard([ApiKeys([KEY, "sk-another-long-key"])], required=True))
    yield house
    await house.close()


@pytest.fixture
async def outside(locked: House) -> AsyncIterator[httpx.AsyncClient]:
    async with locked.client() as client:
        yield client


# --- keys -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        bearer(KEY),
        bearer("sk-another-long-key"),
        {"authorization": f"bearer  {KEY} "},
        {"x-api-key": KEY},
    ],
)
async def test_a_key_lets_in(outside: httpx.AsyncClient, headers: Headers) -> None:
    assert (await outside.get(PATH, headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        bearer(KEY + "x"),
        bearer(KEY[:-1]),
        bearer(KEY.upper()),
        bearer("x" * 100_000),
        bearer("ä"),
        {"x-api-key": "wrong"},
        {"authorization": f"Bearer wrong {KEY}"},
    ],
)
async def test_a_wrong_key_does_not(outside: httpx.AsyncClient, headers: Headers) -> None:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    answer = await outside.get(PATH, headers=raw)
    refused(answer, 401, "invalid_api_key")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "headers",
    [{}, {"authorization": "Bearer "}, {"authorization": f"Basic {KEY}"}, {"cookie": f"k={KEY}"}],
)
async def test_without_a_key(outside: httpx.AsyncClient, headers: Headers) -> None:
    answer = await outside.get(PATH, headers=headers)
    refused(answer, 401, "not_signed_in")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    refused(await outside.get(f"{PATH}?key={KEY}&api_key={KEY}"), 401, "not_signed_in")


async def test_where_no_login_is_needed_any_key_will_do(client: httpx.AsyncClient) -> None:
    """OpenAI's clients always send one."""
    assert (await client.get(PATH, headers=bearer("sk-whatever"))).status_code == 200


async def test_refusals_under_v1_can_be_read_by_clients_of_openai(
    outside: httpx.AsyncClient,
) -> None:
    error = (await outside.get("/v1/models", headers=bearer("wrong"))).json()["error"]
    assert error["code"] == "invalid_api_key"
    assert (error["type"], error["param"]) == ("authentication_error", None)


def routes(of: Iterable[BaseRoute]) -> Iterator[Route | WebSocketRoute]:
    """Every route, also those of routers that were included."""
    for route in of:
        if isinstance(route, Route | WebSocketRoute):
            yield route
        elif (router := getattr(route, "original_router", None)) is not None:
            yield from routes(router.routes)


def calls(house: House) -> list[tuple[str, str]]:
    """Methods and addresses."""
    found = [route for route in routes(house.app.routes) if isinstance(route, Route)]
    return [
        (m, r.path.translate({ord("{"): "", ord("}"): ""})) for r in found for m in r.methods or ()
    ]


async def test_no_route_does_without(locked: House, outside: httpx.AsyncClient) -> None:
    """However they are called, and whoever adds them."""
    tried = 0
    for method, path in calls(locked):
        for spelt in (path, path + "/", f"/{path}", path.upper(), path.replace("/", "//")):
            answer = await outside.request(method, spelt)
            if path not in PUBLIC_PATHS:
                assert answer.status_code == 401, (method, spelt)
                tried += 1
    assert tried > 100


async def test_no_socket_does_without(locked: House) -> None:
    found = [one for one in routes(locked.app.routes) if isinstance(one, WebSocketRoute)]
    assert len(found) >= 2
    for route in found:
        async with Line(locked.app, {"path": route.path}) as line:
            code, reason = await line.closed()
            assert (code, reason) == (1008, "You are not signed in"), route.path


async def test_browsers_send_a_key_as_a_subprotocol(locked: House) -> None:
    for key, opens in ((KEY, True), ("wrong", False)):
        offered = ["realtime", f"openai-insecure-api-key.{key}"]
        async with Line(locked.app, {"subprotocols": offered}) as line:
            kind = (await line.next())["type"]
            assert kind == ("websocket.accept" if opens else "websocket.close")


async def test_a_socket_is_refused_with_a_status_where_the_server_can(locked: House) -> None:
    async with Line(locked.app, {"extensions": {"websocket.http.response": {}}}) as line:
        start, body = await line.next(), await line.next()
    assert (start["type"], start["status"]) == ("websocket.http.response.start", 401)
    assert json.loads(body["body"])["error"]["code"] == "not_signed_in"


async def test_what_gradio_brings_and_nobody_needs_is_closed(
    client: httpx.AsyncClient, outside: httpx.AsyncClient
) -> None:
    for path in ("/pwa_icon/99999", "/gradio_api/upload", "/gradio_api/proxy=x", "/monitoring"):
        refused(await client.get(path), 404, "bad_request")
        assert (await outside.get(path)).status_code == 401


async def test_every_path_meets_the_door(outside: httpx.AsyncClient) -> None:
    for path in (
        "/",
        "/docs",
        "/metrics",
        "/gradio_api/info",
        "/none",
        "/%2e%2e/etc",
        "/viva/../x",
    ):
        assert (await outside.get(path)).status_code == 401, path
    for path in ("/healthz", "/viva/viva.js", "/robots.txt"):
        assert (await outside.get(path)).status_code == 404, "the door should not mind"


# --- tokens of a session ----------------------------------------------------------------------


@pytest.fixture
def tokens() -> Tokens:
    return Tokens()


@pytest.fixture
async def guarded(tokens: Tokens) -> AsyncIterator[House]:
    credentials: list[Credential] = [ApiKeys([KEY]), session_tokens(tokens)]
    house = House(guard=Guard(credentials, required=True), tokens=tokens)
    yield house
    await house.close()


async def test_a_token_lets_into_its_session_only(guarded: House, tokens: Tokens) -> None:
    one, other = [(await guarded.sessions.open(Wanted())).id for _ in range(2)]
    mine = bearer(tokens.issue(one, "take_part", 60))
    async with guarded.client() as client:
        for path in (f"/session/{one}", f"/v1/sessions/{one}"):
            assert (await client.get(path, headers=mine)).status_code == 200
        for path in (f"/session/{other}", f"/v1/sessions/{other}"):
            refused(await client.get(path, headers=mine), 403, "refused")
        for path in (PATH, "/v1/models", "/exam/banks"):
            refused(await client.get(path, headers=mine), 401, "invalid_api_key")


async def test_who_may_watch_may_do_nothing(guarded: House, tokens: Tokens) -> None:
    session = await guarded.sessions.open(Wanted())
    watching = bearer(tokens.issue(session.id, "watch", 60))
    async with guarded.client() as client:
        shown = await client.get(f"/v1/sessions/{public_name(session.id)}", headers=watching)
        assert shown.status_code == 200
        for path in (f"/session/{session.id}/stop", f"/v1/sessions/{session.id}/end"):
            refused(await client.post(path, headers=watching), 403, "refused")
    assert guarded.sessions.get(session.id)


async def test_a_forged_token_does_not_let_in(guarded: House) -> None:
    session = await guarded.sessions.open(Wanted())
    forged = bearer(Tokens().issue(session.id, "take_part", 60))
    async with guarded.client() as client:
        for _ in range(30):
            answer = await client.get(f"/v1/sessions/{session.id}", headers=forged)
            refused(answer, 401, "not_signed_in")
        assert (await client.get(PATH, headers=bearer(KEY))).status_code == 200, (
            "a page with an old token has locked its whole network out"
        )


# --- pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": EVIL},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:5173"},
        {"origin": f"https://{HOST}.evil.example"},
        {"origin": f"http://evil.example/{HOST}"},
        {"origin": f"http://user@{HOST}"},
        {"origin": "http://["},
        {"origin": "\x7f"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "object"},
    ],
)
async def test_another_page_may_not_use_it(client: httpx.AsyncClient, headers: Headers) -> None:
    for path in (PATH, "/healthz", "/"):
        refused(await client.get(path, headers=headers), 403, "foreign_page")
    simple = headers | {"content-type": "text/plain"}
    refused(await client.post("/webrtc/offer", content=b"{}", headers=simple), 403, "foreign_page")


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none", "sec-fetch-mode": "navigate"},
        {
            "sec-fetch-site": "cross-site",
            "sec-fetch-mode": "navigate",
            "sec-fetch-dest": "document",
        },
        {"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"},
    ],
)
async def test_the_own_page_and_links_to_it(client: httpx.AsyncClient, headers: Headers) -> None:
    assert (await client.get(PATH, headers=headers)).status_code == 200


async def test_a_form_of_another_page_is_no_link(client: httpx.AsyncClient) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    answer = await client.post(PATH, headers=headers | {"sec-fetch-dest": "document"})
    refused(answer, 403, "foreign_page")


async def test_a_name_that_was_made_to_point_here(client: httpx.AsyncClient) -> None:
    """DNS rebinding: page and server have the same, foreign name."""
    for host in ("evil.example:7860", "[", "127.0.0.1.evil.example", "127.0.0.1@evil.example", ""):
        headers = {"host": host, "origin": f"http://{host}", "sec-fetch-site": "same-origin"}
        refused(await client.get(PATH, headers=headers), 421, "wrong_name")
    async with House().client() as other:
        for host in ("127.0.0.2:1", "LOCALHOST", "[::1]"):
            assert (await other.get(PATH, headers={"host": host})).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": EVIL},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"host": "evil.example"},
    ],
)
async def test_another_page_opens_no_socket(house: House, headers: Headers) -> None:
    async with Line(house.app, **headers) as line:
        assert (await line.closed())[0] == 1008


@pytest.fixture
async def sharing() -> AsyncIterator[httpx.AsyncClient]:
    """A way to a house that another page may use."""
    house = House(guard=Guard([ApiKeys([KEY])], required=True, origins=[QUIZ]))
    async with house.client() as client:
        yield client
    await house.close()


async def test_an_allowed_page_may_ask_and_read(sharing: httpx.AsyncClient) -> None:
    asking = {
        "origin": QUIZ,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type,openai-beta",
    }
    answer = await sharing.options("/webrtc/offer", headers=asking)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == QUIZ
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "openai-beta" in answer.headers["access-control-allow-headers"]
    page = {"origin": QUIZ, "sec-fetch-site": "cross-site"}
    for headers, status in ((page | bearer(KEY), 200), (page, 401)):
        answer = await sharing.get(PATH, headers=headers)
        assert answer.status_code == status
        assert answer.headers["access-control-allow-origin"] == QUIZ
        assert "origin" in answer.headers["vary"].lower()
        assert "access-control-allow-credentials" not in answer.headers


async def test_no_other_page_is_told_anything(sharing: httpx.AsyncClient) -> None:
    for origin in (EVIL, "null", "https://quiz.example.evil.example", "http://quiz.example"):
        headers = {"origin": origin, "access-control-request-method": "GET"}
        for answer in (
            await sharing.options(PATH, headers=headers),
            await sharing.get(PATH, headers={"origin": origin} | bearer(KEY)),
        ):
            refused(answer, 403, "foreign_page")
            assert "access-control-allow-origin" not in answer.headers


# --- how often --------------------------------------------------------------------------------


def strict(clock: Clock, **rates: Rate) -> House:
    guard = Guard([ApiKeys([KEY])], required=True, rates=Rates(**rates), now=clock.now)
    return House(guard=guard)


async def test_who_comes_too_often_waits(clock: Clock) -> None:
    house = strict(clock, costly=Rate(2, 0.1))
    async with house.client() as client:

        async def offer() -> httpx.Response:
            return await client.post("/webrtc/offer", json={}, headers=bearer(KEY))

        assert [(await offer()).status_code for _ in range(3)] == [422, 422, 429]
        answer = await offer()
        refused(answer, 429, "too_many_requests")
        assert answer.headers["retry-after"] == "10"
        assert (await client.get(PATH, headers=bearer(KEY))).status_code == 200, (
            "other things go on"
        )
        await clock.advance(10)
        assert (await offer()).status_code == 422
    await house.close()


async def test_guessing_is_slowed_down(clock: Clock) -> None:
    house = strict(clock, failures=Rate(3, 0.1))
    async with house.client() as client:
        for _ in range(3):
            refused(await client.get(PATH, headers=bearer("guess")), 401, "invalid_api_key")
        for key in ("guess", KEY):
            refused(await client.get(PATH, headers=bearer(key)), 429, "too_many_requests")
        refused(await client.get(PATH), 401, "not_signed_in")
        await clock.advance(10)
        assert (await client.get(PATH, headers=bearer(KEY))).status_code == 200
    await house.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()
