"""The home page, the page of one duty, and what a person can say about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.reading import open_child
from followthrough.service.access.routes import classed
from followthrough.service.agencies import queries as agencies
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.forms import Form
from followthrough.service.ledger.actions import Recorded, take_duty
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.policies import CannotTake
from followthrough.service.ledger.queries import history, rungs_of
from followthrough.service.worklist import actions, explaining, policies, queries
from followthrough.service.worklist.desks import Desks
from followthrough.service.worklist.forms import ExcuseForm, NotOursForm, WrongForm
from followthrough.service.worklist.presenters import duty as duty_page
from followthrough.service.worklist.presenters.home import Shelf
from followthrough.service.worklist.presenters.homepage import homepage


@classed("signed-in")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    viewer = _viewer(request)
    shown = homepage(viewer, is_mine=request.GET.get("show") == "mine", shows_all="all" in request.GET)
    return render(request, "worklist/home.html", {"page": shown})


@classed("signed-in")
@require_safe
def duty(request: HttpRequest, duty_id: str) -> HttpResponse:
    viewer = _viewer(request)
    desks = Desks(viewer)
    found = _open(viewer, desks, duty_id)
    can_open = policies.can_open_child(viewer, found)
    subject = open_child(viewer, found.subject_id) if can_open else queries.subject_of(found)
    known = history(subject)
    explanation = explaining.explain(found, known) if known.events else None
    shelf = Shelf(
        viewer=viewer,
        desks=desks,
        now=clock.now(),
        children=queries.children_of(viewer, [found]),
        triggers=queries.triggers([found]),
        names=agencies.names(duty_page.people_in(found, known)),
    )
    page = duty_page.page_of(found, shelf, explanation, known, list(rungs_of(viewer, found)))
    return render(request, "worklist/duty.html", {"page": page})


@classed("signed-in")
@require_POST
def take(request: HttpRequest, duty_id: str) -> HttpResponse:
    viewer = _viewer(request)
    found = _open(viewer, Desks(viewer), duty_id)
    try:
        with transaction.atomic():
            take_duty(found.pk, by=viewer, instead_of=request.POST.get("instead_of", ""))
    except CannotTake as refusal:
        messages.error(request, f"{refusal} Nothing was changed.")
    else:
        messages.success(request, f"You have taken this: {found.action}. Your name stands on it now.")
    return HttpResponseRedirect(_back(request, found))


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def not_ours(request: HttpRequest, duty_id: str) -> HttpResponse:
    def answer(found: Duty, said: dict[str, Any], by: Viewer) -> Recorded:
        return actions.say_not_ours(duty=found, by=by, **said)

    return _answer(request, duty_id, NotOursForm, answer, policies.check_can_answer, "not_ours")


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def wrong(request: HttpRequest, duty_id: str) -> HttpResponse:
    def answer(found: Duty, said: dict[str, Any], by: Viewer) -> Recorded:
        return actions.say_wrong(duty=found, by=by, **said)

    return _answer(request, duty_id, WrongForm, answer, policies.check_can_answer, "wrong")


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def excuse(request: HttpRequest, duty_id: str) -> HttpResponse:
    def answer(found: Duty, said: dict[str, Any], by: Viewer) -> Recorded:
        return actions.excuse(duty=found, by=by, **said)

    return _answer(request, duty_id, ExcuseForm, answer, policies.check_can_excuse, "excuse")


def _answer(
    request: HttpRequest,
    duty_id: str,
    form_class: type[Form],
    answer: Callable[[Duty, dict[str, Any], Viewer], Recorded],
    check: Callable[[Viewer, Duty], None],
    name: str,
) -> HttpResponse:
    viewer = _viewer(request)
    found = _open(viewer, Desks(viewer), duty_id)
    try:
        check(viewer, found)
    except policies.CannotAnswer as refusal:
        messages.error(request, f"{refusal} Nothing was changed.")
        return redirect("worklist:duty", duty_id)
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        recorded = answer(found, form.cleaned_data, viewer)
        messages.success(request, duty_page.said_words(name, found, recorded))
        return redirect("worklist:duty", duty_id)
    context = {"form": form, "duty": found, "back_href": reverse("worklist:duty", args=[duty_id])}
    return render(request, f"worklist/{name}.html", context)


def _open(viewer: Viewer, desks: Desks, duty_id: str) -> Duty:
    """The duty, its reading written down. One answer for a duty that is not there and one not for this viewer."""
    found = queries.duty(viewer, duty_id)
    detail = {"duty": duty_id[:32]}
    if found is None or not policies.can_see(viewer, desks, found):
        audit.record_apart("duty.read", by=viewer, detail=detail, outcome="refused")
        raise NotVisible()
    audit.record("duty.read", by=viewer, subject=queries.subject_of(found), detail=detail)
    return found


def _back(request: HttpRequest, found: Duty) -> str:
    """Only a place on this site."""
    address = request.POST.get("back_to", "")
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if is_ours else reverse("worklist:duty", args=[found.pk])


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer
