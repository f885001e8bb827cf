"""The child's page. The middleware has opened the child before: checked, and written down."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from followthrough.service.access.policies import NotVisible, can_close
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.children import queries as children
from followthrough.service.children.models import Child
from followthrough.service.chronology.policies import can_see_who_knew
from followthrough.service.chronology.presenters.page import child_page
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.same import Folding


@classed("child")
@require_safe
@gzip_page  # the pictures are long and compress to a tenth; Django pads against guessing by length
def child(request: HttpRequest, child_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    records: Folding = request.records  # type: ignore[attr-defined]
    page = child_page(viewer, the_child(viewer, child_id), records)
    may_see_who_knew = can_see_who_knew(viewer, records.ids)
    context = {"page": page, "may_close": can_close(viewer), "may_see_who_knew": may_see_who_knew}
    return render(request, "chronology/child.html", context)


def the_child(viewer: Viewer, child_id: str) -> Child:
    found = children.child(viewer, child_id)
    if found is None:
        raise NotVisible()
    return found
