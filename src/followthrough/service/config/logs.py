"""What may a log say of a fault? Where it happened and of which sort, never what somebody wrote about a child."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import TypeAlias

_Fault: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutRows(logging.Formatter):
    """The first line of each message only: on the next ones PostgreSQL quotes the row that it refused."""

    def format(self, record: logging.LogRecord) -> str:
        """A message is one line: what a stranger typed into an address writes no line of its own."""
        whole = super().format(record)
        if record.exc_info or record.exc_text or record.stack_info:
            head, found, rest = whole.partition("\nTraceback")
            return _in_one_line(head) + found + rest
        return _in_one_line(whole)

    def formatException(self, ei: _Fault) -> str:
        told: list[str] = []
        fault = ei[1]
        while fault is not None:
            told.append(_one(fault))
            is_hidden = fault.__suppress_context__
            fault = fault.__cause__ or (None if is_hidden else fault.__context__)
        return "\n\nFrom it came:\n\n".join(reversed(told))


class AsJson(WithoutRows):
    """One object a line, for a collector of logs: FOLLOWTHROUGH_LOGS=json. It says no more than the plain words do."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        words = super().format(record)
        return json.dumps({"at": at, "level": record.levelname, "logger": record.name, "message": words})


def _in_one_line(words: str) -> str:
    return " ".join(words.splitlines())


def _one(fault: BaseException) -> str:
    where = "".join(traceback.format_tb(fault.__traceback__))
    first_line = str(fault).partition("\n")[0]
    return (
        f"Traceback (most recent call last):\n{where}{type(fault).__module__}.{type(fault).__qualname__}: {first_line}"
    )
