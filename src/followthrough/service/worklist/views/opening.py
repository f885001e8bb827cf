"""Which duty does an address mean, and for whom? Shared by the pages of a duty; every reading is written down."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from followthrough.service.access.policies import NotVisible
from followthrough.service.core import audit
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.models.rows import ELSEWHERE
from followthrough.service.ledger.moved import owed_now
from followthrough.service.worklist import policies, queries
from followthrough.service.worklist.desks import Desks


def open_duty(viewer: Viewer, desks: Desks, duty_id: str) -> Duty:
    """The duty, its reading written down. One answer for a duty that is not there and one not for this viewer.

    A duty that is owed under another name of its child by now is opened there, for who may see it there.
    """
    found = queries.duty(viewer, duty_id)
    if found is None or found.state == ELSEWHERE:
        moved = owed_now(duty_id)
        found = queries.duty(viewer, moved) if moved else found
    detail = {"duty": duty_id[:32]}
    if found is None or not policies.can_see(viewer, desks, found):
        audit.record_apart("duty.read", by=viewer, detail=detail, outcome="refused")
        raise NotVisible()
    audit.record("duty.read", by=viewer, subject=queries.subject_of(found), detail=detail)
    return found


def back_to(request: HttpRequest, found: Duty) -> str:
    """Only a place on this site."""
    address = request.POST.get("back_to", "")
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if is_ours else reverse("worklist:duty", args=[found.pk])
