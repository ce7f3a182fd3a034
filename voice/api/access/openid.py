"""Signing in with an identity provider (OpenID Connect): code flow with PKCE, through Authlib.

Authlib creates state, nonce and code verifier, and checks state, signature, nonce, audience and
times. The data of an attempt are kept in memory under a random name, which the browser has in a
cookie, and can be used once.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.starlette_client import OAuth, OAuthError
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response

from voice.api.access.guard import Visitor
from voice.api.access.login import NotSignedIn
from voice.settings.lists import EVERYBODY

log = logging.getLogger(__name__)

ATTEMPT_S = 600
"""Longest time to sign in at the provider."""

MOST_ATTEMPTS = 1000
"""Attempts at once; beyond that, the oldest has to start over."""

TIMEOUT_S = 10.0
"""Timeout of each request to the provider."""

LEEWAY_S = 60
"""Tolerated difference of the provider's clock."""

SIGNED = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"})
"""Accepted signature algorithms: asymmetric ones, so that only the provider can sign."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    kept: dict[str, Any]  # kept for Authlib: state, nonce, code verifier
    onwards: str
    until: float


class OpenId:
    """One provider.

    Parameters
    ----------
    issuer : str
        The provider's address.
    client_id, client_secret : str
        Registration of this server at the provider; the secret may be empty.
    allowed : collection of str
        E-mail addresses, domains (``@school.example``) or ``*``.
    cookie : str
        Name of the cookie that identifies an attempt.
    now : callable
        Wall clock in seconds.
    """

    def __init__(
        self,
        issuer: str,
        client_id: str,
        client_secret: str,
        allowed: Collection[str],
        cookie: str,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = urlsplit(issuer).hostname or issuer
        self._issuer = issuer.rstrip("/")
        self._client_id = client_id
        self._allowed = frozenset(allowed)
        self._cookie = cookie
        self._now = now
        self._attempts: dict[str, _Attempt] = {}
        self._client = OAuth().register(
            "viva",
            client_id=client_id,
            client_secret=client_secret or None,
            server_metadata_url=f"{self._issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email",
                "code_challenge_method": "S256",
                "timeout": TIMEOUT_S,
            },
        )

    async def begin(self, request: Request, back: str, onwards: str) -> Response:
        """Redirect a browser to the provider, which returns it to `back`, and on to `onwards`.

        Raises
        ------
        NotSignedIn
            The provider cannot be reached.
        """
        kept: dict[str, Any] = {}
        request.scope["session"] = kept
        try:
            await self._check_provider()
            response: Response = await self._client.authorize_redirect(request, back)
        except Exception as error:
            raise self._unusable(error) from error
        attempt = secrets.token_urlsafe(32)
        self._forget()
        self._attempts[attempt] = _Attempt(kept, onwards, self._now() + ATTEMPT_S)
        response.set_cookie(
            self._cookie,
            attempt,
            max_age=ATTEMPT_S,
            httponly=True,
            samesite="lax",
            secure=back.startswith("https:"),
        )
        return response

    async def finish(self, request: Request) -> tuple[Visitor, str]:
        """The user who has returned from the provider, and the page they wanted to open.

        Raises
        ------
        NotSignedIn
            The browser is not the one that was sent there, the provider does not confirm the
            login, or the user is not allowed in.
        """
        attempt = self._attempts.pop(request.cookies.get(self._cookie, ""), None)
        if attempt is None or attempt.until < self._now():
            raise NotSignedIn("This sign-in has ended or began elsewhere", "Sign in again")
        request.scope["session"] = attempt.kept
        options = {
            "iss": {"essential": True, "value": self._client.server_metadata.get("issuer")},
            "aud": {"essential": True, "value": self._client_id},
        }
        try:
            token = await self._client.authorize_access_token(
                request, claims_options=options, leeway=LEEWAY_S
            )
        except (OAuthError, JoseError) as error:
            log.info("a sign-in failed: %s", type(error).__name__)
            raise NotSignedIn(f"{self.name} did not sign you in", "Sign in again") from error
        except Exception as error:
            raise self._unusable(error) from error
        return self._let_in(token.get("userinfo") or {}), attempt.onwards

    def forget(self, response: Response) -> None:
        """Discard the attempt."""
        response.delete_cookie(self._cookie, httponly=True, samesite="lax")

    async def _check_provider(self) -> None:
        """Check the provider's identity, and reject weak signature algorithms."""
        said = await self._client.load_server_metadata()
        if str(said.get("issuer", "")).rstrip("/") != self._issuer:
            raise ValueError("the provider calls itself otherwise")
        offered = said.get("id_token_signing_alg_values_supported") or ["RS256"]
        said["id_token_signing_alg_values_supported"] = [one for one in offered if one in SIGNED]

    def _let_in(self, claims: dict[str, Any]) -> Visitor:
        subject = claims.get("sub")
        if not subject:
            raise NotSignedIn(f"{self.name} did not say who you are", "Sign in again")
        email = str(claims.get("email") or "").lower()
        verified = email if email and claims.get("email_verified") is True else ""
        domain = f"@{verified.rpartition('@')[2]}"
        if EVERYBODY not in self._allowed and not self._allowed & {verified, domain}:
            who = verified or "without a verified e-mail address"
            raise NotSignedIn(
                f"You are signed in at {self.name} as {who}, and may not use this Viva",
                "Sign in there as somebody else, or ask whoever runs this Viva",
            )
        name = f"mail {verified}" if verified else f"account {subject}"
        return Visitor(name, name)

    def _unusable(self, error: Exception) -> NotSignedIn:
        log.warning("signing in at %s is not possible: %s", self.name, type(error).__name__)
        return NotSignedIn(
            f"{self.name} cannot be used for signing in at the moment",
            "Try again in a minute; whoever runs this Viva finds more in its log",
        )

    def _forget(self) -> None:
        now = self._now()
        kept = [(name, one) for name, one in self._attempts.items() if one.until > now]
        self._attempts = dict(kept[-(MOST_ATTEMPTS - 1) :])
