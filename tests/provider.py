"""A local identity provider (OpenID Connect) that misbehaves on request."""

from __future__ import annotations

import base64
import hashlib
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID = "viva"
CLIENT_SECRET = "the secret of the client"


class Provider:
    """State of the provider: what it will answer, and the requests it got.

    Parameters
    ----------
    url : str
        Its address.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.clear()

    def clear(self) -> None:
        """Behave correctly again."""
        self.signed_with = self.key
        self.claims: dict[str, Any] = {}  # take the place of the right ones
        self.metadata: dict[str, Any] = {}
        self.token_status = 200
        self.denies = False
        self._codes: dict[str, dict[str, str]] = {}

    def described(self) -> dict[str, Any]:
        """Its discovery document."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            **self.metadata,
        }

    def authorize(self, asked: dict[str, str]) -> Response:
        """Sign the user in and redirect back."""
        assert asked["client_id"] == CLIENT_ID
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert {"openid", "email"} <= set(asked["scope"].split())
        assert asked["nonce"]
        back, state = asked["redirect_uri"], asked["state"]
        if self.denies:
            return RedirectResponse(f"{back}?error=access_denied&state={state}")
        code = secrets.token_urlsafe(8)
        self._codes[code] = asked
        return RedirectResponse(f"{back}?code={code}&state={state}")

    def exchange(self, form: dict[str, str], authorization: str) -> Response:
        """Exchange a code, once, for an ID token, checking the PKCE verifier."""
        asked = self._codes.pop(form["code"], None)
        basic = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
        right = asked is not None and (
            form["redirect_uri"] == asked["redirect_uri"]
            and proof.decode().rstrip("=") == asked["code_challenge"]
            and authorization == f"Basic {basic.replace('%20', '+')}"
        )
        if not right or self.token_status != 200:
            return JSONResponse({"error": "invalid_grant"}, max(400, self.token_status))
        assert asked is not None
        token = {"access_token": "x", "token_type": "Bearer", "id_token": self.id_token(asked)}
        return JSONResponse(token)

    def id_token(self, asked: dict[str, str]) -> str:
        """An ID token for the user who has signed in."""
        now = int(time.time())
        claims = {
            "iss": self.url,
            "sub": "ada-1815",
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 60,
            "nonce": asked["nonce"],
            "email": "Ada@School.example",
            "email_verified": True,
            **self.claims,
        }
        told = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": "one"}, told, self.signed_with)


def _application(provider: Provider) -> FastAPI:
    app = FastAPI()

    @app.get("/.well-known/openid-configuration")
    async def discovery() -> dict[str, Any]:
        return provider.described()

    @app.get("/keys")
    async def keys() -> dict[str, Any]:
        return {"keys": [provider.key.as_dict(private=False, use="sig", alg="RS256")]}

    @app.get("/authorize")
    async def authorize(request: Request) -> Response:
        return provider.authorize(dict(request.query_params))

    @app.post("/token")
    async def token(
        request: Request,
        code: str = Form(),
        code_verifier: str = Form(),
        redirect_uri: str = Form(),
    ) -> Response:
        form = {"code": code, "code_verifier": code_verifier, "redirect_uri": redirect_uri}
        return provider.exchange(form, request.headers.get("authorization", ""))

    return app


@contextmanager
def running_provider() -> Iterator[Provider]:
    """Run such a provider in a thread."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        provider = Provider(f"http://127.0.0.1:{listening.getsockname()[1]}")
        config = uvicorn.Config(_application(provider), log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield provider
        finally:
            server.should_exit = True
            thread.join()
