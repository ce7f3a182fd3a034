"""Signing in with a key or at an identity provider, and signing out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import jinja2
from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.requests import HTTPConnection

from models.base import VivaError
from voice.api.access.keys import ApiKeys
from voice.api.access.login import Logins, NotSignedIn

if TYPE_CHECKING:
    from voice.api.access.openid import OpenId

_PAGE = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(
    Path(__file__).with_name("sign_in.html").read_text(encoding="utf-8")
)

LONGEST_PATH = 500


class SignIn:
    """The routes for signing in and out.

    Parameters
    ----------
    logins : Logins
        Browsers that are signed in.
    keys : ApiKeys, optional
        Keys that can be used to sign in.
    provider : OpenId, optional
        Identity provider.
    """

    def __init__(
        self, logins: Logins, keys: ApiKeys | None = None, provider: OpenId | None = None
    ) -> None:
        self._logins = logins
        self._keys = keys
        self._provider = provider

    def routes(self) -> APIRouter:
        """The routes, none of which require being signed in."""
        router = APIRouter(include_in_schema=False)
        router.get("/sign-in")(self._show)
        router.post("/sign-in")(self._take_key)
        router.post("/sign-out")(self._sign_out)
        if self._provider is not None:
            router.get("/sign-in/provider")(self._go_to_provider)
            router.get("/sign-in/callback")(self._come_back)
        return router

    async def _show(self, request: Request, next: str = "/") -> Response:
        return self._answer(request, next)

    async def _take_key(
        self,
        request: Request,
        key: Annotated[str, Form()] = "",
        next: Annotated[str, Form()] = "/",
    ) -> Response:
        visitor = self._keys.holder(key.strip()) if self._keys is not None else None
        if visitor is None:
            wrong = VivaError("This key is not known here", "Check it")
            return self._answer(request, next, wrong, 401)
        response = RedirectResponse(f"./{_own(next)}", 303)
        self._logins.begin(visitor, request, response)
        return response

    async def _sign_out(self, request: Request) -> Response:
        response = RedirectResponse("./sign-in", 303)
        self._logins.end(request, response)
        return response

    async def _go_to_provider(self, request: Request, next: str = "/") -> Response:
        assert self._provider is not None
        try:
            return await self._provider.begin(request, _callback(request), _own(next))
        except NotSignedIn as error:
            return self._answer(request, next, error, 502, up="../")

    async def _come_back(self, request: Request) -> Response:
        assert self._provider is not None
        response: Response
        try:
            visitor, onwards = await self._provider.finish(request)
        except NotSignedIn as error:
            response = self._answer(request, "/", error, 403, up="../")
        else:
            response = RedirectResponse(f"../{onwards}", 303)
            self._logins.begin(visitor, request, response)
        self._provider.forget(response)
        return response

    def _answer(
        self,
        request: Request,
        onwards: str,
        error: VivaError | None = None,
        status: int = 200,
        up: str = "",
    ) -> HTMLResponse:
        page = _PAGE.render(
            error=error,
            key=self._keys is not None,
            onwards=_own(onwards),
            provider=self._provider.name if self._provider is not None else "",
            quoted=quote(f"/{_own(onwards)}", safe=""),
            signed_in=self._logins(request) is not None,
            up=up,
        )
        return HTMLResponse(page, status, headers={"cache-control": "no-store"})


def _own(onwards: str) -> str:
    """A local path to continue with, without its slash; the main page for anything else."""
    plain = onwards.isprintable() and len(onwards) <= LONGEST_PATH and "\\" not in onwards
    if not plain or not onwards.startswith("/") or onwards.startswith("//"):
        return ""
    return onwards[1:]


def _callback(connection: HTTPConnection) -> str:
    """The redirect URI for the provider, as seen by the browser."""
    headers = connection.headers
    host = headers.get("x-forwarded-host") or headers.get("host", "")
    root = connection.scope.get("root_path", "")
    return f"{connection.scope['scheme']}://{host}{root}/sign-in/callback"
