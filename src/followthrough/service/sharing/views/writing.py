"""Sharing in three pages: about whom, what and with whom, check. What was entered is kept from the first answer on."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from followthrough.service.access.routes import classed
from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import to_ring
from followthrough.service.attachments import actions as attachments
from followthrough.service.attachments.presenters import line
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.actions import CannotRecord
from followthrough.service.sharing import actions, policies, preparing, queries
from followthrough.service.sharing.forms import AlsoForm
from followthrough.service.sharing.models import Asks, Draft, Leg
from followthrough.service.sharing.outgoing import CannotSend, Outgoing
from followthrough.service.sharing.presenters import checking, choices
from followthrough.service.sharing.views.about import about_page, draft_about
from followthrough.service.sharing.views.desk import Desk, told_when
from followthrough.service.sharing.views.following import answer_form
from followthrough.service.sharing.views.opening import open_share

log = logging.getLogger(__name__)
_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@classed("team")
@_PAGE
def start(request: HttpRequest) -> HttpResponse:
    """Page 1 of a new share. A link from a child's page brings the child with it."""
    viewer = _viewer(request)
    child_id = request.GET.get("child", "")
    if request.method != "POST" and child_id and queries.may_share_about(viewer, child_id):
        return redirect("sharing:what", draft_about(child_id, viewer).pk)
    return about_page(request, None)


@classed("team")
@_PAGE
def about(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Page 1 again, to change it."""
    return about_page(request, _draft(_viewer(request), draft_id))


@classed("team")
@_PAGE
def what(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Page 2."""
    viewer = _viewer(request)
    if (gone := _sent_already(viewer, draft_id)) is not None:
        return gone
    draft = _draft(viewer, draft_id)
    if not preparing.is_about_somebody(draft):
        return redirect("sharing:about", draft.pk)
    desk = Desk(viewer, draft)
    if request.method == "POST":
        actions.keep_draft(draft=draft, data={"what": preparing.typed(request.POST)}, by=viewer)
        attachments.take_off(draft=draft.pk, ids=request.POST.getlist("take_off"), by=viewer)
        refused = attachments.add(draft=draft.pk, files=request.FILES.getlist("new_files"), by=viewer)
        if "keep" in request.POST and not refused:
            messages.success(request, "Kept. Nothing was sent. You find it here when you come back.")
            return redirect("sharing:start")
        form = desk.form(_without(request.POST, "take_off"))
        for sentence in refused:
            form.add_error("new_files", sentence)
        if form.is_valid():
            return redirect("sharing:check", draft.pk)
    else:
        form = desk.form()
    request.teams = desk.teams  # type: ignore[attr-defined]
    return render(request, "sharing/what.html", {"form": form, "draft": draft, "about": desk.about})


@classed("team")
@_PAGE
def check(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Page 3, and sending."""
    viewer = _viewer(request)
    if (gone := _sent_already(viewer, draft_id)) is not None:
        return gone
    draft = _draft(viewer, draft_id)
    desk = Desk(viewer, draft)
    form = desk.form(_typed(draft))
    if not preparing.is_about_somebody(draft) or not form.is_valid():
        return redirect("sharing:what", draft.pk)
    files = desk.files
    outgoing = preparing.outgoing(draft, form, desk.child, files)
    try:
        addressed = desk.addressed(outgoing)
    except CannotSend as error:
        return _not_sent(request, draft, str(error), [], status=409)
    teams = list({each.team.pk: each.team for each in addressed}.values())
    as_well = desk.stand_ins(teams) if outgoing.asks == Asks.URGENT else []
    ticked = request.POST.getlist("also")
    has_changed = request.method == "POST" and (
        request.POST.get("seen") != outgoing.digest or not set(ticked) <= {team.key for team in as_well}
    )
    if request.method == "POST" and not has_changed:
        outgoing = replace(outgoing, recipients=(*outgoing.recipients, *ticked))
        teams += [team for team in as_well if team.key in ticked]
        return _send(request, draft, outgoing, list(desk.ring(teams).values()))
    now = clock.now()
    carried = [
        choices.entry_line(each, desk.rules, desk.calendar) for each in desk.entries if each.pk in outgoing.items
    ]
    context = {
        "draft": draft,
        "rows": checking.rows(
            outgoing,
            desk.about,
            choices.kind_title(outgoing.kind, desk.rules, outgoing.detail),
            told_when(outgoing, desk.calendar),
            carried,
            [line(each) for each in files],
            reverse("sharing:about", args=[draft.pk]),
            reverse("sharing:what", args=[draft.pk]),
        ),
        "recipients": checking.recipients(
            addressed, desk.promises(outgoing, teams), desk.ring(teams), desk.shut(teams), outgoing.asks, now
        ),
        "next_words": checking.next_words(outgoing.asks),
        "as_well": _also_form(request, as_well),
        "is_urgent": outgoing.asks == "urgent",
        "digest": outgoing.digest,
        # In another window, perhaps: nobody sends what they have not seen.
        "has_changed": has_changed,
    }
    request.teams = desk.teams  # type: ignore[attr-defined]
    return render(request, "sharing/check.html", context)


@classed("team")
@require_POST
def discard(request: HttpRequest, draft_id: str) -> HttpResponse:
    actions.discard_draft(draft_id=draft_id, by=_viewer(request))
    messages.success(request, "Thrown away. Nothing was sent.")
    return redirect("sharing:start")


@classed("signed-in")
@require_http_methods(["GET", "HEAD"])
def sent(request: HttpRequest, reference: str) -> HttpResponse:
    """The reference, and what happens next."""
    viewer = _viewer(request)
    share = open_share(viewer, reference)
    legs = queries.legs(share)
    context = {
        "share": share,
        "recipients": checking.sent_recipients(legs, queries.clocks(viewer, share, legs), clock.now()),
        "next_words": checking.next_words(share.asks),
        "rings": _rings(legs) if share.asks == Asks.URGENT else [],
        "spoken_to": _spoken_to(viewer, legs) if share.asks == Asks.URGENT else [],
    }
    return render(request, "sharing/sent.html", context)


def _rings(legs: Sequence[Leg]) -> list[str]:
    known = list(agencies.teams())
    return list(dict.fromkeys(to_ring(leg.team, known, clock.now()).line for leg in legs))


def _also_form(request: HttpRequest, as_well: Sequence[Team]) -> AlsoForm | None:
    """After a try that failed, with the ticks that were set."""
    ticked = (request.POST if request.method == "POST" else request.GET).getlist("also")
    offered = [(team.key, checking.as_well(team)) for team in as_well]
    return AlsoForm(teams=offered, initial={"also": ticked}) if offered else None


def _spoken_to(viewer: Viewer, legs: Sequence[Leg]) -> list[dict[str, object]]:
    """An urgent share never replaces the call: the form that records it, for each recipient that nobody answers for."""
    return [
        {"leg": leg, "form": answer_form("chase", leg, ()), "url": "sharing:act-chase", "is_open": True}
        for leg in legs
        if leg.state == Leg.State.SENT and "chase" in policies.answers(viewer, leg)
    ]


# Sending


def _send(request: HttpRequest, draft: Draft, outgoing: Outgoing, rings: list[str]) -> HttpResponse:
    """Sent, or plainly not: whatever went wrong, the person is told and the draft stays."""
    try:
        with transaction.atomic():
            share = actions.send(outgoing=outgoing, by=_viewer(request))
    except (CannotSend, CannotRecord) as error:
        return _not_sent(request, draft, str(error), rings, status=409)
    except Exception:
        log.exception("A share was not sent")
        return _not_sent(request, draft, "Something went wrong on our side.", rings, status=503)
    return redirect("sharing:sent", share.reference)


def _not_sent(request: HttpRequest, draft: Draft, happened: str, rings: list[str], *, status: int) -> HttpResponse:
    again = reverse("sharing:check", args=[draft.pk])
    if ticked := request.POST.getlist("also"):
        again = f"{again}?{urlencode({'also': ticked}, doseq=True)}"
    context = {"happened": happened, "draft": draft, "rings": rings, "again": again}
    return render(request, "sharing/not_sent.html", context, status=status)


def _sent_already(viewer: Viewer, draft_id: str) -> HttpResponse | None:
    """A second click, or a page from the browser's memory, leads to what was sent."""
    share = queries.sent_with(viewer, draft_id)
    return redirect("sharing:sent", share.reference) if share else None


def _typed(draft: Draft) -> QueryDict:
    held = QueryDict(mutable=True)
    for name, values in draft.data.get("what", {}).items():
        held.setlist(name, values)
    return held


def _without(typed: QueryDict, name: str) -> QueryDict:
    left = typed.copy()
    left.pop(name, None)
    return left


def _draft(viewer: Viewer, draft_id: str) -> Draft:
    draft = queries.drafts(viewer).filter(pk=draft_id).first()
    if draft is None:
        raise Http404
    return draft


def _viewer(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined]
