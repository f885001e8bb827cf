"""The page of one shift: who is on, and changing it, offering it to somebody, taking it out; and answering an offer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies.models import Shift
from followthrough.service.cover import policies
from followthrough.service.cover.actions import rota as actions
from followthrough.service.cover.forms.rota import NOT_YET, OfferForm, WhoForm
from followthrough.service.cover.models import Handing
from followthrough.service.cover.presenters import rota as presenters
from followthrough.service.cover.presenters.words import span_words, title_of, who
from followthrough.service.cover.queries import rota as queries
from followthrough.service.design.components import Row


@classed("signed-in")
@require_safe
def shift(request: HttpRequest, shift_id: int) -> HttpResponse:
    viewer, found = viewer_of(request), _shift(shift_id)
    handing = queries.handing_of(found)
    rows = (
        Row("Team", str(found.team)),
        Row("Level", title_of(found.level)),
        Row("When", span_words(found.starts_at, found.ends_at)),
        Row("Who", who(found)),
        Row("Role", found.role),
        Row("Number to ring", found.telephone),
    )
    context = {
        "shift": found,
        "rows": rows,
        "offer": presenters.offer(viewer, handing) if handing else None,
        "may_keep": policies.can_keep(viewer, found.team.agency_id),
        "may_hand": found.practitioner is not None and policies.can_hand(viewer, found),
    }
    return render(request, "cover/shift.html", context)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, shift_id: int) -> HttpResponse:
    viewer, found = viewer_of(request), _shift(shift_id)
    policies.check_can_keep(viewer, found.team.agency_id)
    initial = {"who": found.practitioner_id or NOT_YET, "role": found.role, "telephone": found.telephone}
    people = list(queries.people(found.team.agency_id))
    form = WhoForm(request.POST if request.method == "POST" else None, people=people, initial=initial)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            actions.change(
                shift=found, practitioner=form.practitioner, role=said["role"], telephone=said["telephone"], by=viewer
            )
        except actions.CannotRoster as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Now: {presenters.shift_words(found)}.")
            return redirect("rotas:shift", found.pk)
    return render(request, "cover/change.html", {"form": form, "shift": found, "when": _when(found)})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, shift_id: int) -> HttpResponse:
    viewer, found = viewer_of(request), _shift(shift_id)
    policies.check_can_hand(viewer, found)
    people = [each for each in queries.people(found.team.agency_id) if each.pk != found.practitioner_id]
    theirs = list(queries.shifts_of_any(people))
    form = OfferForm(request.POST if request.method == "POST" else None, people=people, theirs=theirs)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        taker = next(each for each in people if each.pk == said["taker"])
        back = next((each for each in theirs if str(each.pk) == said["in_return"]), None)
        try:
            actions.offer(shift=found, taker=taker, in_return=back, by=viewer)
        except actions.CannotRoster as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{taker.name} is asked. Until they accept, the shift stays as it is.")
            return redirect("rotas:shift", found.pk)
    return render(request, "cover/offer.html", {"form": form, "shift": found, "when": _when(found)})


@classed("signed-in")
@require_POST
def take_out(request: HttpRequest, shift_id: int) -> HttpResponse:
    viewer, found = viewer_of(request), _shift(shift_id)
    words = presenters.shift_words(found)
    actions.take_out(shift=found, by=viewer)
    messages.success(request, f"Taken out: {words}.")
    return redirect("rotas:week", found.team.agency_id, found.team.slug)


@classed("signed-in")
@require_POST
def answer(request: HttpRequest, handing_id: int) -> HttpResponse:
    """Accept, decline, or take back."""
    viewer = viewer_of(request)
    waiting = Handing.objects.select_related("shift__team__agency", "giver", "taker", "in_return__team")
    found = get_object_or_404(waiting, pk=handing_id)
    what = request.POST.get("do", "")
    try:
        if what == "take-back":
            actions.take_back(handing=found, by=viewer)
            messages.success(request, "Taken back. The shift stays as it is.")
        elif what in ("accept", "decline"):
            actions.answer(handing=found, accepts=what == "accept", by=viewer)
            messages.success(request, "The shift is yours now." if what == "accept" else "You have declined.")
        else:
            raise Http404
    except actions.CannotRoster as refusal:
        messages.error(request, str(refusal))
    return redirect("rotas:overview")


def _shift(shift_id: int) -> Shift:
    found = queries.shift(shift_id)
    if found is None:
        raise Http404
    return found


def _when(shift: Shift) -> str:
    return f"{shift.team.title}, {title_of(shift.level).lower()}, {span_words(shift.starts_at, shift.ends_at)}"
