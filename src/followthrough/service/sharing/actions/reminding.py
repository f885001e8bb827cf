"""A share that was begun and never sent has reached nobody, and its writer may think that it has: they are told in a
digest. What nobody comes back to does not stay for ever: it is deleted, and its writer is told two weeks before.

For the sweep. A letter says nothing of the child: a draft is its writer's alone, and sealed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import F, Q, QuerySet

from followthrough.service.agencies.queries import first_seat, viewer_of
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger import outbox
from followthrough.service.sharing.actions.drafting import discard_draft
from followthrough.service.sharing.models import Draft

BY: Final = Viewer.system("drafts")
UNSENT: Final = timedelta(hours=4)  # since its writer last came to it; these times are our default
KEPT: Final = timedelta(days=90)
WARNED: Final = timedelta(days=14)  # before it is deleted, also after an outage
_UNSENT: Final = "You began {what} and have not sent it. Nobody has received it. Send it, or throw it away."
_LAST: Final = (
    "You began {what} and never sent it. It is deleted in 14 days. Nobody has received it. Send it if it matters."
)
_POLICE: Final = ("a police form", "/police/")
_PAGES: Final = {
    Draft.Page.SHARE: ("to share something", "/shares/"),
    Draft.Page.ATTENDANCE: _POLICE,
    Draft.Page.POLICE_FORM: _POLICE,
}


def remind_due() -> int:
    """Tell writers of what they have not sent, and delete what is old. Returns how many were deleted."""
    now = clock.now()
    left = Draft.objects.defer("data").select_related("practitioner")
    with acting(BY):
        for each in left.filter(_not_since("told_at"), updated_at__lte=now - UNSENT):
            _tell(each, _UNSENT)
            Draft.objects.filter(pk=each.pk).update(told_at=now)
        for each in left.filter(_not_since("warned_at"), updated_at__lte=now - KEPT + WARNED):
            _tell(each, _LAST)
            Draft.objects.filter(pk=each.pk).update(warned_at=now)
        over = list(_over(left))
    for each in over:
        by = viewer_of(each.practitioner)
        with acting(by):
            discard_draft(draft_id=each.pk, by=by)
            audit.record("draft.deleted", by=BY, detail={"draft": each.pk, "writer": by.practitioner_id})
    return len(over)


def _not_since(told: str) -> Q:
    """Its writer was not told yet, or has come to it since."""
    return Q(**{told: None}) | Q(**{f"{told}__lt": F("updated_at")})


def _over(left: QuerySet[Draft]) -> QuerySet[Draft]:
    now = clock.now()
    return left.filter(updated_at__lte=now - KEPT, warned_at__gte=F("updated_at"), warned_at__lte=now - WARNED)


def _tell(draft: Draft, sentence: str) -> None:
    """Who has no seat any more cannot send it."""
    writer = draft.practitioner
    seat = first_seat(writer)
    what, link = _PAGES[Draft.Page(draft.page)]
    if seat is not None and writer.email:
        outbox.enqueue(
            key=f"draft:{draft.pk}:{clock.now():%Y%m%d%H%M%S}",
            to=writer.email,
            owner=seat.team.key,
            sentence=sentence.format(what=what),
            reference="Not sent",
            link=link,
            is_urgent=False,
        )
