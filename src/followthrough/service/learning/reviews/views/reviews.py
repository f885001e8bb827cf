"""All reviews that the viewer has to do with, and the page of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from followthrough.service.access.routes import classed
from followthrough.service.learning.reviews import queries
from followthrough.service.learning.reviews.presenters import overview as listing
from followthrough.service.learning.reviews.presenters import review as presenters
from followthrough.service.learning.reviews.presenters.findings import rows_of
from followthrough.service.learning.reviews.views.opening import opened, viewer_of


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    years = listing.years_table(queries.themes_over_years(viewer))
    return render(
        request, "reviews/overview.html", {"table": listing.table_of(queries.reviews(viewer)), "years": years}
    )


@classed("signed-in")
@require_safe
def review(request: HttpRequest, review_id: str) -> HttpResponse:
    held = opened(request, review_id)
    rows = rows_of(queries.matrix(held.viewer, held.review.pk))
    return render(
        request, "reviews/review.html", {"review": held.review, "page": presenters.page_of(held), "matrix": rows}
    )
