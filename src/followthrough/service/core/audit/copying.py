"""How does the audit leave the database and come back, whole, as a file of lines that any machine can check?"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from followthrough.service.core.audit.chain import FIELDS, Entry, Head, row_from
from followthrough.service.core.audit.models import AuditSeal

_ENTRIES = f"""
    select link.position, link.link, {", ".join("row." + name for name in FIELDS)}
    from core_auditlink link full join core_auditrow row on row.id = link.row_id
    order by link.position nulls last, row.id
"""
_TIMES = ("at", "real_at")


@dataclass
class Copy:
    """What a file holds. `entries` in the order of their places, those without one last."""

    entries: list[Entry] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)


def entries() -> Iterator[Entry]:
    """From the database, a thousand at a time. Inside a transaction."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_ENTRIES)
        while rows := cursor.fetchmany(1000):
            for position, link, *values in rows:
                row = row_from(values) if values[0] is not None else None
                yield Entry(row, position, bytes(link) if link is not None else None)


def heads() -> list[Head]:
    found = AuditSeal.objects.order_by("position")
    return [Head(s.position, bytes(s.link), s.sealed_at, s.key, bytes(s.signature)) for s in found]


@transaction.atomic
def write(path: Path) -> int:
    """Returns how many rows were written."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for entry in entries():
            file.write(_entry_line(entry) + "\n")
            count += 1
        for head in heads():
            file.write(json.dumps({"head": json.loads(head.as_json())}) + "\n")
    return count


def read(path: Path) -> Copy:
    """Raises ValueError, with the number of the line, for what is no copy of an audit."""
    copy = Copy()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            said = json.loads(line)
            if "head" in said:
                copy.heads.append(Head.from_json(json.dumps(said["head"])))
            else:
                copy.entries.append(_entry(said))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path}, line {number}, is no line of an audit’s copy.") from error
    return copy


def read_heads(paths: Iterable[Path]) -> list[Head]:
    """Heads that were kept elsewhere."""
    return [Head.from_json(line) for path in paths for line in path.read_text(encoding="ascii").splitlines()]


def _entry_line(entry: Entry) -> str:
    row: dict[str, Any] | None = dict(entry.row) if entry.row is not None else None
    if row:
        row |= {name: row[name].isoformat() for name in _TIMES}
    link = base64.b64encode(entry.link).decode() if entry.link is not None else None
    return json.dumps({"position": entry.position, "link": link, "row": row}, ensure_ascii=False)


def _entry(said: dict[str, Any]) -> Entry:
    row = said["row"]
    if row is not None:
        row |= {name: datetime.fromisoformat(row[name]) for name in _TIMES}
    link = said["link"]
    return Entry(row, said["position"], base64.b64decode(link, validate=True) if link is not None else None)
