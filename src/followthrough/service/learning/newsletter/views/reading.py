"""All issues, one issue as its readers read it, its files, and what a team talked over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies.queries import titles
from followthrough.service.design.forms import posted
from followthrough.service.learning.newsletter import policies
from followthrough.service.learning.newsletter.actions import reaching as actions
from followthrough.service.learning.newsletter.editions import EDITIONS, newsletter
from followthrough.service.learning.newsletter.forms.answering import TalkForm
from followthrough.service.learning.newsletter.presenters import pages
from followthrough.service.learning.newsletter.presenters.files import FORMATS, as_data
from followthrough.service.learning.newsletter.queries import reaching
from followthrough.service.learning.newsletter.queries.releases import release, releases
from followthrough.service.learning.reviews.policies import can_keep, visible_reviews


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    may_write = can_keep(viewer)
    context = {
        "table": pages.issues_table(releases()),
        "drafts": pages.drafts_table(policies.visible_issues(viewer)) if may_write else None,
        "reviews": list(visible_reviews(viewer)) if may_write else [],
        "may_write": may_write,
    }
    return render(request, "newsletter/overview.html", context)


@classed("signed-in")
@require_safe
def issue(request: HttpRequest, issue_number: int) -> HttpResponse:
    viewer, found = viewer_of(request), release(issue_number)
    actions.opened(found, viewer)
    content = found.issue
    context = {
        "release": found,
        "paper": as_data(newsletter(content)),
        "files": pages.files_of(found),
        "corrected_by": list(found.corrected_by.all()),
        "talks": pages.talk_rows(content, reaching.talks(viewer, found), titles()) if viewer.teams else [],
        "may_talk": bool(viewer.teams),
        "may_see_reach": policies.can_see_reach(viewer),
    }
    return render(request, "newsletter/issue.html", context)


@classed("signed-in")
@require_safe
def file(request: HttpRequest, issue_number: int, edition: str, ending: str) -> HttpResponse:
    found = release(issue_number)
    if edition not in EDITIONS or ending not in FORMATS:
        raise NotVisible()
    kind, make = FORMATS[ending]
    answer = HttpResponse(make(EDITIONS[edition].make(found.issue)), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{edition}-{found.number}.{ending}"'
    return answer


@classed("team")
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, issue_number: int) -> HttpResponse:
    viewer, found = viewer_of(request), release(issue_number)
    content = found.issue
    questions = [(str(number), each) for number, each in enumerate(content.questions, 1)]
    form = TalkForm(posted(request), teams=pages.teams_of(viewer, titles()), questions=questions)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        actions.talk(release=found, by=viewer, **{**said, "question": int(said["question"])})
        messages.success(request, "Written down. What the team said stays with the team.")
        return redirect("newsletter:issue", found.number)
    back = reverse("newsletter:issue", args=[found.number])
    context = {"form": form, "heading": "What did your team talk over?", "submit": "Write it down", "back_href": back}
    return render(request, "newsletter/form.html", {**context, "caption": str(found), "cancel_href": back})
