"""An answer streamed as server-sent events, with the complete answer at the end."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging

from voice.api.common.refused import Refused
from voice.api.own.feed import KEEP_ALIVE_S, Reader, encoded, message
from voice.api.own.talk import Talk, Talks
from voice.api.own.views import answer_of
from voice.conversation.session import Session
from voice.core.events import Event

log = logging.getLogger(__name__)


async def streamed(talks: Talks, session: Session, text: str) -> Reader:
    """Send a message; the stream contains the session's events, and finally one named "answer".

    Raises
    ------
    Refused
        The message is not accepted.
    """
    talk = talks.take(session)
    try:
        await talks.connect(session, talk)
        talk.say(text)
    except BaseException:
        talk.busy = False
        raise
    tasks: list[asyncio.Task[None]] = []
    reader = Reader(iter(()), lambda _: tasks[0].cancel(), lambda: None, KEEP_ALIVE_S)
    numbers = itertools.count(1)

    def pass_on(event: Event) -> None:
        reader.take(encoded(event, next(numbers)))

    silence = session.subscribe(pass_on)
    tasks.append(asyncio.create_task(_answer(talk, session, reader)))

    def over(task: asyncio.Task[None]) -> None:
        silence()
        talk.busy = False
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("an answer could not be told", exc_info=error)
            reader.drop()  # otherwise it would wait for ever

    tasks[0].add_done_callback(over)
    return reader


async def _answer(talk: Talk, session: Session, reader: Reader) -> None:
    try:
        await talk.settled()
    except Refused as error:
        said = {"code": error.code, "message": error.problem, "fix": error.fix}
        reader.end(message("error", json.dumps({"error": said}, ensure_ascii=False)))
    else:
        reader.end(message("answer", answer_of(session, talk.changes()).model_dump_json()))
