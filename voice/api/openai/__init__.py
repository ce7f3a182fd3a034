"""OpenAI's HTTP API on top of Viva's engines: recordings, speech, text.

Conversations have priority: requests of this API wait for the workers while a conversation needs
them, and few run at the same time.
"""

from __future__ import annotations

from fastapi import APIRouter

from voice.api.openai.chat import chat_routes
from voice.api.openai.models import model_routes
from voice.api.openai.responses import response_routes
from voice.api.openai.speech import speech_routes
from voice.api.openai.streams import Turnstile
from voice.api.openai.transcriptions import transcription_routes
from voice.sessions.sessions import Sessions

RECORDINGS, SPEECHES = 2, 4
"""Requests at once; a recording of an hour takes 115 MB."""

WAITING = 16
"""Requests of each kind that may wait; further ones are told to try later."""

__all__ = ["openai_routes"]


def openai_routes(sessions: Sessions) -> APIRouter:
    """All routes."""
    router = APIRouter()
    # Half of the model's slots, so that conversations find their prompts still cached.
    answers = Turnstile(max(1, sessions.places.limit // 2), WAITING)
    router.include_router(model_routes(sessions.engines))
    router.include_router(transcription_routes(sessions, Turnstile(RECORDINGS, WAITING)))
    router.include_router(speech_routes(sessions, Turnstile(SPEECHES, WAITING)))
    router.include_router(chat_routes(sessions.engines, answers))
    router.include_router(response_routes(sessions.engines, answers))
    return router
