"""One page that leads to everything that this person may manage or look up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.worklist.presenters.manage import groups


@classed("signed-in")
@require_safe
def manage(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    return render(request, "worklist/manage.html", {"groups": groups(viewer)})
