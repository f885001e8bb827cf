"""Which systems may send to us? A token is shown once, on the page that follows its making."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.access.stepup import needs_step_up
from followthrough.service.agencies.queries import teams
from followthrough.service.intake import systems as held
from followthrough.service.intake.forms import SystemForm
from followthrough.service.intake.openapi import document


@classed("signed-in")
@needs_step_up
@require_http_methods(["GET", "HEAD", "POST"])
def systems(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    held.check_may_look_after(viewer)
    own = {team.slug: team for team in teams(viewer.agency)}
    form = SystemForm(
        request.POST if request.method == "POST" else None, teams=[(slug, team.title) for slug, team in own.items()]
    )
    token = ""
    if form.is_bound and form.is_valid():
        _, token = held.create(name=form.cleaned_data["name"], team=own[form.cleaned_data["team"]], by=viewer)
        form = SystemForm(teams=[(slug, team.title) for slug, team in own.items()])
    context = {"form": form, "systems": held.systems_of(viewer), "token": token}
    return render(request, "intake/systems.html", context)


@classed("signed-in")
@needs_step_up
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    held.revoke(system_id=request.POST.get("system", "")[:32], by=request.viewer)  # type: ignore[attr-defined]
    return redirect("intake:systems")


@classed("signed-in")
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """What may be sent is no secret, and stands in the documents; strangers are told nothing here all the same."""
    return JsonResponse(document(), json_dumps_params={"indent": 2})
