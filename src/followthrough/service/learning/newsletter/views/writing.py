"""Compose an issue from reviews, see the whole draft, and write one section of it at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies.queries import names
from followthrough.service.core.asread import digest_of
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.forms import Form, posted
from followthrough.service.learning.newsletter import policies
from followthrough.service.learning.newsletter.actions import drafting
from followthrough.service.learning.newsletter.content import PART_TITLES, Part
from followthrough.service.learning.newsletter.content import section as as_shown
from followthrough.service.learning.newsletter.forms.writing import ComposeForm, FrontForm, LinesForm, QuestionsForm
from followthrough.service.learning.newsletter.models import Issue
from followthrough.service.learning.newsletter.presenters import pages
from followthrough.service.learning.newsletter.queries.checking import checked, unanswered
from followthrough.service.learning.newsletter.queries.releases import releases
from followthrough.service.learning.newsletter.views.opening import opened
from followthrough.service.learning.reviews.models import Kind, Review
from followthrough.service.learning.reviews.policies import check_can_keep, visible_reviews

TITLE = "What reviews of practice taught us"


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    check_can_keep(viewer)
    reviews = sorted(visible_reviews(viewer), key=_order)
    out = {str(each.number): each for each in releases()}
    form = ComposeForm(
        posted(request),
        reviews=[(each.pk, f"{each.title} ({each.reference})") for each in reviews],
        releases=[(number, str(each)) for number, each in out.items()],
        initial={"title": TITLE, "reviews": [each.pk for each in reviews]},
    )
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        made = drafting.compose(
            title=said["title"], reviews=[each for each in reviews if each.pk in said["reviews"]], by=viewer,
            corrects=out.get(said["corrects"]), correction=said["correction"],
        )  # fmt: skip
        messages.success(request, "Composed. Each line says where it comes from. Now answer what the check has found.")
        return redirect("newsletter:draft", made.pk)
    back = reverse("newsletter:overview")
    context = {"form": form, "heading": "Compose an issue", "submit": "Compose it", "back_href": back}
    return render(request, "newsletter/form.html", {**context, "has_reviews": bool(reviews)})


def _order(review: Review) -> tuple[int, datetime, str]:
    """The gravest kind first, and then as they began."""
    return Kind.values.index(review.kind), review.began_at, review.title


@classed("signed-in")
@require_safe
def draft(request: HttpRequest, issue_id: str) -> HttpResponse:
    viewer, issue = viewer_of(request), opened(request, issue_id)
    if issue.release_id is not None:
        return redirect("newsletter:issue", issue.release_id)
    left = len(unanswered(checked(issue)))
    may_release = policies.can_release(viewer, issue)
    page = pages.draft_page(issue, left, names(set(issue.writers)), may_release=may_release)
    return render(request, "newsletter/draft.html", {"issue": issue, "page": page})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, issue_id: str, section: str) -> HttpResponse:
    viewer, issue = viewer_of(request), opened(request, issue_id)
    policies.check_can_change(issue)
    form, heading = _form(request, issue, section)
    context: dict[str, Any] = {}
    # What they have read stays that until they are shown what stands now: a mistake in the form shows nothing new.
    read = request.POST.get("read", "") if form.is_bound else digest_of(as_shown(issue.issue, section))
    if form.is_bound and form.is_valid():
        try:
            _write(issue, section, form, viewer, read)
        except policies.Changed as refusal:
            form.add_error(None, str(refusal))
            issue.refresh_from_db()
            read = digest_of(as_shown(issue.issue, section))
            context["rows"] = pages.as_it_stands(issue.issue, section)
        else:
            messages.success(request, "Kept in the draft.")
            return redirect("newsletter:draft", issue.pk)
    back = reverse("newsletter:draft", args=[issue.pk])
    context |= {"form": form, "heading": heading, "submit": "Keep it in the draft", "back_href": back}
    context |= {"caption": issue.title, "cancel_href": back, "read": read}
    return render(request, "newsletter/form.html", context)


def _form(request: HttpRequest, issue: Issue, section: str) -> tuple[Form, str]:
    content = issue.issue
    if section == "front":
        initial = {"title": content.title, "opening": content.opening, "correction": content.correction}
        return FrontForm(posted(request), corrects=content.corrects, initial=initial), "Title and opening words"
    if section == "questions":
        return QuestionsForm(posted(request), questions=content.questions), "Questions for teams"
    for child in content.children:
        for part in Part:
            if child.section(part) == section:
                form = LinesForm(posted(request), lines=child.of(part), part=part, section=section)
                return form, f"{child.title}: {PART_TITLES[part].lower()}"
    raise NotVisible()


def _write(issue: Issue, section: str, form: Form, viewer: Viewer, read: str) -> None:
    if isinstance(form, LinesForm):
        drafting.write_lines(issue=issue, section=section, lines=form.written(), by=viewer, read=read)
    elif isinstance(form, QuestionsForm):
        drafting.write_questions(issue=issue, questions=form.written(), by=viewer, read=read)
    else:
        said = {"correction": "", **form.cleaned_data}
        drafting.write_front(issue=issue, by=viewer, read=read, **said)
