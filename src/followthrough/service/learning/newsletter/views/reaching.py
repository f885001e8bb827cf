"""How far an issue reached, what an agency says of it; and what a panel has agreed to be learnt."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.reading import LONGEST_ID
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies.queries import titles
from followthrough.service.design.forms import posted
from followthrough.service.learning.newsletter import policies
from followthrough.service.learning.newsletter.actions import learning as learnt
from followthrough.service.learning.newsletter.actions import reaching as actions
from followthrough.service.learning.newsletter.forms.answering import LearningForm, ReportForm
from followthrough.service.learning.newsletter.presenters import pages
from followthrough.service.learning.newsletter.queries import reaching
from followthrough.service.learning.newsletter.queries.releases import release
from followthrough.service.learning.reviews.policies import check_can_see_review, check_can_write
from followthrough.service.ledger.actions import CannotRecord


@classed("signed-in")
@require_safe
def reach(request: HttpRequest, issue_number: int) -> HttpResponse:
    """The Board’s office sees agencies. Whoever answers for one sees its line and its teams."""
    viewer, found = viewer_of(request), release(issue_number)
    policies.check_can_see_reach(viewer)
    by_team, talked = reaching.by_team(found, viewer.agency), reaching.talked_over(found)
    context = {
        "release": found,
        "teams": pages.reach_table(by_team, "Your agency’s teams"),
        "agencies": pages.reach_table(reaching.reach(viewer, found), "Agencies"),
        "reported": pages.reported_table(reaching.reported(viewer, found), titles()),
        "talked": pages.talked_table(found.issue, talked),
        "tested": pages.tested_table(found.issue, talked),
        "may_report": policies.can_report(viewer),
    }
    return render(request, "newsletter/reach.html", context)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, issue_number: int) -> HttpResponse:
    viewer, found = viewer_of(request), release(issue_number)
    policies.check_can_report(viewer)
    form = ReportForm(posted(request))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            actions.report(release=found, read=int(said["read"]), discussed=int(said["discussed"]), by=viewer)
        except CannotRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Said. The Board sees the two numbers.")
            return redirect("newsletter:reach", found.number)
    back = reverse("newsletter:reach", args=[found.number])
    context = {"form": form, "heading": "How far did it reach in your agency?", "submit": "Say it", "back_href": back}
    return render(request, "newsletter/form.html", {**context, "caption": str(found), "cancel_href": back})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def learning(request: HttpRequest, review_id: str) -> HttpResponse:
    if len(review_id) > LONGEST_ID:
        raise NotVisible()
    viewer = viewer_of(request)
    review = check_can_see_review(viewer, review_id)
    check_can_write(viewer, review)
    form = LearningForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            learnt.agree(review=review, words=form.cleaned_data["words"], by=viewer)
        except CannotRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Agreed. It is owed to all agencies as a short briefing.")
            return redirect("newsletter:overview")
    back = reverse("newsletter:overview")
    context = {"form": form, "heading": "Agree what was learnt", "submit": "Agree it", "back_href": back}
    return render(request, "newsletter/form.html", {**context, "caption": review.title, "cancel_href": back})
