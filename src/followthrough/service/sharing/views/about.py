"""Page 1 of a share: a child is found, or named for the first time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from followthrough.procedures.model.event import Subject
from followthrough.service.access.routes import viewer_of
from followthrough.service.children import queries as children
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.sharing import actions, queries
from followthrough.service.sharing.forms import AboutForm
from followthrough.service.sharing.forms.about import NEW
from followthrough.service.sharing.models import Draft
from followthrough.service.sharing.presenters import choices
from followthrough.service.sharing.presenters.drafts import draft_rows

F = TypeVar("F", bound=AboutForm)
_OF_ONE_CHILD = ("interpreter", "language", "items")


def about_page(request: HttpRequest, draft: Draft | None) -> HttpResponse:
    viewer = viewer_of(request)
    if request.method != "POST":
        form = AboutForm(initial=_named(draft))
    else:
        form = AboutForm(request.POST)
        if form.is_valid():
            form, chosen = find_child(form, request.POST, viewer, AboutForm)
            if chosen is not None:
                return redirect("sharing:what", _keep(draft, chosen, viewer).pk)
    context: dict[str, Any] = {"form": form, "draft": draft}
    if draft is None and not form.is_bound:
        context["drafts"] = draft_rows(queries.drafts(viewer))
    return render(request, "sharing/about.html", context)


def find_child(form: F, posted: QueryDict, viewer: Viewer, make: Callable[..., F]) -> tuple[F, dict[str, Any] | None]:
    """The form to show again, as `make` makes it, with the children found; or what was chosen."""
    said = form.cleaned_data
    found = children.search(viewer, said["name"], said["born_on"])
    for child_id in found.known_elsewhere:
        # That a child is known is told to somebody who does not work with them: it must be traceable.
        audit.record("child.known", by=viewer, subject=Subject("child", child_id))
    named = {
        "name": said["name"],
        "born_on": said["born_on"].isoformat() if said["born_on"] else "",
        "age": said["age"],
    }
    if not found:
        return form, {**named, "child_id": "", "is_new": True} if form.need_age() else None
    offered = choices.children(found, clock.now().astimezone(LONDON).date())
    if posted.get("asked") != form.question:
        return make(initial={**said, "asked": form.question}, choices=offered), None
    chosen = make(posted, choices=offered)
    if not chosen.is_valid():
        return chosen, None
    who = chosen.cleaned_data["who"]
    if who == NEW and not chosen.need_age():
        return chosen, None
    return chosen, {**named, "child_id": "" if who == NEW else who, "is_new": who == NEW}


def _named(draft: Draft | None) -> dict[str, Any]:
    held = draft.data if draft else {}
    born_on = date.fromisoformat(held["born_on"]) if held.get("born_on") else None
    return {"name": held.get("name", ""), "born_on": born_on, "age": held.get("age", "")}


def _keep(draft: Draft | None, data: dict[str, Any], viewer: Viewer) -> Draft:
    if draft is None:
        return actions.begin_draft(data=data, by=viewer)
    if (data["child_id"], data["name"]) != (draft.data.get("child_id"), draft.data.get("name")):
        # What belongs to one child must not go along to another.
        kept = draft.data.get("what", {})
        data = {**data, "what": {name: each for name, each in kept.items() if name not in _OF_ONE_CHILD}}
    return actions.keep_draft(draft=draft, data=data, by=viewer)


def draft_about(child_id: str, viewer: Viewer) -> Draft:
    """One that was begun about this child goes on."""
    begun = queries.draft_about(viewer, child_id)
    if begun is not None:
        return begun
    seen = children.child(viewer, child_id)
    return actions.begin_draft(data={"child_id": child_id, "name": seen.name if seen else ""}, by=viewer)


def child_named(request: HttpRequest, viewer: Viewer) -> dict[str, Any]:
    """From a child's page the child comes along, where the viewer may see them."""
    asked = request.GET.get("child", "")
    child = children.child(viewer, asked) if asked and queries.may_share_about(viewer, asked) else None
    return {"name": child.name, "born_on": child.born_on} if child else {}
