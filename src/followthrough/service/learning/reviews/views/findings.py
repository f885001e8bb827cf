"""The matrix of a review’s findings; writing one, and taking one back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed
from followthrough.service.chronology.queries import chronicle
from followthrough.service.design.forms import Form, posted
from followthrough.service.learning.reviews import actions, policies, queries
from followthrough.service.learning.reviews.forms.findings import FindingForm
from followthrough.service.learning.reviews.models import Theme
from followthrough.service.learning.reviews.presenters.findings import rows_of
from followthrough.service.learning.reviews.presenters.words import called
from followthrough.service.learning.reviews.queries import UnderReview
from followthrough.service.learning.reviews.views.opening import form_page, opened


@classed("signed-in")
@require_safe
def findings(request: HttpRequest, review_id: str) -> HttpResponse:
    held = opened(request, review_id)
    rows = rows_of(queries.matrix(held.viewer, held.review.pk))
    may_write = policies.can_write(held.viewer, held.review)
    return render(request, "reviews/findings.html", {"review": held.review, "matrix": rows, "may_write": may_write})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, review_id: str) -> HttpResponse:
    """`?child=1&entries=12` comes from an entry of the chronology under review."""
    held = opened(request, review_id)
    policies.check_can_write(held.viewer, held.review)
    form = FindingForm(
        posted(request),
        themes=[each.title for each in Theme.objects.all()],
        children=[(str(each.number), called(each)) for each in held.children],
        initial={"child": request.GET.get("child", ""), "entries": request.GET.get("entries", "")},
    )
    if form.is_bound and form.is_valid() and _written(held, form):
        messages.success(request, "Written. It stands in the matrix, with what it rests on.")
        return redirect("reviews:findings", held.review.pk)
    return form_page(request, held, form, heading="Write a finding", submit="Write it", back="findings")


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, review_id: str, finding_id: str) -> HttpResponse:
    held = opened(request, review_id)
    policies.check_can_write(held.viewer, held.review)
    found = held.review.findings.filter(pk=finding_id).first()
    if found is None:
        raise NotVisible()
    if request.method == "POST":
        actions.take_back(finding=found, by=held.viewer)
        messages.success(request, "Taken back. It no longer stands in the matrix.")
        return redirect("reviews:findings", held.review.pk)
    heading, words = "Take this finding back?", {"said": found.words}
    return form_page(request, held, Form(), heading=heading, submit="Take it back", back="findings", **words)


def _written(held: UnderReview, form: FindingForm) -> bool:
    said: dict[str, Any] = form.cleaned_data
    child = held.child(int(said["child"])) if said["child"] else None
    cites = form.cited(chronicle(held.viewer, Subject("child", child.child_id))) if child and said["numbers"] else []
    if cites is None:
        return False
    actions.find(
        review=held.review, theme=form.theme_title, side=said["side"], words=said["words"], child=child, cites=cites,
        without_entry=said["without_entry"], by=held.viewer,
    )  # fmt: skip
    return True
