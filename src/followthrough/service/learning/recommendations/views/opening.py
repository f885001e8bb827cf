"""How does a page of a recommendation open? Checked, written down, then shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import viewer_of
from followthrough.service.core import audit
from followthrough.service.design.forms import Form
from followthrough.service.learning.recommendations.policies import check_can_see_recommendation
from followthrough.service.learning.recommendations.queries.held import Held, held
from followthrough.service.learning.recommendations.queries.progress import Progress
from followthrough.service.learning.reviews.models import REVIEW


def opened(request: HttpRequest, key: str) -> Held:
    """Raises NotVisible, the same for what is not there and what is not theirs."""
    viewer = viewer_of(request)
    found = held(viewer, check_can_see_recommendation(viewer, key))
    whose = Subject(REVIEW, found.recommendation.review_id)
    audit.record("recommendation.read", by=viewer, subject=whose, detail={"recommendation": key})
    request.teams = list(found.teams)  # type: ignore[attr-defined]
    return found


def of_own(held: Held) -> Progress:
    """The viewer’s own agency’s part; for a member of the Board, the group’s."""
    return of_agency(held, held.viewer.agency)


def of_agency(held: Held, agency: str) -> Progress:
    found = held.of(agency)
    if found is None:
        raise NotVisible()
    return found


def form_page(
    request: HttpRequest, held: Held, form: Form, template: str = "form", *, heading: str, submit: str, **more: Any
) -> HttpResponse:
    back = reverse("recommendations:recommendation", args=[held.recommendation.key])
    context = {"held": held, "form": form, "heading": heading, "submit": submit, "back_href": back, "cancel_href": back}
    return render(request, f"recommendations/{template}.html", {**context, **more})
