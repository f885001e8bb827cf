"""What an agency was asked for a review: its own page, with nothing else of the review on it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.procedures.model.event import Subject
from followthrough.service.access.reading import LONGEST_ID
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies.queries import names
from followthrough.service.children.queries import visible_children
from followthrough.service.core import audit
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.components import Row
from followthrough.service.design.forms import posted
from followthrough.service.learning.reviews import actions, policies
from followthrough.service.learning.reviews.forms import work as forms
from followthrough.service.learning.reviews.models import REVIEW, AgencyPart
from followthrough.service.learning.reviews.presenters.work import tag_of
from followthrough.service.learning.reviews.queries.work import people_of
from followthrough.service.sharing.doing import is_written

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@classed("signed-in")
@require_safe
def part(request: HttpRequest, review_id: str) -> HttpResponse:
    viewer, held = _part(request, review_id)
    context = {"part": held, "rows": _rows(viewer, held), "has_ended": policies.has_ended(held)}
    return render(request, "reviews/part.html", {**context, "may_answer": policies.can_answer_for_agency(viewer)})


@classed("signed-in")
@_PAGE
def answer(request: HttpRequest, review_id: str) -> HttpResponse:
    viewer, held = _part(request, review_id)
    policies.check_can_answer_for_agency(viewer)
    policies.check_can_write_part(viewer, held)
    people = {each.pk: each for each in people_of([viewer.agency])}
    form = forms.AnswerForm(posted(request), people=[(each.pk, each.name) for each in people.values()])

    def write(said: dict[str, Any]) -> object:
        if said["answer"] == forms.JOINS:
            return actions.join(part=held, author=people[said["author"]], by=viewer)
        return actions.explain_absence(part=held, reason=said["reason"], by=viewer)

    if is_written(request, form, write, "Answered. The Board’s office sees it."):
        return redirect("reviews:part", review_id)
    return _form(request, held, form, "Say who takes part", "Answer")


@classed("signed-in")
@_PAGE
def report(request: HttpRequest, review_id: str) -> HttpResponse:
    viewer, held = _part(request, review_id)
    policies.check_can_write_part(viewer, held)
    form = forms.ReportForm(posted(request), initial={"summary": held.summary, "address": held.address})
    if is_written(
        request, form, lambda said: actions.give_report(part=held, by=viewer, **said), "Given to the review."
    ):
        return redirect("reviews:part", review_id)
    return _form(request, held, form, "Give your agency’s report", "Give it")


def _part(request: HttpRequest, review_id: str) -> tuple[Viewer, AgencyPart]:
    viewer = viewer_of(request)
    held = policies.check_can_see_part(viewer, review_id[:LONGEST_ID])
    audit.record("review-part.read", by=viewer, subject=Subject(REVIEW, held.review_id))
    return viewer, held


def _rows(viewer: Viewer, part: AgencyPart) -> tuple[Row, ...]:
    children = visible_children(viewer).filter(pk__in=part.children)
    rows = [Row("Child", each.name, href=reverse("chronology:child", args=[each.pk])) for each in children]
    rows.append(Row("What you are asked", values=tuple(part.asked_for.splitlines())))
    author = names({part.author}).get(part.author, "") if part.author else ""
    rows.append(Row("Who takes part", author or part.absence or "Not answered yet", tag=tag_of(part)))
    if part.summary:
        rows.append(Row("Report in short", values=tuple(part.summary.splitlines())))
    if part.address:
        rows.append(Row("Where the whole is", part.address))
    return tuple(rows)


def _form(request: HttpRequest, part: AgencyPart, form: Any, heading: str, submit: str) -> HttpResponse:
    back = reverse("reviews:part", args=[part.review_id])
    context = {"review": part, "form": form, "heading": heading, "submit": submit, "back_href": back}
    return render(request, "reviews/form.html", {**context, "cancel_href": back})
