"""Keeps what people say out of the log.

Code often fails on somebody's words, and the error message then quotes them. So the log gets the
place and the type of a failure, and the message only of our own errors, without the quotations in
it. With debug logging, of which a line at the start warns, the log gets everything.
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
    """Formats log records without the messages of exceptions, which may quote what was said."""

    def __init__(self) -> None:
        super().__init__(FORMAT)

    def format(self, record: logging.LogRecord) -> str:
        """Format a copy of the record, so that other handlers still see all of it."""
        copy = logging.makeLogRecord(record.__dict__)
        copy.exc_text = None  # another formatter may have set it
        if isinstance(copy.args, tuple):
            copy.args = tuple(discreet(value) for value in copy.args)
        if copy.name == "asyncio":
            # The lines after the first show tasks and the exceptions that they ended with.
            copy.msg, copy.args = str(copy.msg).partition("\n")[0], ()
        return super().format(copy)

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """Format the traceback and the type of an exception, and of those that led to it."""
        error = ei[1]
        return "" if error is None else "\n".join(_lines(error))


def discreet(value: Any) -> Any:
    """`value` as it may be logged: of exceptions, only what cannot quote a person."""
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
