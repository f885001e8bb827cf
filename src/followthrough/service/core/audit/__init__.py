"""Who did what, when? One row for each act, in the transaction of the act; refusals in one of their own.

Rows hold identifiers, never what was said about a child.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from followthrough.procedures.model.event import Subject
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer

__all__ = ["record", "record_apart", "record_each"]

_INSERT = """
    insert into core_auditrow
        (at, viewer, agency, action, subject_kind, subject_id, detail, outcome)
    values (%s, %s, %s, %s, %s, %s, %s, %s)
"""

_INSERT_EACH = """
    insert into core_auditrow
        (at, viewer, agency, action, subject_kind, subject_id, detail, outcome)
    select at, viewer, agency, action, subject_kind, subject_id, detail::jsonb, outcome
    from unnest(%s::timestamptz[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
        with ordinality as act (at, viewer, agency, action, subject_kind, subject_id, detail, outcome, n)
    order by n
"""


def record(
    action: str,
    *,
    by: Viewer,
    subject: Subject | None = None,
    detail: Mapping[str, Any] | None = None,
    outcome: str = "done",
) -> None:
    """In the caller's transaction: the act and its row are kept together or not at all."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, _values(action, by, subject, detail, outcome))


def record_each(action: str, acts: Iterable[tuple[Subject, Mapping[str, Any]]], *, by: Viewer) -> None:
    """The same act about many subjects, each with a row of its own, in the caller's transaction and in one question."""
    rows = [_values(action, by, subject, detail, "done") for subject, detail in acts]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_INSERT_EACH, [list(column) for column in zip(*rows, strict=True)])


def record_apart(
    action: str,
    *,
    by: Viewer,
    subject: Subject | None = None,
    detail: Mapping[str, Any] | None = None,
    outcome: str = "refused",
) -> None:
    """In a transaction of its own: what a rollback must not erase, such as a refusal or a failed sign-in."""
    values = _values(action, by, subject, detail, outcome)
    with _another_connection() as cursor:
        cursor.execute(_INSERT, values)


def _values(
    action: str, by: Viewer, subject: Subject | None, detail: Mapping[str, Any] | None, outcome: str
) -> list[Any]:
    kind, identity = subject or ("", "")
    whole = json.dumps(detail or {})
    return [clock.now(), by.practitioner_id, by.agency, action, kind, identity, whole, outcome]


@contextmanager
def _another_connection() -> Iterator[CursorWrapper]:
    """Not from the pool: requests that each hold one connection and wait for a second would wait for ever."""
    other = connection.copy()
    other.settings_dict["OPTIONS"].pop("pool", None)
    try:
        with other.cursor() as cursor:
            yield cursor
    finally:
        other.close()
