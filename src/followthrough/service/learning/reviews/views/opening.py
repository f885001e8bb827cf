"""How does a page of a review open? Checked, written down, then shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import NotVisible
from followthrough.service.access.reading import LONGEST_ID
from followthrough.service.access.routes import viewer_of
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.core import audit
from followthrough.service.design.forms import Form
from followthrough.service.learning.reviews.models import REVIEW
from followthrough.service.learning.reviews.queries import UnderReview, under_review


def opened(request: HttpRequest, review_id: str) -> UnderReview:
    """Raises NotVisible, the same for a review that is not there and one that is not theirs."""
    if len(review_id) > LONGEST_ID:
        raise NotVisible()
    viewer = viewer_of(request)
    held = under_review(viewer, review_id)
    page = request.resolver_match.url_name if request.resolver_match else ""
    audit.record("review.read", by=viewer, subject=Subject(REVIEW, held.review.pk), detail={"page": page})
    return held


def share_directory(request: HttpRequest, telling: Telling) -> None:
    """What the page has read of teams its frame need not ask for again."""
    request.teams = list(telling.teams.values())  # type: ignore[attr-defined]


def form_page(
    request: HttpRequest, held: UnderReview, form: Form, *, heading: str, submit: str, back: str = "review", **more: Any
) -> HttpResponse:
    """One form about a review, which leads back to one of its pages."""
    back_href = more.pop("back_to", "") or reverse(f"reviews:{back}", args=[held.review.pk])
    context = {"review": held.review, "form": form, "heading": heading, "submit": submit, "back_href": back_href}
    return render(request, "reviews/form.html", {**context, "cancel_href": back_href, **more})
