"""Who may look and who has looked; what is listed for review; what agencies have agreed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import CHILD, NotVisible, can_see_child
from followthrough.service.access.queries import openings_to_review
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.models import Agency
from followthrough.service.children import queries as children
from followthrough.service.core import audit, clock
from followthrough.service.core.audit import sealing, shipping
from followthrough.service.design.dates import LONDON
from followthrough.service.governance import actions, looking, policies, presenters, queries
from followthrough.service.governance.forms import AgreementForm, ReviewForm
from followthrough.service.governance.models import LookReview, SharingAgreement


@classed("child")
@require_safe
def who(request: HttpRequest, child_id: str) -> HttpResponse:
    """Who may open this child's record, and why; and for those entitled, who has."""
    viewer, child = viewer_of(request), Subject(CHILD, child_id)
    found = children.child(viewer, child_id)
    if found is None:
        raise NotVisible()
    context: dict[str, object] = {
        "child": found,
        "table": presenters.who_can_see_table(queries.who_can_see(viewer, child)),
        "may_see_looks": policies.can_see_who_looked(viewer, child),
    }
    if context["may_see_looks"]:
        audit.record("looks.read", by=viewer, subject=child)
        context["looks"] = _looks_table(child, "")
    return render(request, "governance/who.html", context)


@classed("signed-in")
@require_safe
def looked(request: HttpRequest, child_id: str) -> HttpResponse:
    """For a privacy officer, who need not be able to open the record: no name of a child stands here."""
    viewer, child = viewer_of(request), Subject(CHILD, child_id[:64])
    policies.check_can_oversee(viewer)
    audit.record("looks.read", by=viewer, subject=child)
    table = _looks_table(child, policies.of_agency(viewer))
    return render(request, "governance/looked.html", {"table": table, "can_open": can_see_child(viewer, child.id)})


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_can_oversee(viewer)
    found = looking.unusual(clock.now(), policies.of_agency(viewer))
    audit.record("looks.listed", by=viewer)
    context = {
        "table": presenters.to_review_table(found, _names({each.practitioner for each in found}), {}),
        "rules": presenters.RULES,
        "openings": openings_to_review(viewer),
        "audit": presenters.audit_rows(sealing.unsealed(), shipping.failing(), clock.now()),
    }
    return render(request, "governance/overview.html", context)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, key: str) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_can_oversee(viewer)
    listed = looking.unusual(clock.now(), policies.of_agency(viewer))
    look = next((each for each in listed if each.key == key), None)
    if look is None:
        raise Http404
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        outcome = LookReview.Outcome(form.cleaned_data["outcome"])
        try:
            actions.review(look=look, outcome=outcome, words=form.cleaned_data["words"], by=viewer)
        except policies.NotForYou as refusal:
            form.add_error("outcome", str(refusal))
        else:
            messages.success(request, "What you found out is on the record.")
            return redirect("governance:overview")
    names = _names({look.practitioner})
    rows = presenters.review_rows(look, names.get(look.practitioner, look.practitioner))
    return render(request, "governance/review.html", {"form": form, "rows": rows})


@classed("signed-in")
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Everybody may read them: who shares should know on what footing."""
    viewer, today = viewer_of(request), _today()
    found = queries.agreements(viewer, today)
    context = {
        "table": presenters.agreements_table(found, today),
        "found": found if policies.is_privacy_officer(viewer) else [],
        "may_enter": policies.is_privacy_officer(viewer),
    }
    return render(request, "governance/agreements.html", context)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def enter_agreement(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_can_oversee(viewer)
    form = AgreementForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        one, other = (Agency.objects.get(pk=said[name]) for name in ("one", "other"))
        actions.enter_agreement(**said | {"one": one, "other": other}, by=viewer)
        messages.success(request, "The agreement is entered.")
        return redirect("governance:agreements")
    return render(request, "governance/enter_agreement.html", {"form": form})


@classed("signed-in")
@require_POST
def end_agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    viewer = viewer_of(request)
    actions.end_agreement(agreement=get_object_or_404(SharingAgreement, pk=agreement_id), by=viewer)
    messages.success(request, "The agreement ends today.")
    return redirect("governance:agreements")


def _looks_table(child: Subject, agency: str) -> object:
    found = looking.looks_at(child, agency)
    return presenters.looks_table(found, _names({each.practitioner for each in found}), agencies.titles())


def _names(people: set[str]) -> dict[str, str]:
    return agencies.names(people)


def _today() -> date:
    return clock.now().astimezone(LONDON).date()
