"""One page: another agency is asked what it knows. The answer comes on the page of the share."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies import queries as agencies
from followthrough.service.children.actions import About
from followthrough.service.core import clock
from followthrough.service.ledger.actions import CannotRecord
from followthrough.service.sharing import actions
from followthrough.service.sharing.forms import RequestForm
from followthrough.service.sharing.models import Asks
from followthrough.service.sharing.outgoing import CannotSend, Outgoing
from followthrough.service.sharing.presenters.choices import own_area_first
from followthrough.service.sharing.views.about import child_named, find_child


@classed("team")
@require_http_methods(["GET", "HEAD", "POST"])
def request(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    others = [team for team in own_area_first(agencies.teams()) if team.key != viewer.teams[0]]
    make = partial(RequestForm, teams=[(team.key, str(team)) for team in others])
    if request.method != "POST":
        return _page(request, make(initial=child_named(request, viewer)))
    form = make(request.POST)
    if not form.is_valid():
        return _page(request, form)
    form, chosen = find_child(form, request.POST, viewer, make)
    if chosen is None:
        return _page(request, form)
    said = form.cleaned_data
    try:
        with transaction.atomic():
            share = actions.request(outgoing=_outgoing(said, chosen), purpose=said["purpose"], by=viewer)
    except (CannotSend, CannotRecord) as error:
        form.add_error(None, str(error))
        return _page(request, form)
    messages.success(request, "Asked. The answer comes here.")
    return redirect("sharing:share", share.reference)


def _page(request: HttpRequest, form: RequestForm) -> HttpResponse:
    return render(request, "sharing/request.html", {"form": form})


def _outgoing(said: dict[str, Any], chosen: dict[str, Any]) -> Outgoing:
    born_on = date.fromisoformat(chosen["born_on"]) if chosen["born_on"] else None
    is_told = said["family_told"] == "yes"
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)  # a second press is the same request
    return Outgoing(
        key=said["key"],
        child_id=chosen["child_id"],
        new_child=About(name=chosen["name"], born_on=born_on) if chosen["is_new"] else None,
        age_note=chosen["age"],
        asks=Asks.KNOWLEDGE,
        words=said["words"],
        occurred_from=today,
        occurred_to=today,
        recipients=(said["team"],),
        lawful_basis=said["lawful_basis"],
        family_told=is_told,
        why_not_told="" if is_told else said["why_not_told"],
        kind=f"information.requested: {said['purpose']}",
    )
