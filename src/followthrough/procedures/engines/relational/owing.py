"""A duty that holds at a moment, as a row; and whether a later event agrees with what triggered it.

Columns of what is owed: s, sid, at, id, root (the trigger), author, debtor, team, role, each, opened, due, earliest,
floor, latest_floor, closings_from, because, unclear, after_f, after_root, ends_at, turn (which of two rows of one id
counts: the later) and the fields of the trigger.
"""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr.types import Table

from followthrough.procedures.engines.relational.population import FIELD
from followthrough.procedures.engines.relational.sight import Sight
from followthrough.procedures.engines.relational.tables import nothing, text, tick, truth
from followthrough.procedures.model.procedure import Closing

OWED = ("s", "sid", "at", "id", "root", "author", "debtor", "team", "role", "each", "opened", "due", "earliest",
        "floor", "latest_floor", "closings_from", "because", "unclear", "after_f", "after_root", "ends_at",
        "turn")  # fmt: skip
SEPARATOR = "\x1f"


def owed(rows: Table, sight: Sight, procedure: Any, **columns: Any) -> Table:
    """Rows of OWED with the fields of the trigger; `columns` give what differs from the plain case."""
    given = {
        "after_f": nothing(), "after_root": nothing("string"), "ends_at": nothing(), "turn": tick(0),
        "unclear": truth(False), **columns,
    }  # fmt: skip
    given.setdefault("closings_from", given.get("floor", rows["floor"] if "floor" in rows.columns else None))
    fields = [name for name in rows.columns if name.startswith(FIELD)]
    names = {name: given.get(name, rows[name] if name in rows.columns else None) for name in OWED if name != "id"}
    subject = text(f"{procedure.subject}:").concat(rows["sid"])
    names["id"] = digest(
        sight,
        "duty",
        procedure.id,
        subject,
        names["root"],
        names["debtor"],
        names["team"],
        names["role"],
        names["each"],
    )
    return rows.select(**{name: names[name] for name in OWED}, **{name: rows[name] for name in fields})


def digest(sight: Sight, *parts: Any) -> Any:
    """The same id on every engine: a digest of what makes it that duty or signal."""
    words = [text(part) if isinstance(part, str) else part for part in parts]
    whole = ibis.literal(SEPARATOR).join(words)
    return sight.session.dialect.sha256(whole).left(32)


def agrees(pairs: tuple[tuple[str, str], ...], closing: Table, prefix: str, rows: Table) -> list[Any]:
    """Terms under which an event agrees with a duty on every named key. A key that either lacks agrees with nothing."""
    return [_agree(_held(theirs, closing, prefix), _wanted(mine, rows)) for theirs, mine in pairs]


def _held(field: str, closing: Table, prefix: str) -> Any:
    """What a closing says: "author" is the agency that wrote it, "subject" the id of whom it is about."""
    column = {"author": "agency", "subject": "aid"}.get(field, FIELD + field)
    return closing[prefix + column]


def fields_of(closing: Closing) -> set[str]:
    """The fields of the closing event that its keys name."""
    return {theirs for theirs, _ in closing.matching} - {"author", "subject"}


def _wanted(field: str, rows: Table) -> Any:
    column = {"root": "root", "subject": "sid", "each": "each", "author": "author"}.get(field, FIELD + field)
    return rows[column] if column in rows.columns else nothing("string")


def _agree(held: Any, wanted: Any) -> Any:
    if wanted.type().is_array():
        return truth(False)
    if held.type().is_array():
        return held.contains(wanted).fill_null(False) if wanted.type().is_string() else truth(False)
    is_like = held.type() == wanted.type() or (held.type().is_numeric() and wanted.type().is_numeric())
    return (held == wanted) if is_like else truth(False)
