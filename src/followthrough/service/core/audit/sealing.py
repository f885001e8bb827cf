"""When are rows put into the chain? Each second, whatever was committed by then, and a signed head with them.

A row gets its place when it is seen to be committed, never by its id: a transaction that began early and ends late
has a low id and a late place. The snapshot says below which transaction nothing is under way any more, so the next
look need not go further back. Between a row's commit and its place lies at most about a second (more while no sealer
runs): what is changed in that window leaves no trace in the chain, and the window is stated by `unsealed`.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import Max

from followthrough.service.core import clock
from followthrough.service.core.audit import chain, shipping
from followthrough.service.core.audit.models import AuditLink, AuditSeal

AT_ONCE = 5_000
_ALONE = "select pg_try_advisory_xact_lock(hashtextextended('audit:sealing', 0))"
_SNAPSHOT = "select pg_snapshot_xmin(pg_current_snapshot())::text, pg_current_xact_id()::text"
_UNSEALED = f"""
    select {", ".join(chain.FIELDS)} from core_auditrow row
    where row.xid >= %s::xid8 and not exists (select from core_auditlink link where link.row_id = row.id)
    order by row.id limit {AT_ONCE}
"""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unsealed:
    """How many committed rows have no place yet, and when the oldest of them was written."""

    rows: int
    since: datetime | None


def seal() -> int:
    """Give every committed row its place. Returns how many there were; none when another sealer is at it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ALONE)
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_SNAPSHOT)
        below, now = (int(each) for each in cursor.fetchone())
        last = AuditSeal.objects.order_by("-position").first()
        rows = _rows(cursor, _from(last, now))
        if rows:
            _append(rows, last, below if len(rows) < AT_ONCE else None)
        return len(rows)


def seal_all() -> int:
    total = 0
    while found := seal():
        total += found
    return total


def run(every_seconds: float, stop: threading.Event | None = None) -> None:
    """Until `stop` is set. What fails is tried again: rows wait in their table, heads in theirs."""
    stop = stop or threading.Event()
    while not stop.is_set():
        try:
            seal_all()
            shipping.ship()
        except Exception:
            _log.exception("The audit could not be sealed; the next look tries again.")
        close_old_connections()
        stop.wait(every_seconds)


def unsealed() -> Unsealed:
    """The window that is open now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*), min(real_at) from core_auditrow row "
            "where not exists (select from core_auditlink link where link.row_id = row.id)"
        )
        return Unsealed(*cursor.fetchone())


def _from(last: AuditSeal | None, now: int) -> int:
    """The transaction from which on rows may have no place. A restored database counts from the beginning again."""
    return last.all_below if last is not None and last.all_below <= now else 0


def _rows(cursor: Any, since: int) -> list[dict[str, Any]]:
    cursor.execute(_UNSEALED, [str(since)])
    return [chain.row_from(values) for values in cursor.fetchall()]


def _append(rows: list[dict[str, Any]], last: AuditSeal | None, below: int | None) -> None:
    position = AuditLink.objects.aggregate(last=Max("position"))["last"] or 0
    link = bytes(AuditLink.objects.get(position=position).link) if position else chain.START
    links = []
    for row in rows:
        position, link = position + 1, chain.link_after(link, row)
        links.append(AuditLink(position=position, row_id=row["id"], link=link))
    AuditLink.objects.bulk_create(links)
    head = chain.sign(chain.key_from(settings.FOLLOWTHROUGH_AUDIT_KEY), position, link, clock.real_now())
    AuditSeal.objects.create(
        position=head.position,
        link=head.link,
        sealed_at=head.sealed_at,
        key=head.key,
        signature=head.signature,
        all_below=below if below is not None else (last.all_below if last else 0),
    )
