"""One case of our list: what it says, which child it means, and the way back when it meant another."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from followthrough.service.access.looked import looked
from followthrough.service.access.policies import NotVisible, Refused, can_see_child
from followthrough.service.access.presenters import looked_table
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies.queries import names, titles
from followthrough.service.caseload import matching, policies, presenters, queries
from followthrough.service.caseload.models import Case
from followthrough.service.children import queries as children
from followthrough.service.children.forms import AnotherChildForm, WhichChildForm
from followthrough.service.children.presenters import birthday
from followthrough.service.core import audit
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.forms import Choice


@classed("signed-in")
@require_http_methods(["GET", "HEAD"])
def case(request: HttpRequest, case_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    held = _case(viewer, case_id)
    audit.record("case.read", by=viewer, detail={"case": held.pk})
    return render(request, "caseload/case.html", _shown(viewer, held))


@classed("signed-in")
@require_POST
def match(request: HttpRequest, case_id: str) -> HttpResponse:
    """The person has seen the candidates with their reasons, and says which child it is."""
    viewer = viewer_of(request)
    held = _case(viewer, case_id)
    form = WhichChildForm(request.POST, choices=_choices(viewer, held))
    if form.is_valid():
        try:
            matching.match(case=held, child_id=form.cleaned_data["child"], by=viewer)
        except Refused as refusal:
            form.add_error("child", str(refusal))
        else:
            messages.success(request, "Matched. The child’s page shows what the list says.")
            return redirect("caseload:case", held.pk)
    return render(request, "caseload/case.html", _shown(viewer, held) | {"form": form})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def unmatch(request: HttpRequest, case_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    held = _case(viewer, case_id)
    if held.child_id is None:
        return redirect("caseload:case", held.pk)
    policies.check_may_match(viewer, held, held.child_id)
    form = AnotherChildForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        matching.unmatch(case=held, reason=form.cleaned_data["reason"], by=viewer)
        messages.success(request, "The match is undone. The number stands with that child no longer.")
        still = queries.case(viewer, held.pk) is not None
        return redirect("caseload:case" if still else "caseload:overview", *([held.pk] if still else []))
    return render(request, "caseload/unmatch.html", {"case": held, "form": form})


@classed("signed-in")
@require_POST
def keep(request: HttpRequest, case_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    held = _case(viewer, case_id)
    policies.check_may_match(viewer, held, held.child_id or "")
    matching.keep_match(case=held, by=viewer)
    messages.success(request, "Written down: it is the same child.")
    return redirect("caseload:case", held.pk)


def _shown(viewer: Viewer, held: Case) -> dict[str, Any]:
    context: dict[str, Any] = {
        "case": held,
        "rows": presenters.case_rows(held),
        "changes": presenters.changes(held),
        "history": presenters.history(held, names({each["by"] for each in held.steps})) if held.steps else (),
    }
    if held.child_id is None:
        choices = _choices(viewer, held)
        context["form"] = WhichChildForm(choices=choices) if choices else None
        context |= _looked(viewer, held)
    return context


def _looked(viewer: Viewer, held: Case) -> dict[str, Any]:
    """Who opened the wrong record while the case stood in it."""
    wrong = next((each for each in reversed(held.steps) if each["step"] == "unmatched" and each.get("since")), None)
    if wrong is None or not can_see_child(viewer, wrong["child"]):
        return {}
    seen = looked([wrong["child"]], datetime.fromisoformat(wrong["since"]), datetime.fromisoformat(wrong["at"]))
    return {"looked": looked_table(seen, names({each.practitioner for each in seen}), titles())}


def _choices(viewer: Viewer, held: Case) -> list[Choice]:
    said = held.said
    found = children.search(viewer, said["name"], held.born_on, number=said.get("nhs") or said.get("upn", ""))
    return [
        Choice(child.pk, f"{child.name}, born {birthday(child.born_on)}", hint=f"{found.why[child.pk]}.")
        for child in found.children
    ]


def _case(viewer: Viewer, case_id: str) -> Case:
    found = queries.case(viewer, case_id)
    if found is None:
        raise NotVisible()
    return found
