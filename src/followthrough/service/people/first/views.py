"""An administrator is named on one page and agreed to on another, by another person."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.access.stepup import needs_step_up
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core.viewer import Viewer
from followthrough.service.people.directory.queries import agency as directory_agency
from followthrough.service.people.first import actions, policies, presenters, queries
from followthrough.service.people.first.forms import DecideForm, NominationForm, TakeBackForm
from followthrough.service.people.models import Nomination

BOTH = ["GET", "HEAD", "POST"]


@classed("signed-in")
@needs_step_up
@require_http_methods(BOTH)
def name(request: HttpRequest, agency_key: str) -> HttpResponse:
    viewer, agency = viewer_of(request), directory_agency(agency_key)
    if agency is None:
        raise Http404
    try:
        actions.check_can_name(agency=agency, by=viewer)
    except policies.CannotName as refusal:
        messages.error(request, str(refusal))
        return redirect("directory:agency", agency.pk)
    teams = list(agency.teams.all())
    if not teams:
        messages.error(request, "Add the agency’s first team. Its administrator sits in it.")
        return redirect("directory:add-team", agency.pk)
    own = Practitioner.objects.get(pk=viewer.practitioner_id).email
    form = NominationForm(request.POST if request.method == "POST" else None, teams=teams, own=own)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        chosen = said.pop("team")
        team = next(each for each in teams if str(each.pk) == chosen)
        try:
            made = actions.name(agency=agency, team=team, by=viewer, **said)
        except policies.CannotName as refusal:  # somebody named one meanwhile
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"{made.name} is named. Nobody is let in before somebody else of the Board agrees."
            )
            return redirect("directory:administrator", made.pk)
    return render(request, "people/name_administrator.html", {"form": form, "agency": agency})


@classed("signed-in")
@needs_step_up
@require_http_methods(BOTH)
def decide(request: HttpRequest, nomination_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.nomination(viewer, nomination_id)
    if found is None:
        raise NotVisible()
    is_own = found.named_by_id == viewer.practitioner_id
    made = TakeBackForm if is_own else DecideForm
    form = made(request.POST if request.method == "POST" else None) if found.decided_at is None else None
    if form and form.is_bound and form.is_valid():
        try:
            messages.success(request, _answer(found, form.cleaned_data, viewer))
        except policies.CannotAgree as refusal:
            form.add_error("words", str(refusal))
        else:
            return redirect("directory:agency", found.agency_id)
    context = {
        "found": found,
        "rows": presenters.rows(found),
        "is_own": is_own,
        "seconds": ", ".join(queries.seconds(viewer)) if is_own else "",
        "form": form,
    }
    return render(request, "people/nomination.html", context)


def _answer(found: Nomination, said: dict[str, str], by: Viewer) -> str:
    if said.get("answer") == "yes":
        person = actions.agree(nomination=found, words=said["words"], by=by)
        return f"{person.name} is let in. A letter with a link is on its way."
    actions.refuse(nomination=found, words=said["words"], by=by)
    return f"{found.name} is not let in."
