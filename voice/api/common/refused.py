"""Refusal of a request, and the response for it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from fastapi.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from models.base import VivaError

CODES: Mapping[int, str] = MappingProxyType(
    {
        401: "not_signed_in",
        403: "refused",
        413: "too_large",
        421: "wrong_name",
        429: "too_many_requests",
    }
)
"""Default code of a refusal by its status."""

OPENAI_TYPES: Mapping[int, str] = MappingProxyType(
    {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
)
"""The `type` of an error in OpenAI's format by status; others are "invalid_request_error"."""

CHALLENGE = 'Bearer realm="Viva"'

POLICY_VIOLATION = 1008


class Refused(VivaError):
    """A request is refused.

    Parameters
    ----------
    status : int
        HTTP status to answer with.
    problem, fix : str
        See `VivaError`.
    code : str
        Machine-readable code; by default that of the status.
    retry_after_s : float, optional
        When to try again.
    """

    def __init__(
        self,
        status: int,
        problem: str,
        fix: str = "",
        code: str = "",
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(problem, fix)
        self.status = status
        self.code = code or CODES.get(status, "refused")
        self.retry_after_s = retry_after_s

    @property
    def headers(self) -> dict[str, str]:
        """Response headers that belong to the status."""
        headers = {"www-authenticate": CHALLENGE} if self.status == 401 else {}
        if self.retry_after_s is not None:
            headers["retry-after"] = str(max(1, math.ceil(self.retry_after_s)))
        return headers


def refusal(error: Refused, path: str) -> JSONResponse:
    """The response to a request for `path`; under /v1/ readable for OpenAI's clients."""
    body: dict[str, Any] = {"code": error.code, "message": error.problem, "fix": error.fix}
    if path.startswith("/v1/"):
        body |= {"type": OPENAI_TYPES.get(error.status, "invalid_request_error"), "param": None}
        body["message"] = f"{error.problem}. {error.fix}".strip(" .")
    return JSONResponse({"error": body}, error.status, error.headers)


async def refuse(error: Refused, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request, or the opening of a WebSocket, with a refusal."""
    path = scope["path"]
    denied = "websocket.http.response" in scope.get("extensions", {})
    if scope["type"] == "http" or denied:
        await refusal(error, path)(scope, receive, send)
    else:
        reason = error.problem[:120]
        await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": reason})
