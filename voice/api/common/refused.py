"""A request that is not let in: why, with which status, and what the other side is sent."""

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
"""Status of a refusal to its code, where it has no other."""

OPENAI_TYPES: Mapping[int, str] = MappingProxyType(
    {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
)
"""Status to the `type` of an error in OpenAI's shape; any other is "invalid_request_error"."""

CHALLENGE = 'Bearer realm="Viva"'

POLICY_VIOLATION = 1008


class Refused(VivaError):
    """This request is not let in.

    Parameters
    ----------
    status : int
        HTTP status to answer with.
    problem, fix : str
        See `VivaError`.
    code : str
        For programs; by default that of the status.
    retry_after_s : float, optional
        When it may be tried again.
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
        """Those that belong to the status."""
        headers = {"www-authenticate": CHALLENGE} if self.status == 401 else {}
        if self.retry_after_s is not None:
            headers["retry-after"] = str(max(1, math.ceil(self.retry_after_s)))
        return headers


def refusal(error: Refused, path: str) -> JSONResponse:
    """The answer to a request for `path`; under /v1/ also OpenAI's clients can read it."""
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
