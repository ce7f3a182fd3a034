"""The Realtime API of one process: sockets, calls, ephemeral keys."""

from __future__ import annotations

from fastapi import APIRouter

from voice.api.realtime.calls import RealtimeCalls
from voice.api.realtime.http import call_routes
from voice.api.realtime.secrets import ClientSecrets
from voice.api.realtime.socket import socket_routes
from voice.sessions.sessions import Sessions


class Realtime:
    """State shared by the routes.

    Parameters
    ----------
    sessions : Sessions
        Opens the sessions.
    """

    def __init__(self, sessions: Sessions) -> None:
        self.secrets = ClientSecrets()
        self.calls = RealtimeCalls(sessions)
        self._sessions = sessions

    def routes(self) -> APIRouter:
        """The routes, to be included behind the door."""
        router = APIRouter()
        router.include_router(socket_routes(self._sessions, self.secrets))
        router.include_router(call_routes(self.calls, self.secrets))
        return router
