"""An attendance is written down: what it was, then which children. Kept from the first word on; in the record once the
officer says that these are all.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followthrough.service.access.policies import is_police
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.children.queries import child as the_child
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import time_in_words
from followthrough.service.ledger.actions import CannotRecord
from followthrough.service.ledger.models import Event
from followthrough.service.police import actions, drafting, policies
from followthrough.service.police.children import Line, also_there, kept, lines
from followthrough.service.police.forms import YES, AddChildForm, AttendanceForm, ChildrenForm
from followthrough.service.police.presenters.overview import overview as told
from followthrough.service.sharing import actions as sharing
from followthrough.service.sharing.forms.what import typed_again
from followthrough.service.sharing.models import Draft
from followthrough.service.sharing.preparing import typed
from followthrough.service.sharing.views.about import find_child

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
_OURS = (Draft.Page.ATTENDANCE, Draft.Page.POLICE_FORM)


@classed("team")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    viewer = _officer(request)
    drafts = Draft.objects.filter(practitioner=viewer.practitioner_id, page__in=_OURS)
    return render(request, "police/overview.html", {"page": told(viewer, drafts)})


@classed("team")
@require_http_methods(["GET", "HEAD"])
def start(request: HttpRequest) -> HttpResponse:
    """From a child's page the child comes along, where the viewer may see them."""
    viewer = _officer(request)
    asked = request.GET.get("child", "")
    found = the_child(viewer, asked) if asked else None
    draft = drafting.begin_attendance(viewer, [kept(found.pk)] if found else [])
    return redirect("police:draft", draft.pk)


@classed("team")
@_PAGE
def attendance(request: HttpRequest, draft_id: str) -> HttpResponse:
    viewer = _officer(request)
    if gone := _recorded_already(viewer, draft_id):
        return gone
    draft = drafting.attendance(viewer, draft_id)
    if request.method == "POST":
        sharing.keep_draft(draft=draft, data={"what": typed(request.POST)}, by=viewer)
        if "keep" in request.POST:
            messages.success(request, "Kept. Nobody else sees it. You find it here when you come back.")
            return redirect("police:overview")
        form = AttendanceForm(request.POST)
        if form.is_valid():
            return redirect("police:children", draft.pk)
    else:
        form = AttendanceForm(initial={"at": clock.now()})
        if "what" in draft.data:
            form.initial = typed_again(form, draft.data["what"])
    return render(request, "police/attendance.html", {"form": form, "draft": draft})


@classed("team")
@_PAGE
def children(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Who is named, who else may live there, and the press that records it all."""
    viewer = _officer(request)
    if gone := _recorded_already(viewer, draft_id):
        return gone
    draft = drafting.attendance(viewer, draft_id)
    said = AttendanceForm(drafting.as_posted(draft))
    if not said.is_valid():
        return redirect("police:draft", draft.pk)
    held = lines(viewer, draft.data.get("children", []))
    known = also_there(viewer, held, said.cleaned_data["place"])
    form = ChildrenForm(request.POST if request.method == "POST" else None, known=known)
    if form.is_bound and form.is_valid():
        draft = _named(draft, form, request, viewer)
        if "record" not in request.POST:
            return redirect("police:add" if "add" in request.POST else "police:children", draft.pk)
        held = lines(viewer, draft.data["children"])
        if done := _record(form, draft, said, held, viewer):
            messages.success(request, "Recorded. Now write a form for each child.")
            return redirect("police:attendance", done, draft.pk)
    context = {"form": form, "draft": draft, "lines": held, "about": said.cleaned_data}
    return render(request, "police/children.html", context)


@classed("team")
@_PAGE
def add(request: HttpRequest, draft_id: str) -> HttpResponse:
    viewer = _officer(request)
    draft = drafting.attendance(viewer, draft_id)
    form = AddChildForm(request.POST if request.method == "POST" else None, initial={"lives_there": YES})
    if form.is_bound and form.is_valid():
        lives = form.cleaned_data["lives_there"] == YES
        form, chosen = find_child(form, request.POST, viewer, AddChildForm)
        if chosen is not None:
            _keep_children(draft, [*draft.data.get("children", []), {**chosen, "lives_there": lives}], viewer)
            return redirect("police:children", draft.pk)
    return render(request, "police/add.html", {"form": form, "draft": draft})


@classed("team")
@require_POST
def keep(request: HttpRequest, draft_id: str) -> JsonResponse:
    """By a small script, every few seconds. The page works without it."""
    viewer = _officer(request)
    draft = drafting.attendance(viewer, draft_id)
    sharing.keep_draft(draft=draft, data={"what": typed(request.POST)}, by=viewer)
    return JsonResponse({"kept": time_in_words(clock.now())})


@classed("team")
@require_POST
def discard(request: HttpRequest, draft_id: str) -> HttpResponse:
    viewer = _officer(request)
    if Draft.objects.filter(page__in=_OURS, pk=draft_id, practitioner=viewer.practitioner_id).exists():
        sharing.discard_draft(draft_id=draft_id, by=viewer)
        messages.success(request, "Thrown away. Nobody has seen it.")
    return redirect("police:overview")


def _named(draft: Draft, form: ChildrenForm, request: HttpRequest, viewer: Viewer) -> Draft:
    """With those who were ticked, and without the one who was taken off."""
    held = list(draft.data.get("children", []))
    off = request.POST.get("take_off", "")
    if off.isdecimal() and int(off) < len(held):
        held.pop(int(off))
    ticked = [kept(each) for each in form.cleaned_data.get("also") or ()]
    return _keep_children(draft, [*held, *ticked], viewer)


def _keep_children(draft: Draft, held: list[dict[str, Any]], viewer: Viewer) -> Draft:
    """Each child once."""
    once = {each.get("child_id") or (each.get("name"), each.get("born_on")): each for each in held}
    return sharing.keep_draft(draft=draft, data={"children": list(once.values())}, by=viewer)


def _record(form: ChildrenForm, draft: Draft, said: AttendanceForm, held: list[Line], viewer: Viewer) -> str:
    """The id of the first child; empty when it was refused, and the form then says why."""
    if not held:
        form.add_error(
            None, "Add each child who was there or lives there. Without a child there is nothing to record here"
        )
        return ""
    given = said.cleaned_data
    try:
        first = actions.attend(
            key=draft.pk,
            at=given["at"],
            category=given["category"],
            place=given["place"],
            data=said.told,
            named=[each.named for each in held],
            by=viewer,
        )
    except CannotRecord as refusal:
        form.add_error(None, str(refusal))
        return ""
    sharing.discard_draft(draft_id=draft.pk, by=viewer)
    return first.pk


def _recorded_already(viewer: Viewer, draft_id: str) -> HttpResponse | None:
    """A second press, or a page from the browser's memory, leads to what was recorded."""
    event = Event.objects.filter(pk=draft_id, author=viewer.practitioner_id).first()
    if event is None:
        return None
    present = event.data.get("children_present") or [event.subject_id]
    return redirect("police:attendance", present[0], draft_id)


def _officer(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    policies.check_can_write(viewer, is_police(viewer))
    return viewer
