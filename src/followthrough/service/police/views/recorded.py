"""What is in the record of one attendance: the list of its children, the form of one child, and the sergeant's look."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followthrough.service.access.routes import classed
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import to_ring
from followthrough.service.chronology import hearing
from followthrough.service.chronology.desk import waiting
from followthrough.service.chronology.presenters.beside import beside, earlier_of
from followthrough.service.core import clock
from followthrough.service.design.dates import time_in_words
from followthrough.service.police import actions, drafting, owing, policies, queries, triage
from followthrough.service.police.forms import NO, YES, CheckForm, ChildForm
from followthrough.service.police.presenters import page
from followthrough.service.police.queries import SENT_BACK
from followthrough.service.police.reading import Desk, desk_of
from followthrough.service.sharing.doing import is_done
from followthrough.service.sharing.forms.what import typed_again
from followthrough.service.sharing.preparing import typed

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@classed("child")
@require_safe
def attendance(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    desk = desk_of(request, child_id, event_id)
    begun = drafting.forms(desk.viewer, desk.found.entry.root) if desk.is_police else []
    shown = page.page_of(desk, frozenset(each.data["child"] for each in begun))
    return render(request, "police/page.html", {"page": shown, "child": desk.child})


@classed("child")
@_PAGE
def form(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    desk = desk_of(request, child_id, event_id)
    policies.check_can_write(desk.viewer, desk.is_police)
    child, root = desk.child.pk, desk.found.entry.root
    asked = ChildForm(request.POST) if request.method == "POST" else _begun(desk, getattr(request.user, "name", ""))
    if request.method == "POST":
        drafting.keep_form(desk.viewer, child, root, typed(request.POST))
        if "keep" in request.POST:
            messages.success(request, "Kept. Nobody else sees it yet. Go on before your shift ends.")
            return redirect("police:attendance", child, root)
        if asked.is_valid() and is_done(asked, lambda: _complete(desk, asked)):
            drafting.forget_form(desk.viewer, child, root)
            messages.success(request, "The form is complete. A sergeant looks it through, then triage gets it.")
            return redirect("police:attendance", child, root)
    back = desk.found.check_of(child)
    reason = str(back.event.data.get("reason", "")) if back and back.event.data.get("decision") == SENT_BACK else ""
    return _render(request, "form", desk, form=asked, sent_back=reason)


@classed("child")
@require_POST
def keep(request: HttpRequest, child_id: str, event_id: str) -> JsonResponse:
    """By a small script, every few seconds. The page works without it."""
    desk = desk_of(request, child_id, event_id)
    policies.check_can_write(desk.viewer, desk.is_police)
    drafting.keep_form(desk.viewer, desk.child.pk, desk.found.entry.root, typed(request.POST))
    return JsonResponse({"kept": time_in_words(clock.now())})


@classed("child")
@_PAGE
def check(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    desk = desk_of(request, child_id, event_id)
    child, written = desk.child.pk, desk.found.forms.get(desk.child.pk)
    if written is None or not desk.found.needs_check(child):
        return redirect("police:attendance", child, desk.found.entry.root)
    policies.check_can_check(desk.viewer, desk.is_police, written.row.author)
    asked = CheckForm(request.POST if request.method == "POST" else None)
    if asked.is_bound and asked.is_valid():
        decision = asked.cleaned_data["decision"]
        to = triage.teams(desk.teams.values(), decision, clock.now())
        if is_done(asked, lambda: _look_through(desk, asked, to)):
            messages.success(request, _sent_words(desk, decision, to))
            return redirect("police:attendance", child, desk.found.entry.root)
    rows = {"attendance": list(page.attendance_rows(desk)), "written": list(page.form_rows(desk, written))}
    history = beside(desk.viewer, desk.chronicle, desk.telling)
    return _render(request, "check", desk, form=asked, beside=history, **rows)


def _begun(desk: Desk, own_name: str) -> ChildForm:
    """What was typed before; else what an earlier form says, which was sent back; else what is known."""
    form = ChildForm()
    draft = drafting.form_of(desk.viewer, desk.child.pk, desk.found.entry.root)
    if draft is not None:
        form.initial = typed_again(form, draft.data["what"])
        return form
    before = queries.said(desk.found.forms.get(desk.child.pk))
    name = desk.telling.person(str(before["seen_by"])) if before.get("seen_by") else own_name
    form.initial = {"seen_by": name}
    if before:
        heard = queries.said(queries.beside(desk.chronicle, desk.found, hearing.HEARD))
        seen = {"child_seen": YES if before.get("child_seen") else NO, "seen_by": name}
        form.initial = {**{k: heard.get(k, "") for k in ("interpreter", "why_family")}, **before, **seen}
    return form


def _complete(desk: Desk, asked: ChildForm) -> None:
    beside = {
        kind: entry
        for kind in (actions.SEEN, hearing.HEARD)
        if (entry := queries.beside(desk.chronicle, desk.found, kind)) is not None
    }
    actions.complete(
        child=desk.child,
        found=desk.found,
        beside=beside,
        said=asked.answers,
        heard=asked.heard,
        key=asked.cleaned_data["key"],
        by=desk.viewer,
    )


def _look_through(desk: Desk, asked: CheckForm, to: list[Team]) -> None:
    said = asked.cleaned_data
    actions.look_through(
        child=desk.child,
        found=desk.found,
        decision=said["decision"],
        reason=said["reason"],
        to=[team.key for team in to],
        key=said["key"],
        earlier=earlier_of(desk.chronicle, desk.rules.vocabulary),
        by=desk.viewer,
    )


def _sent_words(desk: Desk, decision: str, to: list[Team]) -> str:
    if decision == SENT_BACK:
        is_owed = any(owing.wants_form(each) for each in waiting(desk.viewer, desk.child))
        told = "The officer sees why, and has to complete it again."
        # In a partnership that has not adopted the procedure nothing lists it for the officer.
        return f"Sent back. {told}" if is_owed else f"Sent back. No clock runs for it here: tell the officer. {told}"
    sent = f"Passed, and sent to {' and '.join(str(team) for team in to)}."
    ring = to_ring(to[-1], desk.teams.values(), clock.now()).line
    return f"{sent} Ring them as well: {ring}." if decision == "urgent" else sent


def _render(request: HttpRequest, name: str, desk: Desk, **more: Any) -> HttpResponse:
    context = {"child": desk.child, "found": desk.found, "back_href": page.address("attendance", desk), **more}
    return render(request, f"police/{name}.html", context)
