"""The directory's pages: all agencies, one agency with its teams, and the forms that keep them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.access.stepup import needs_step_up
from followthrough.service.agencies import queries as names
from followthrough.service.agencies.models import Agency, Team
from followthrough.service.core import clock
from followthrough.service.design.dates import LONDON
from followthrough.service.ledger import calendar
from followthrough.service.people.directory import actions, policies, presenters, queries
from followthrough.service.people.directory.forms import HOURS, AgencyForm, NewAgencyForm, NewTeamForm, TeamForm
from followthrough.service.people.first import queries as first


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "table": presenters.agencies_table(queries.agencies(), _today()),
        "may_add": policies.can_add(viewer),
        "waiting": presenters.nominations(first.waiting(viewer)),
    }
    return render(request, "people/directory.html", context)


@classed("signed-in")
@require_safe
def agency(request: HttpRequest, agency_key: str) -> HttpResponse:
    viewer, found = viewer_of(request), _agency(agency_key)
    changes = queries.changes(found)
    context = {
        "agency": found,
        "teams": presenters.teams_table(found, _today()),
        "checked": presenters.checked(found.checked_on, _today()),
        "changes": presenters.changes(changes, names.names({each.by for each in changes})),
        "may_change": policies.can_change(viewer, found.pk),
        "waiting": presenters.nominations(first.waiting(viewer).filter(agency=found)),
        "may_name": policies.can_add(viewer) and not first.has_administrator(found),
    }
    return render(request, "people/agency.html", context)


@classed("signed-in")
@needs_step_up
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_can_add(viewer)
    form = NewAgencyForm(request.POST if request.method == "POST" else None, known=queries.to_add())
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        made = actions.add_agency(kind=said["key"], by=viewer, **said)
        messages.success(request, f"{made.title} is in the directory. Now add its first team.")
        return redirect("directory:add-team", made.pk)
    return render(request, "people/directory_form.html", {"form": form, "heading": "Add an agency", "button": "Add it"})


@classed("signed-in")
@needs_step_up
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, agency_key: str) -> HttpResponse:
    viewer, found = viewer_of(request), _agency(agency_key)
    policies.check_can_change(viewer, found.pk)
    initial = {"title": found.title, "telephone": found.telephone}
    form = AgencyForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        actions.change_agency(agency=found, by=viewer, **form.cleaned_data)
        return _done(request, found, "Changed. Others see it from now on.")
    return _form(request, form, found, f"Change {found.title}", "Change it")


@classed("signed-in")
@needs_step_up
@require_http_methods(["GET", "HEAD", "POST"])
def add_team(request: HttpRequest, agency_key: str) -> HttpResponse:
    viewer, found = viewer_of(request), _agency(agency_key)
    if not policies.can_add(viewer):
        policies.check_can_change(viewer, found.pk)
    taken = {each.slug for each in found.teams.all()}
    form = NewTeamForm(request.POST if request.method == "POST" else None, offices=_offices(), taken=taken)
    if form.is_bound and form.is_valid():
        team = actions.add_team(agency=found, by=viewer, **form.cleaned_data)
        return _done(request, found, f"{team.title} is added. What is shared can go to it from now on.")
    return _form(request, form, found, "Add a team", "Add it")


@classed("signed-in")
@needs_step_up
@require_http_methods(["GET", "HEAD", "POST"])
def change_team(request: HttpRequest, agency_key: str, team_slug: str) -> HttpResponse:
    viewer, team = viewer_of(request), _team(agency_key, team_slug)
    policies.check_can_change(viewer, team.agency_id)
    names_of = ("title", "telephone", "email", "office", "opening_hours", "is_out_of_hours", "is_default")
    initial: dict[str, Any] = {name: getattr(team, name) for name in names_of}
    form = TeamForm(request.POST if request.method == "POST" else None, initial=initial, offices=_offices())
    if form.is_bound and form.is_valid():
        actions.change_team(team=team, by=viewer, **form.cleaned_data)
        return _done(request, team.agency, "Changed. Others see it from now on.")
    return _form(request, form, team.agency, f"Change {team.title}", "Change it")


@classed("signed-in")
@needs_step_up
@require_POST
def checked(request: HttpRequest, agency_key: str, team_slug: str) -> HttpResponse:
    team = _team(agency_key, team_slug)
    actions.check(of=team, by=viewer_of(request))
    return _done(request, team.agency, f"{team.title}: rung today.")


@classed("signed-in")
@needs_step_up
@require_POST
def agency_checked(request: HttpRequest, agency_key: str) -> HttpResponse:
    found = _agency(agency_key)
    actions.check(of=found, by=viewer_of(request))
    return _done(request, found, "Rung today.")


def _offices() -> dict[str, str]:
    """Hours that are known by a name: the desks', and those of the partnership's packs."""
    own = {name: name.replace("-", " ").capitalize() for name in calendar.current().offices}
    return own | HOURS


def _form(request: HttpRequest, form: Any, agency: Agency, heading: str, button: str) -> HttpResponse:
    context = {"form": form, "agency": agency, "heading": heading, "button": button}
    return render(request, "people/directory_form.html", context)


def _done(request: HttpRequest, agency: Agency, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("directory:agency", agency.pk)


def _agency(key: str) -> Agency:
    found = queries.agency(key)
    if found is None:
        raise Http404
    return found


def _team(agency: str, slug: str) -> Team:
    found = queries.team(agency, slug)
    if found is None:
        raise Http404
    return found


def _today() -> date:
    return clock.now().astimezone(LONDON).date()
