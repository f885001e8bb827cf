"""The pages of organisations without an account: all of them, a new one, and numbers that were checked again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.core import clock
from followthrough.service.design.dates import LONDON
from followthrough.service.outside import people, policies, presenters, queries
from followthrough.service.outside.forms import NumbersForm, OrganisationForm


@classed("signed-in")
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    can_enter = policies.can_enter(viewer_of(request))
    today = clock.now().astimezone(LONDON).date()
    table = presenters.organisations(queries.organisations(), today, can_enter=can_enter)
    return render(request, "outside/organisations.html", {"table": table, "can_enter": can_enter})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_can_enter(viewer)
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = people.enter(by=viewer, **form.cleaned_data)
        except people.CannotEnter as refusal:
            form.add_error("title", str(refusal))
        else:
            messages.success(request, f"{made.team.agency.title} can be chosen as a recipient now.")
            return redirect("outside:organisations")
    return render(request, "outside/enter.html", {"form": form, "title": "Enter an organisation"})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest, organisation: str) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_can_enter(viewer)
    found = queries.organisation(organisation)
    if found is None:
        raise Http404
    known = {"email": found.team.email, "telephone": found.team.telephone, "code_number": found.code_number}
    form = NumbersForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid():
        people.check_numbers(outside=found, by=viewer, **form.cleaned_data)
        messages.success(request, "Kept: you checked these numbers today.")
        return redirect("outside:organisations")
    return render(request, "outside/enter.html", {"form": form, "title": f"Numbers of {found.team.agency.title}"})
