"""What becomes of words that are sent when the session has ended, or that were typed and not sent? They are kept, and
offered again.

Sealed, for the person who typed them alone, and for no longer than a shift. Attached files are not kept, and
neither is anything secret that was typed into the wrong form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.http import HttpRequest

from followthrough.service.access.models import KeptWords
from followthrough.service.core import clock
from followthrough.service.core.encryption import CannotOpen
from followthrough.service.core.viewer import Viewer

LONGEST = timedelta(hours=12)
KEPT = "_kept"  # the field that says which kept words a form brings back
CHOSEN = "chosen"  # of a session: what was chosen on the page before, by the address of the form (`access.chosen`)
_NEVER = ("csrfmiddlewaretoken", KEPT)


@dataclass(frozen=True)
class Kept:
    id: int
    at: datetime
    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool
    was_sent: bool
    chosen: dict[str, str] | None = None

    @property
    def words(self) -> list[str]:
        """What a person typed, without the values of buttons and ticks."""
        return [value for _, value in self.fields if len(value.split()) > 1]


def keep(request: HttpRequest, practitioner_id: str) -> None:
    """Keep the fields of a form for the person who sent it."""
    _keep(request, practitioner_id, request.get_full_path(), was_sent=True)


def keep_typed(request: HttpRequest, practitioner_id: str, path: str) -> Kept:
    """Keep what stands in the form of that page so far, in place of what stood there before."""
    return _keep(request, practitioner_id, path, was_sent=False)


def typed_on(viewer: Viewer, path: str) -> Kept | None:
    """What the viewer typed into the form of that page and did not send."""
    return next((kept for kept in kept_for(viewer) if kept.path == path and not kept.was_sent), None)


def chosen_with(viewer: Viewer, path: str) -> dict[str, str] | None:
    """What was chosen before the viewer typed into the form of that page."""
    return next((kept.chosen for kept in kept_for(viewer) if kept.path == path and kept.chosen), None)


def forget_page(viewer: Viewer, path: str) -> None:
    """Whatever was typed there: its form was sent."""
    typed = [kept.id for kept in kept_for(viewer) if kept.path == path]
    KeptWords.objects.filter(practitioner=viewer.practitioner_id, pk__in=typed).delete()


def _keep(request: HttpRequest, practitioner_id: str, path: str, *, was_sent: bool) -> Kept:
    """Old ones go, whosever they are."""
    now = clock.real_now()
    KeptWords.objects.filter(at__lte=now - LONGEST).delete()
    forget(practitioner_id, request.POST.get(KEPT, ""))
    fields = list(fields_of(request))
    chosen = request.session.get(CHOSEN, {}).get(path)
    held = {"path": path, "fields": fields, "had_files": bool(request.FILES), "was_sent": was_sent, "chosen": chosen}
    kept = KeptWords(pk=_next_key(), practitioner_id=practitioner_id, at=now, sealed=held)
    kept.save(force_insert=True)
    return Kept(kept.pk, now, path, tuple(fields), bool(request.FILES), was_sent, chosen)


def kept_for(viewer: Viewer) -> list[Kept]:
    """The viewer's own, the latest first."""
    return _held_for(viewer.practitioner_id)


def has_unsent(practitioner_id: str) -> bool:
    """Whether words were sent too late. What was only typed waits on its own page, and keeps nobody from an alert."""
    return any(kept.was_sent for kept in _held_for(practitioner_id))


def forget(practitioner_id: str, identity: str) -> None:
    """After they were sent, or thrown away by the person."""
    if identity.isdecimal() and len(identity) < 19:
        KeptWords.objects.filter(practitioner=practitioner_id, pk=int(identity)).delete()


def fields_of(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What was typed into a form, without what is secret."""
    for name, values in request.POST.lists():
        if name not in _NEVER and "password" not in name:
            yield from ((name, str(value)) for value in values)


def _held_for(practitioner_id: str) -> list[Kept]:
    found = KeptWords.objects.filter(practitioner=practitioner_id, at__gt=clock.real_now() - LONGEST)
    return [kept for row in found.order_by("-at", "-id") if (kept := _opened(row))]


def _opened(row: KeptWords) -> Kept | None:
    """None for what was kept under a key that is no longer given."""
    try:
        held = row.sealed
    except CannotOpen:
        return None
    fields = tuple((str(name), str(value)) for name, value in held["fields"])
    return Kept(row.pk, row.at, held["path"], fields, held["had_files"], held.get("was_sent", True), held.get("chosen"))


def _next_key() -> int:
    """What is sealed is bound to its row, so the row needs its key first."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('access_keptwords', 'id'))")
        return int(cursor.fetchone()[0])
