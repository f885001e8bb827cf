"""An administrator's pages: who works here, in which seats, and who can sign in; and a duty manager's: restoring."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.access.stepup import needs_step_up, needs_step_up_to_send
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core.viewer import Viewer
from followthrough.service.people import actions, policies, presenters, queries
from followthrough.service.people.forms import PersonForm, SeatForm


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_can_administer(viewer)
    found = queries.people(viewer)
    table = presenters.people_table(found, queries.open_seats(found), queries.roles())
    return render(request, "people/overview.html", {"table": table})


@classed("signed-in")
@needs_step_up
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_can_administer(viewer)
    form = PersonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        person = actions.enter(**form.cleaned_data, agency=queries.agency(viewer.agency), by=viewer)
        messages.success(request, f"{person.name} is entered. A letter with a link is on its way. Now give a seat.")
        return redirect("people:give-seat", person.pk)
    return render(request, "people/enter.html", {"form": form})


@classed("signed-in")
@require_safe
def person(request: HttpRequest, practitioner_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found, roles = _person(viewer, practitioner_id), queries.roles()
    is_off = queries.is_switched_off(found)
    context = {
        "person": found,
        "rows": presenters.person_rows(found, is_off=is_off),
        "seats": [
            (each, presenters.seat_words(each, roles), presenters.seat_days(each)) for each in queries.seats(found)
        ],
        "plans": [(each, presenters.plan_words(each, roles)) for each in queries.plans(found, actions.today())],
        "may_change": policies.can_change(viewer, found),
        "is_off": is_off,
        "not_oneself": policies.NOT_ONESELF if found.pk == viewer.practitioner_id else "",
    }
    return render(request, "people/person.html", context)


@classed("signed-in")
@needs_step_up
@require_http_methods(["GET", "HEAD", "POST"])
def give_seat(request: HttpRequest, practitioner_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = _person(viewer, practitioner_id)
    policies.check_can_change(viewer, found)
    teams = list(queries.teams(viewer, found))
    form = SeatForm(
        request.POST if request.method == "POST" else None, teams=teams, roles=queries.roles(), today=actions.today()
    )
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        team = next(each for each in teams if str(each.pk) == said["team"])
        actions.give_seat(
            person=found, team=team, role=said["role"], from_on=said["from_on"], to_on=said["to_on"], by=viewer
        )
        messages.success(request, f"{found.name} has the seat.")
        return redirect("people:person", found.pk)
    return render(request, "people/give_seat.html", {"form": form, "person": found})


@classed("signed-in")
@needs_step_up
@require_POST
def change(request: HttpRequest, practitioner_id: str) -> HttpResponse:
    """One of the buttons of a person's page."""
    viewer = viewer_of(request)
    found = _person(viewer, practitioner_id)
    words = _do(viewer, found, request.POST.get("do", ""), request.POST.get("which", ""))
    messages.success(request, words)
    return redirect("people:person", found.pk)


@classed("signed-in")
@needs_step_up_to_send
@require_http_methods(["GET", "HEAD", "POST"])
def switched_off(request: HttpRequest) -> HttpResponse:
    """In the middle of the night somebody is back from leave: one press, and they can sign in."""
    viewer = viewer_of(request)
    policies.check_can_restore(viewer)
    if request.method == "POST":
        off = get_object_or_404(queries.switched_off(viewer), practitioner=request.POST.get("which", ""))
        actions.restore(person=off.practitioner, by=viewer)
        messages.success(request, f"{off.practitioner.name} can sign in again, as before.")
        return redirect("people:switched-off")
    return render(request, "people/switched_off.html", {"found": queries.switched_off(viewer)})


def _do(viewer: Viewer, person: Practitioner, what: str, which: str) -> str:
    number = int(which) if which.isdecimal() and len(which) < 19 else 0
    if what == "end-seat":
        seat = get_object_or_404(person.memberships.filter(to_at=None), pk=number)
        actions.end_seat(membership=seat, by=viewer)
        return "The seat is ended, from now on."
    if what == "withdraw":
        plan = get_object_or_404(queries.plans(person, actions.today()), pk=number)
        actions.withdraw(plan=plan, by=viewer)
        return "The seat will not begin."
    if what == "leave":
        actions.leave(person=person, by=viewer)
        return f"{person.name} has left: all seats and sessions are ended."
    if what == "invite-again":
        actions.invite_again(person=person, by=viewer)
        return "A new link is on its way. The old password and second factor work no more."
    if what == "restore":
        actions.restore(person=person, by=viewer)
        return f"{person.name} can sign in again, as before."
    raise Http404


def _person(viewer: Viewer, practitioner_id: str) -> Practitioner:
    try:
        return queries.person(viewer, practitioner_id)
    except policies.NotForYou:
        if policies.is_administrator(viewer):
            raise Http404 from None  # somebody of another agency reads like nobody
        raise
