"""The page of one alert. To everybody but the triage manager it is the page of nothing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.core import audit
from followthrough.service.core.viewer import Viewer
from followthrough.service.sharing.outgoing import CannotSend
from followthrough.service.triage import actions, presenters, queries
from followthrough.service.triage.forms import LeaveForm
from followthrough.service.triage.models import Alert

_SETTLED = "This was settled already. Here is how it stands now."


@classed("signed-in")
@require_safe
def alert(request: HttpRequest, alert_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = _open(viewer, alert_id)
    return render(request, "triage/alert.html", {"page": presenters.page_of(viewer, found)})


@classed("signed-in")
@require_POST
def bring(request: HttpRequest, alert_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = _open(viewer, alert_id)
    try:
        actions.bring_together(alert_id=found.pk, by=viewer)
    except actions.SettledAlready:
        messages.info(request, _SETTLED)
    except CannotSend as error:
        messages.error(request, f"Nobody is told yet. {error}")
    else:
        messages.success(request, "Each agency is told to meet about the child, and not why. Now call the discussion.")
    return redirect("triage:alert", found.pk)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, alert_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = _open(viewer, alert_id)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.leave(alert_id=found.pk, reason=form.cleaned_data["reason"], by=viewer)
        except actions.SettledAlready:
            messages.info(request, _SETTLED)
        else:
            messages.success(request, "Kept. If more comes to it, you are told again.")
        return redirect("triage:alert", found.pk)
    return render(request, "triage/leave.html", {"form": form, "page": presenters.page_of(viewer, found)})


def _open(viewer: Viewer, alert_id: str) -> Alert:
    found = queries.alert(viewer, alert_id)
    if found is None:
        raise NotVisible()
    subject = Subject(found.subject_kind, found.subject_id)
    audit.record("alert.read", by=viewer, subject=subject, detail={"alert": found.pk})
    return found
