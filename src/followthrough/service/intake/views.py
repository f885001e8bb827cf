"""What waits, one thing that came in, and each decision about it."""

from __future__ import annotations

import base64
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followthrough.procedures.model.event import Subject
from followthrough.service.access.looked import looked
from followthrough.service.access.policies import NotVisible, Refused, can_see_child
from followthrough.service.access.presenters import looked_table
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies.queries import names, titles
from followthrough.service.attachments import scanning
from followthrough.service.caseload import elsewhere
from followthrough.service.children import queries as children
from followthrough.service.children.actions import About
from followthrough.service.children.forms import AnotherChildForm, FindForm, WhichChildForm
from followthrough.service.children.presenters import share_start, typed
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.intake import actions, policies, presenters, queries
from followthrough.service.intake.arrivals import attachment_of
from followthrough.service.intake.forms import NEW, PassOnForm, PlaceForm
from followthrough.service.intake.models import Item
from followthrough.service.intake.systems import may_look_after
from followthrough.service.ledger import same
from followthrough.service.sharing import queries as sharing

_FOUND = (
    "The virus scanner found something in this file, so it is not given to you. Tell your IT desk. Ask whoever sent it "
    "to send it again, or to say on the telephone what is in it."
)
_NOT_SCANNED = (
    "The file could not be checked for viruses just now, so it is not given to you yet. Try again in a few minutes. If "
    "it matters now, ring whoever sent it."
)


@classed("team")
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    waiting = queries.waiting(viewer)
    table = presenters.waiting_table(waiting, queries.clocks(waiting))
    context = {
        "waiting": waiting,
        "table": table,
        "placed": presenters.placed_table(queries.placed(viewer)),
        "may_look_after": may_look_after(viewer),
        "unread": [presenters.mailbox_words(each) for each in queries.unread_mailboxes(viewer)],
    }
    return render(request, "intake/items.html", context)


@classed("team")
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, item_ref: str) -> HttpResponse:
    """Read it, and look for the child: what was typed to look by is sent by POST, and nothing is decided by it."""
    viewer = viewer_of(request)
    held = _item(viewer, item_ref)
    if request.method == "GET":
        actions.read(item=held, by=viewer)
    context = _shown(viewer, held)
    if held.is_waiting:
        begun = queries.looked_by(held)
        form = FindForm(request.POST if request.method == "POST" else None, initial=begun)
        context["form"] = form
        if form.is_bound and form.is_valid():
            context |= _found(viewer, form.cleaned_data)
        elif not form.is_bound and held.about:
            context |= _found(viewer, begun)
    return render(request, "intake/item.html", context)


@classed("team")
@require_POST
def match(request: HttpRequest, item_ref: str) -> HttpResponse:
    """The person has seen the candidates with their reasons, and says which child it is."""
    viewer = viewer_of(request)
    held = _item(viewer, item_ref)
    asked = FindForm(request.POST)
    if not asked.is_valid():
        return redirect("intake:item", held.reference)
    found = _found(viewer, asked.cleaned_data)
    form = WhichChildForm(request.POST, choices=found["choices"])
    if form.is_valid():
        try:
            child_id = _matched(held, form.cleaned_data["child"], asked.cleaned_data, viewer)
        except Refused as refusal:
            form.add_error("child", str(refusal))
        else:
            messages.success(request, "It stands in the child’s chronology now.")
            return redirect("chronology:child", child_id)
    return render(request, "intake/item.html", _shown(viewer, held) | found | {"form": asked, "match": form})


@classed("team")
@require_http_methods(["GET", "HEAD", "POST"])
def unmatch(request: HttpRequest, item_ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    held = _item(viewer, item_ref)
    policies.check_can_unmatch(viewer, held)
    form = AnotherChildForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.unmatch(item=held, reason=form.cleaned_data["reason"], by=viewer)
        messages.success(request, "The match is undone. Look for the right child.")
        return redirect("intake:item", held.reference)
    return render(request, "intake/decide.html", _deciding(held, form, "It was another child", "Undo the match"))


@classed("team")
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, item_ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    held = _item(viewer, item_ref)
    policies.check_can_place(viewer, held)
    form = PlaceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.place(item=held, by=viewer, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("share", str(refusal))
        else:
            messages.success(request, "Written down.")
            return redirect("intake:items")
    return render(request, "intake/decide.html", _deciding(held, form, "It belongs to no child here", "Write it down"))


@classed("team")
@require_http_methods(["GET", "HEAD", "POST"])
def pass_on(request: HttpRequest, item_ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    held = _item(viewer, item_ref)
    policies.check_can_place(viewer, held)
    teams = {team.slug: team for team in queries.teams_to_pass_to(held)}
    offered = [(slug, team.title) for slug, team in teams.items()]
    form = PassOnForm(request.POST if request.method == "POST" else None, teams=offered)
    if form.is_bound and form.is_valid():
        try:
            team = teams[form.cleaned_data["team"]]
            actions.pass_on(item=held, team=team, reason=form.cleaned_data["reason"], by=viewer)
        except Refused as refusal:
            form.add_error("team", str(refusal))
        else:
            messages.success(request, f"{team.title} has it now. The time that was set goes on.")
            return redirect("intake:items")
    return render(request, "intake/decide.html", _deciding(held, form, "Pass it on to another team", "Pass it on"))


@classed("team")
@require_safe
def attachment(request: HttpRequest, item_ref: str, number: int) -> HttpResponse:
    """To be saved, never to be opened by the browser: no person has looked into it."""
    held = _item(viewer_of(request), item_ref)
    found = attachment_of(held.original, number)
    if found is None:
        raise NotVisible()
    return _saved(request, held, *found)


@classed("team")
@require_safe
def original(request: HttpRequest, item_ref: str) -> HttpResponse:
    held = _item(viewer_of(request), item_ref)
    return _saved(request, held, f"{held.reference}.eml", base64.b64decode(held.original))


def _saved(request: HttpRequest, held: Item, name: str, content: bytes) -> HttpResponse:
    """Where a scanner is named, it is asked now: it may know by now what nobody knew when the mail came."""
    try:
        scanning.check(content)
    except scanning.Refused as why:
        audit.record("item.not-given", by=viewer_of(request), detail={"item": held.reference})
        messages.error(request, _FOUND if isinstance(why, scanning.Found) else _NOT_SCANNED)
        return redirect("intake:item", held.reference)
    audit.record("item.saved", by=viewer_of(request), detail={"item": held.reference})
    answer = HttpResponse(content, content_type="application/octet-stream")
    plain = name.encode("ascii", "replace").decode().replace('"', "").replace("?", "_")
    answer["Content-Disposition"] = f'attachment; filename="{plain}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _found(viewer: Viewer, said: dict[str, Any]) -> dict[str, Any]:
    found = children.search(viewer, said["name"], said["born_on"], number=said["number"], address=said["address"])
    for child_id in found.known_elsewhere:
        # That a child is known is told to somebody who does not work with them: it must be traceable.
        audit.record("child.known", by=viewer, subject=Subject("child", child_id))
    choices = presenters.choices_of(found, clock.now().astimezone(LONDON).date(), said)
    return {
        "found": found,
        "choices": choices,
        "match": WhichChildForm(choices=choices) if choices else None,
        "said": _said(said),
        "known": presenters.KNOWN if found.known_elsewhere else "",
        "share_start": share_start(),
        "typed": typed(said["name"], said["born_on"]),
    }


def _said(said: dict[str, Any]) -> dict[str, str]:
    """What was looked by, for the button that decides: nothing is remembered in between."""
    return {"number": said["number"], "address": said["address"], **typed(said["name"], said["born_on"])}


def _matched(held: Item, chosen: str, said: dict[str, Any], viewer: Viewer) -> str:
    if chosen == NEW:
        return actions.match_new(item=held, about=About(said["name"], said["born_on"]), by=viewer)
    actions.match(item=held, child_id=chosen, by=viewer)
    return chosen


def _shown(viewer: Viewer, held: Item) -> dict[str, Any]:
    duty = queries.clocks([held]).get(held.pk)
    people, known = {each["by"] for each in held.steps}, titles() if held.steps else {}
    wrong = presenters.last_wrong(held)
    context: dict[str, Any] = {
        "item": held,
        "title": held.subject or presenters.NO_SUBJECT,
        "text": held.text or presenters.NO_TEXT,
        "rows": presenters.rows_of(held, duty),
        "attachments": presenters.attachment_rows(held),
        "is_scanned": bool(settings.FOLLOWTHROUGH_SCANNER),
        "history": presenters.history(held, names(people), known),
    }
    if held.child_id and not held.is_waiting:
        context["elsewhere"] = elsewhere.rows_of(same.folding([held.child_id]).ids, known)
    if wrong and can_see_child(viewer, wrong.child_id):
        seen = looked([wrong.child_id], wrong.since, wrong.until)
        context["looked"] = looked_table(seen, names({each.practitioner for each in seen}), known)
        context["given"] = presenters.given_table(sharing.who_was_given(wrong.entry) if wrong.entry else ())
    return context


def _deciding(held: Item, form: Any, title: str, button: str) -> dict[str, Any]:
    return {"item": held, "form": form, "title": title, "button": button}


def _item(viewer: Viewer, reference: str) -> Item:
    found = queries.item(viewer, reference[:20])
    if found is None:
        raise NotVisible()
    return found
