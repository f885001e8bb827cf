"""One page: what was told by voice is recorded, and also a call that nobody answered."""

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
from followthrough.service.sharing.forms import CallForm
from followthrough.service.sharing.outgoing import CannotSend, Outgoing
from followthrough.service.sharing.policies import CannotDo
from followthrough.service.sharing.presenters.choices import own_area_first
from followthrough.service.sharing.views.about import child_named, find_child


@classed("team")
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    others = [team for team in own_area_first(agencies.teams()) if team.key != viewer.teams[0]]
    make = partial(CallForm, teams=[(team.key, str(team)) for team in others])
    if request.method != "POST":
        return _page(request, make(initial={"told": clock.now(), **child_named(request, viewer)}))
    form = make(request.POST)
    if not form.is_valid():
        return _page(request, form)
    form, chosen = find_child(form, request.POST, viewer, make)
    if chosen is None:
        return _page(request, form)
    try:
        with transaction.atomic():
            share = actions.record_call(outgoing=_outgoing(form.cleaned_data, chosen), by=viewer)
    except (CannotSend, CannotDo, CannotRecord) as error:
        form.add_error(None, str(error))
        return _page(request, form)
    messages.success(request, "The call is recorded. You follow it here.")
    return redirect("sharing:share", share.reference)


def _page(request: HttpRequest, form: CallForm) -> HttpResponse:
    return render(request, "sharing/call.html", {"form": form})


def _outgoing(said: dict[str, Any], chosen: dict[str, Any]) -> Outgoing:
    born_on = date.fromisoformat(chosen["born_on"]) if chosen["born_on"] else None
    return Outgoing(
        key=said["key"],
        child_id=chosen["child_id"],
        new_child=About(name=chosen["name"], born_on=born_on) if chosen["is_new"] else None,
        age_note=chosen["age"],
        asks=said["asks"],
        words=said["words"],
        occurred_from=said["told"],
        occurred_to=said["told"],
        recipients=(said["team"],),
        family_told=said["family_told"] == "yes",
        why_not_told="" if said["family_told"] == "yes" else said["why_not_told"],
        spoke_to=said["spoken_to"] if said["reached"] == "yes" else "",
        means=said["means"],
        told_at=said["told"],
    )
