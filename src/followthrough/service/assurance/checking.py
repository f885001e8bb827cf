"""Is the ledger asked often enough whether it is whole? Once an hour, by whichever sweep comes first."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction

from followthrough.service.assurance import invariants
from followthrough.service.assurance.models import LedgerCheck
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, acting

BY: Final = Viewer.system("ledger-check")
EVERY: Final = timedelta(hours=1)
_ONE_AT_A_TIME: Final = 7_215_190  # any number that no other lock uses
_log = logging.getLogger(__name__)


def check_if_due() -> LedgerCheck | None:
    """None when it is not due, or another sweep is at it."""
    with transaction.atomic(), acting(BY):
        if not _is_ours() or not _is_due():
            return None
        found = invariants.broken(part=clock.now().hour)
        numbers = sorted({each.invariant.number for each in found})
        before = set(LedgerCheck.objects.values_list("broken", flat=True).first() or ())
        made = LedgerCheck.objects.create(at=clock.now(), broken=numbers)
        audit.record("ledger.checked", by=BY, detail={"broken": numbers})
    _alarm(each for each in found if each.invariant.number not in before)
    return made


def _is_due() -> bool:
    latest = LedgerCheck.objects.values_list("at", flat=True).first()
    return latest is None or not latest <= clock.now() < latest + EVERY


def _is_ours() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        return bool(cursor.fetchone()[0])


def _alarm(news: Iterable[invariants.Broken]) -> None:
    """To whoever runs the service; the next hour says again only what is new."""
    lines = [f"{each.invariant.number} {each.invariant.says} {each.id}: {each.what}" for each in news]
    if not lines:
        return
    _log.error("The ledger is not whole: %s", "; ".join(lines[:20]))
    if settings.FOLLOWTHROUGH_ALARM_TO:
        body = "\n".join([*lines[:50], "", "Run followthrough check-ledger; docs/how-to/check-the-ledger.md helps."])
        send_mail(
            "Followthrough: something in the ledger does not hold",
            body,
            None,
            settings.FOLLOWTHROUGH_ALARM_TO,
            fail_silently=True,
        )
