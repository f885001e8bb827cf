"""Find the other record, see both side by side, merge them; and part them again, item by item."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from followthrough.service.access import reading
from followthrough.service.access.policies import NotVisible, Refused
from followthrough.service.access.presenters import looked_table
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.access.stepup import needs_step_up
from followthrough.service.agencies.queries import names, titles
from followthrough.service.children.forms import FindForm
from followthrough.service.children.models import Child
from followthrough.service.children.queries import search
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.models import SameChild
from followthrough.service.merging import actions, policies, presenters, queries
from followthrough.service.merging.forms import MergeForm, PartForm


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, child_id: str) -> HttpResponse:
    """Among those that the viewer may open: of any other record nothing is said."""
    viewer = viewer_of(request)
    child = _child(viewer, child_id)
    _check_role(viewer)
    form = FindForm(request.POST if request.method == "POST" else None, initial={"name": child.name})
    standing = queries.standing(child.pk)
    merged = [(other, same) for same in standing if (other := queries.child(viewer, same.alias))]
    context: dict[str, object] = {"child": child, "form": form, "merged": merged}
    if form.is_bound and form.is_valid():
        found = search(viewer, form.cleaned_data["name"], form.cleaned_data["born_on"]).children
        others = [each for each in found if each.pk != child.pk]
        context |= {"others": others, "table": presenters.found_table(child, others)}
    return render(request, "merging/find.html", context)


@classed("child")
@needs_step_up
@require_http_methods(["GET", "HEAD", "POST"])
def beside(request: HttpRequest, child_id: str, other_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    reading.open_child(viewer, other_id)
    one, other = (queries.side(viewer, _child(viewer, each)) for each in (child_id, other_id))
    form = MergeForm(request.POST if request.method == "POST" else None, names=presenters.names_of(one, other))
    if form.is_bound and form.is_valid():
        survivor = form.cleaned_data["survivor"]
        alias = other_id if survivor == child_id else child_id
        try:
            actions.merge(survivor=survivor, alias=alias, reason=form.cleaned_data["reason"], by=viewer)
        except Refused as refusal:
            form.add_error("survivor", str(refusal))
        else:
            messages.success(request, "The two records are one now. Everybody who works with the child is told.")
            return redirect("chronology:child", survivor)
    else:
        policies.check_can_merge(viewer, child_id, other_id)
    table = presenters.beside_table(one, other, titles())
    return render(request, "merging/beside.html", {"child": one.child, "table": table, "form": form})


@classed("child")
@needs_step_up
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, child_id: str, merging_id: str) -> HttpResponse:
    """Once the two are parted the page still says who had looked."""
    viewer = viewer_of(request)
    same = queries.merging(merging_id)
    if same is None or child_id not in (same.survivor, same.alias):
        raise NotVisible()
    policies.check_can_part(viewer, same.survivor, same.alias)
    survivor, alias = (_child(viewer, each) for each in (same.survivor, same.alias))
    known, looked = titles(), queries.looked_between(same)
    context: dict[str, object] = {
        "survivor": survivor,
        "alias": alias,
        "same": same,
        "looked": looked_table(looked, names({each.practitioner for each in looked}), known),
    }
    if same.to_at is None:
        between = queries.between(viewer, same)
        asked = presenters.asked_of(between, survivor, alias, known, rulebook.current().vocabulary)
        form = PartForm(request.POST if request.method == "POST" else None, asked=asked)
        if form.is_bound and form.is_valid() and _part(request, same, form, viewer):
            return redirect(reverse("merging:part", args=[same.survivor, same.pk]))
        context |= {"form": form, "unseen": presenters.unseen_words(between, known), "has_items": bool(asked)}
    return render(request, "merging/part.html", context)


def _part(request: HttpRequest, same: SameChild, form: PartForm, viewer: Viewer) -> bool:
    try:
        actions.part(same=same, placed=form.placed, reason=form.cleaned_data["reason"], by=viewer)
    except Refused as refusal:
        form.add_error("reason", str(refusal))
        return False
    messages.success(request, "They are two children again. Everybody who works with either is told.")
    return True


def _check_role(viewer: Viewer) -> None:
    if not policies.can_merge(viewer):
        raise Refused(policies.ASK)


def _child(viewer: Viewer, child_id: str) -> Child:
    found = queries.child(viewer, child_id)
    if found is None:
        raise NotVisible()
    return found
