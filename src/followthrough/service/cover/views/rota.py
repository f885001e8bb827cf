"""The pages of a rota: every team's cover now, one team's week, and what whoever keeps it changes."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies import holding
from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import to_ring
from followthrough.service.core import clock
from followthrough.service.cover import policies
from followthrough.service.cover.actions import rota as actions
from followthrough.service.cover.forms.rota import AbsenceForm, HolidayForm, RotaForm, ShiftForm, typed_instant
from followthrough.service.cover.presenters import rota as presenters
from followthrough.service.cover.queries import rota as queries
from followthrough.service.design.dates import LONDON


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Who answers now in every team; gaps to come; what the viewer is asked."""
    viewer, now = viewer_of(request), clock.now()
    teams = list(agencies.teams())
    gaps = {
        kept.team.pk: len(kept.gaps(now)) for kept in queries.over(teams, now, now + timedelta(days=14)) if kept.lines
    }
    rows = [(team, to_ring(team, teams, now), gaps.get(team.pk)) for team in teams]
    own = [row for row in rows if row[0].agency_id == viewer.agency]
    others = [row for row in rows if row[0].agency_id != viewer.agency and row[2] is not None]
    context = {
        "own": presenters.teams_table(own, "Your agency’s teams"),
        "others": presenters.teams_table(others, "Other agencies’ teams that keep a rota"),
        "mine": presenters.own_table(queries.shifts_of(viewer.practitioner_id)),
        "offers": [presenters.offer(viewer, each) for each in queries.asked_of(viewer)],
        "may_keep": policies.can_keep(viewer, viewer.agency),
        "may_name_contact": policies.can_name_contact(viewer),
    }
    return render(request, "cover/rotas.html", context)


@classed("signed-in")
@require_safe
def week(request: HttpRequest, agency_key: str, team_slug: str) -> HttpResponse:
    viewer, team, now = viewer_of(request), team_of(agency_key, team_slug), clock.now()
    monday = queries.monday_of(_day(request.GET.get("week", "")) or now.astimezone(LONDON).date())
    kept = queries.week(team, monday)
    ring = to_ring(team, list(agencies.teams(agency_key)), now).words
    found = queries.changes(team)
    context = {
        "page": presenters.week_page(viewer, kept, ring, now),
        "changes": presenters.changes(found, agencies.names({each.by for each in found})),
    }
    return render(request, "cover/week.html", context)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, agency_key: str, team_slug: str) -> HttpResponse:
    viewer, team = viewer_of(request), team_of(agency_key, team_slug)
    policies.check_can_keep(viewer, team.agency_id)
    begins_on = queries.monday_of(clock.now().astimezone(LONDON).date()) + timedelta(days=7)
    initial = {"levels": list(holding.levels(team)) or ["worker", "manager"], "begins_on": begins_on}
    form = RotaForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        actions.keep(team=team, by=viewer, **form.cleaned_data)
        messages.success(request, f"{team.title} keeps a rota. Now put people in.")
        return redirect("rotas:week", team.agency_id, team.slug)
    return render(request, "cover/keep.html", {"form": form, "team": team})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def put_in(request: HttpRequest, agency_key: str, team_slug: str) -> HttpResponse:
    viewer, team = viewer_of(request), team_of(agency_key, team_slug)
    policies.check_can_keep(viewer, team.agency_id)
    people = list(queries.people(team.agency_id))
    initial = {
        "level": request.GET.get("level", "worker"),
        "starts_at": _instant(request.GET.get("from", "")),
        "ends_at": _instant(request.GET.get("to", "")),
        "telephone": team.telephone,
    }
    form = ShiftForm(request.POST if request.method == "POST" else None, people=people, initial=initial)
    if form.is_bound and form.is_valid():
        said = {key: value for key, value in form.cleaned_data.items() if key != "who"}
        try:
            shift = actions.put_in(team=team, practitioner=form.practitioner, by=viewer, **said)
        except actions.CannotRoster as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Put in: {presenters.shift_words(shift)}.")
            return redirect(
                f"{reverse('rotas:week', args=[team.agency_id, team.slug])}?week={_week_of(shift.starts_at)}"
            )
    return render(request, "cover/put_in.html", {"form": form, "team": team})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest) -> HttpResponse:
    """Oneself, or anybody of the agency for whoever keeps its rotas."""
    viewer = viewer_of(request)
    people = list(queries.people(viewer.agency))
    if not policies.can_keep(viewer, viewer.agency):
        people = [each for each in people if each.pk == viewer.practitioner_id]
    form = AbsenceForm(
        request.POST if request.method == "POST" else None, people=people, initial={"who": viewer.practitioner_id}
    )
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        person = next(each for each in people if each.pk == said["who"])
        starts_at, ends_at = queries.start_of(said["from_on"]), queries.start_of(said["to_on"] + timedelta(days=1))
        freed = actions.be_away(practitioner=person, starts_at=starts_at, ends_at=ends_at, by=viewer)
        messages.success(request, f"{person.name} is away. {_freed_words(freed)}")
        return redirect("rotas:overview")
    away = queries.absences(viewer.agency)
    return render(request, "cover/absence.html", {"form": form, "away": away})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def holiday(request: HttpRequest) -> HttpResponse:
    """Whom to ring while the agency is shut for days."""
    viewer = viewer_of(request)
    policies.check_can_name_contact(viewer)
    form = HolidayForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        named = actions.name_holiday_contact(by=viewer, **form.cleaned_data)
        messages.success(request, f"While your agency is shut on those days, {named.name} is rung.")
        return redirect("rotas:holiday")
    today = clock.now().astimezone(LONDON).date()
    context = {"form": form, "contacts": queries.holiday_contacts(viewer.agency, today)}
    return render(request, "cover/holiday.html", context)


def _freed_words(freed: int) -> str:
    if not freed:
        return "No shift is touched."
    return f"{freed} shift{'' if freed == 1 else 's'} now need{'s' if freed == 1 else ''} a name."


def team_of(agency_key: str, team_slug: str) -> Team:
    found = queries.team(agency_key, team_slug)
    if found is None:
        raise Http404
    return found


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _instant(said: str) -> object:
    at = typed_instant(said)
    return at.replace(tzinfo=LONDON) if at else None


def _week_of(at: object) -> date:
    return queries.monday_of(at.astimezone(LONDON).date())  # type: ignore[attr-defined]
