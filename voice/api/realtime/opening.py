"""The session that a client of the Realtime API begins with."""

from __future__ import annotations

from voice.api.openai.names import local_model
from voice.conversation.choices import Wanted
from voice.conversation.session import Session
from voice.sessions.sessions import Sessions

MODE = "conversation"
"""The mode of a new session, before the client configures it."""


async def open_session(sessions: Sessions, model: str) -> Session:
    """Open a session; `model` is the name given by the client.

    Raises
    ------
    VivaError
        There is no such model, or it cannot be loaded.
    """
    mode = MODE if MODE in sessions.modes() else None
    return await sessions.open(Wanted(mode=mode, bank="", model=local_model(model)))
