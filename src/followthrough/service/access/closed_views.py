"""Opening a record because of danger, the review of that, and closing a record to a named list."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods

from followthrough.procedures.model.event import Subject
from followthrough.service.access import closing, danger, policies, queries
from followthrough.service.access.closed_forms import CloseForm, DangerForm, OpeningReviewForm
from followthrough.service.access.models import Danger, Level, Opening
from followthrough.service.access.policies import CHILD
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.access.stepup import needs_step_up
from followthrough.service.agencies.queries import names
from followthrough.service.core import audit
from followthrough.service.design.components import Row
from followthrough.service.design.dates import in_words


@classed("team")
@require_http_methods(["GET", "HEAD", "POST"])
@needs_step_up
def open_in_danger(request: HttpRequest, child_id: str) -> HttpResponse:
    viewer, child = viewer_of(request), Subject(CHILD, child_id[:64])
    policies.check_can_open_in_danger(viewer, child.id)
    form = DangerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        danger.open_in_danger(child=child, **form.cleaned_data, by=viewer)
        return redirect(_page_of(child.id))
    return render(request, "access/danger.html", {"form": form})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def review_opening(request: HttpRequest, opening_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    opening = queries.opening(viewer, opening_id)
    if opening is None:
        raise Http404
    form = OpeningReviewForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            danger.review(opening=opening, **form.cleaned_data, by=viewer)
        except policies.Refused as refusal:
            form.add_error("outcome", str(refusal))
        else:
            messages.success(request, "What you found out is on the record.")
            return redirect("/")
    audit.record("opening.read", by=viewer, detail={"opening": opening.pk})
    return render(request, "access/opening.html", {"form": form, "opening": opening, "rows": _rows(opening)})


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
@needs_step_up
def close(request: HttpRequest, child_id: str) -> HttpResponse:
    viewer, child = viewer_of(request), Subject(CHILD, child_id)
    policies.check_can_close(viewer, child.id)
    held, on_list = queries.standing(child) or (None, [])
    if request.POST.get("open_again") and held is not None:
        closing.open_again(restriction=held, by=viewer)
        messages.success(request, "The record is open again to those who work with the child.")
        return redirect(_page_of(child.id))
    form = CloseForm(
        request.POST if request.method == "POST" else None,
        people=[(each.pk, f"{each.name}, {each.agency}") for each in queries.readers(viewer, child)],
        initial={"level": held.level, "reason": held.reason, "names": on_list} if held else {},
    )
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        closing.close(
            child=child,
            level=Level(said["level"]),
            names=said["names"],
            reason=said["reason"],
            review_by=said["review_by"],
            by=viewer,
        )
        messages.success(request, "The record is closed to everybody who is not on the list.")
        return redirect(_page_of(child.id))
    return render(request, "access/close.html", {"form": form, "held": held, "child_href": _page_of(child.id)})


def _rows(opening: Opening) -> list[Row]:
    """Who and why; whose record it is stands nowhere here."""
    named = names({opening.practitioner_id, opening.reviewed_by})
    rows = [
        Row("Reference", opening.reference),
        Row("Who opened it", named.get(opening.practitioner_id, opening.practitioner_id)),
        Row("When", in_words(opening.at)),
        Row("The danger", Danger(opening.danger).label),
        Row("In their words", opening.words),
    ]
    if opening.reviewed_at:
        rows.append(Row("Reviewed", f"{in_words(opening.reviewed_at)}, by {named.get(opening.reviewed_by, '')}"))
    return rows


def _page_of(child_id: str) -> str:
    """The child's page belongs to the chronology."""
    try:
        return reverse("chronology:child", args=[child_id])
    except NoReverseMatch:
        return "/"
