"""Who knew what, when: for whoever sits on a review panel of the child, and for the triage manager. Each reading is
written down by itself.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from followthrough.procedures.model.event import Subject
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.chronology.looking import look_of
from followthrough.service.chronology.policies import check_can_see_who_knew
from followthrough.service.chronology.presenters.knew import page_of
from followthrough.service.chronology.presenters.whole import reading
from followthrough.service.chronology.views.child import the_child
from followthrough.service.core import audit
from followthrough.service.ledger.same import Folding


@classed("child")
@require_safe
@gzip_page
def knew(request: HttpRequest, child_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    records: Folding = request.records  # type: ignore[attr-defined]
    check_can_see_who_knew(viewer, records.ids)
    read = reading(viewer, the_child(viewer, child_id), records)
    page = page_of(viewer, read, look_of(request.GET, viewer, child_id), request.GET.get("eyes", ""))
    detail = {"eyes": page.eyes or "all"}
    audit.record("who-knew.read", by=viewer, subject=Subject("child", child_id), detail=detail)
    request.teams = list(read.telling.teams.values())  # type: ignore[attr-defined]
    return render(request, "chronology/knew.html", {"page": page, "child": read.child})
