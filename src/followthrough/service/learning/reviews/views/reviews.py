"""All reviews that the viewer has to do with, and the page of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies.queries import agencies
from followthrough.service.chronology.queries import names_of_children
from followthrough.service.learning.reviews import queries
from followthrough.service.learning.reviews.policies import can_keep, check_can_see_part
from followthrough.service.learning.reviews.presenters import overview as listing
from followthrough.service.learning.reviews.presenters import review as presenters
from followthrough.service.learning.reviews.queries.incidents import waiting
from followthrough.service.learning.reviews.queries.work import work_of
from followthrough.service.learning.reviews.views.opening import opened, share_directory


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    themes = queries.themes_over_years(viewer)
    waits = waiting(viewer) if can_keep(viewer) else []
    titles = {each.pk: each.title for each in agencies()} if waits else {}
    context = {
        "waiting": listing.waiting_table(waits, names_of_children(viewer, [w.subject_id for w in waits]), titles),
        "table": listing.table_of(queries.reviews(viewer)),
        "years": listing.years_table(themes),
        "pictures": listing.years_pictures(themes),
    }
    return render(request, "reviews/overview.html", context)


@classed("signed-in")
@require_safe
def review(request: HttpRequest, review_id: str) -> HttpResponse:
    """An agency that was asked to take part, and has nothing else to do with it, is led to its own part."""
    try:
        held = opened(request, review_id)
    except NotVisible:
        part = check_can_see_part(viewer_of(request), review_id)
        return redirect("reviews:part", part.review_id)
    share_directory(request, held.telling)
    themes = list(held.review.findings.filter(taken_back_at=None).values_list("theme", flat=True))
    context = {
        "review": held.review,
        "page": presenters.page_of(held, work_of(held.review)),
        "themes": len(set(themes)),
        "findings": len(themes),
    }
    return render(request, "reviews/review.html", context)
