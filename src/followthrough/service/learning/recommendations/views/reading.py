"""What reviews ask: of us, of everybody, in one review, and one by one. And asking it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.procedures.model.event import Subject
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies import queries as agencies
from followthrough.service.core import audit
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.forms import posted
from followthrough.service.learning.recommendations import actions, policies, queries
from followthrough.service.learning.recommendations.forms import MakeForm
from followthrough.service.learning.recommendations.models import CONFIRMING
from followthrough.service.learning.recommendations.presenters import lists
from followthrough.service.learning.recommendations.presenters import recommendation as presenters
from followthrough.service.learning.recommendations.queries import held as reading
from followthrough.service.learning.recommendations.views.opening import opened
from followthrough.service.learning.reviews.models import REVIEW, Review
from followthrough.service.learning.reviews.policies import can_keep, check_can_see_review, visible_reviews
from followthrough.service.ledger.actions import CannotRecord


@classed("signed-in")
@require_safe
def ours(request: HttpRequest) -> HttpResponse:
    """What is asked of the viewer’s agency or groups; for whoever sees reviews, what each of them asks."""
    viewer = viewer_of(request)
    reviews = list(visible_reviews(viewer))
    sits = any(policies.sits_in(viewer, each) for each in CONFIRMING)
    asked = reading.asked_of(viewer)
    named = reading.seen_to_by(viewer, asked)
    context = {
        "named": lists.ours_table(named, "What you see to") if named else None,
        "shown": lists.shown_table(reading.shown_to_groups(viewer), agencies.titles()) if sits else None,
        "ours": lists.ours_table(asked),
        "reviews": lists.reviews_table(reviews, reading.of_reviews(viewer, reviews)) if reviews else None,
    }
    return render(request, "recommendations/ours.html", context)


@classed("signed-in")
@require_safe
def of_review(request: HttpRequest, review_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    review = _review(viewer, review_id)
    table = lists.review_table(reading.of_review(viewer, review), agencies.titles())
    context = {"review": review, "table": table, "may_make": can_keep(viewer)}
    return render(request, "recommendations/of_review.html", context)


@classed("signed-in")
@require_safe
def recommendation(request: HttpRequest, recommendation_key: str) -> HttpResponse:
    held = opened(request, recommendation_key)
    return render(request, "recommendations/recommendation.html", {"page": presenters.page_of(held)})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, review_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    review = _review(viewer, review_id)
    policies.check_can_make(viewer, review)
    findings = list(review.findings.filter(taken_back_at=None))
    form = MakeForm(
        posted(request),
        agencies=[(each.pk, each.title) for each in queries.members()],
        findings=[(each.pk, each.words) for each in findings],
    )
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        cited = [each for each in findings if each.pk in said.get("findings", [])]
        try:
            made = actions.make(
                review=review,
                owner=said["owner"],
                words=said["words"],
                agencies=said["agencies"],
                findings=cited,
                by=viewer,
            )
        except CannotRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            number = len(made.asked)
            who = "It has a clock now" if number == 1 else f"{number} agencies have a clock now, each its own"
            messages.success(request, f"Asked. {who}.")
            return redirect("recommendations:recommendation", made.key)
    back = reverse("recommendations:of-review", args=[review.pk])
    return render(request, "recommendations/make.html", {"review": review, "form": form, "back_href": back})


def _review(viewer: Viewer, review_id: str) -> Review:
    review = check_can_see_review(viewer, review_id[:64])
    audit.record("review.read", by=viewer, subject=Subject(REVIEW, review.pk), detail={"page": "recommendations"})
    return review
