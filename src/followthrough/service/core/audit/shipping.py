"""Where are the heads kept, so that nobody who rules this machine can cut the chain and make it anew?

FOLLOWTHROUGH_AUDIT_HEADS names places: a file on another machine's disk, or the address of a web hook. A place that
cannot be reached alarms people and stops nothing: reading goes on, and the heads go there when it answers again.
"""

from __future__ import annotations

import logging
import os
import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import send_mail

from followthrough.service.core import clock
from followthrough.service.core.audit.chain import Head
from followthrough.service.core.audit.models import AuditSeal, AuditSink

AGAIN = timedelta(seconds=30)  # a place that failed is asked again after this
ALARM_EVERY = timedelta(hours=1)
AT_ONCE = 1_000
_SECONDS = 5


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The heads go where the settings say, and nowhere that an answer names."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)
_log = logging.getLogger(__name__)


def ship() -> None:
    """Send each place the heads that it lacks, in order."""
    for name in settings.FOLLOWTHROUGH_AUDIT_HEADS:
        sink, _ = AuditSink.objects.get_or_create(name=name)
        now = clock.real_now()
        if sink.failing_since and sink.shipped_at and now - sink.shipped_at < AGAIN:
            continue
        try:
            _ship_to(sink)
            sink.failing_since, sink.error = None, ""
        except (OSError, ValueError) as error:
            sink.failing_since = sink.failing_since or now
            sink.error = f"{type(error).__name__}: {error}"[:300]
            _alarm(sink)
        sink.shipped_at = now
        sink.save()


def failing() -> list[AuditSink]:
    """Places that cannot be reached, for the page of those who look after information."""
    return list(AuditSink.objects.filter(failing_since__isnull=False).order_by("failing_since"))


def _ship_to(sink: AuditSink) -> None:
    waiting = AuditSeal.objects.filter(position__gt=sink.position).order_by("position")[:AT_ONCE]
    heads = [Head(s.position, bytes(s.link), s.sealed_at, s.key, bytes(s.signature)) for s in waiting]
    if not heads:
        return
    lines = "".join(head.as_json() + "\n" for head in heads)
    if sink.name.startswith(("http://", "https://")):
        _post(sink.name, lines)
    else:
        _append(Path(sink.name), lines)
    sink.position = heads[-1].position


def _append(path: Path, lines: str) -> None:
    with path.open("a", encoding="ascii") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())


def _post(address: str, lines: str) -> None:
    """Lines of JSON. Anything but a success is a failure; a head that arrives twice is the same head."""
    request = urllib.request.Request(address, lines.encode(), {"Content-Type": "application/x-ndjson"})
    with _OPENER.open(request, timeout=_SECONDS) as answer:
        answer.read(1_000)


def _alarm(sink: AuditSink) -> None:
    now = clock.real_now()
    if sink.alarmed_at and now - sink.alarmed_at < ALARM_EVERY:
        return
    sink.alarmed_at = now
    _log.error("The heads of the audit cannot be kept at %s: %s", sink.name, sink.error)
    if settings.FOLLOWTHROUGH_ALARM_TO:
        send_mail(
            "Followthrough: the off-site copy of the audit fails",
            f"Since {sink.failing_since:%Y-%m-%d %H:%M} UTC the signed heads of the audit cannot be kept at\n"
            f"{sink.name}\n{sink.error}\n\nReading goes on. Until this is mended, nobody could prove a cut of the "
            "audit’s end.\n",
            None,
            settings.FOLLOWTHROUGH_ALARM_TO,
            fail_silently=True,
        )
