"""Keeps what people say out of the log.

What fails often fails on somebody's words, and its message then quotes them. So the log gets
where it failed and what kind of failure it was; messages only where they are our own, and those
without what they quote. With debug logging, which the start-up text warns of, it gets everything.
"""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType
from typing import Any

from models.base import VivaError

FORMAT = "%(levelname)s %(name)s: %(message)s"

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


class Discreet(logging.Formatter):
    """Formats records without the words that exceptions carry."""

    def __init__(self) -> None:
        super().__init__(FORMAT)

    def format(self, record: logging.LogRecord) -> str:
        """One record; other handlers still see it whole."""
        copy = logging.makeLogRecord(record.__dict__)
        copy.exc_text = None  # as another formatter may have left it
        if isinstance(copy.args, tuple):
            copy.args = tuple(discreet(value) for value in copy.args)
        if copy.name == "asyncio":
            # Further lines show tasks with the exceptions that they ended with.
            copy.msg, copy.args = str(copy.msg).partition("\n")[0], ()
        return super().format(copy)

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """Where it was raised, and its kind."""
        error = ei[1]
        return "" if error is None else "\n".join(_lines(error))


def discreet(value: Any) -> Any:
    """`value` for the log: exceptions without the words of others."""
    if isinstance(value, VivaError):
        return _QUOTED.sub("'…'", str(value))
    return type(value).__name__ if isinstance(value, BaseException) else value


def _lines(error: BaseException) -> list[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [*_lines(before), "which led to:"] if before is not None else []
    lines += [line.rstrip("\n") for line in traceback.format_tb(error.__traceback__)]
    named = discreet(error)
    kind = type(error).__name__
    return [*lines, kind if named == kind else f"{kind}: {named}"]
