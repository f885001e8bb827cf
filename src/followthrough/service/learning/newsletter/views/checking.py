"""What the check has found, an answer to each, and the second person’s reading that releases the issue."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.core.asread import digest_of
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.components import Row
from followthrough.service.design.forms import posted
from followthrough.service.learning.newsletter import policies
from followthrough.service.learning.newsletter.actions import checking, releasing
from followthrough.service.learning.newsletter.disclosure import mended
from followthrough.service.learning.newsletter.editions import newsletter
from followthrough.service.learning.newsletter.forms.answering import AnswerForm, ReleaseForm
from followthrough.service.learning.newsletter.models import Issue, Way
from followthrough.service.learning.newsletter.presenters import pages
from followthrough.service.learning.newsletter.presenters.files import as_data
from followthrough.service.learning.newsletter.queries.checking import Checked, checked, digest, unanswered
from followthrough.service.learning.newsletter.views.opening import opened


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, issue_id: str) -> HttpResponse:
    """The list; its button takes every milder wording at once."""
    viewer, issue = viewer_of(request), opened(request, issue_id)
    policies.check_can_change(issue)
    if request.method == "POST":
        done = checking.accept_all(issue=issue, by=viewer)
        taken = "1 milder wording" if done == 1 else f"{done} milder wordings"
        messages.success(request, f"Taken: {taken}. Read the draft again before you go on.")
        return redirect("newsletter:check", issue.pk)
    content = issue.issue
    parts = [pages.hit_part(content, each) for each in checked(issue)]
    left = [each for each in parts if each.is_open]
    context = {"issue": issue, "left": left, "kept": [each for each in parts if not each.is_open]}
    return render(request, "newsletter/check.html", {**context, "has_milder": any(each.has_milder for each in left)})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, issue_id: str, mark: str) -> HttpResponse:
    viewer, issue = viewer_of(request), opened(request, issue_id)
    policies.check_can_change(issue)
    found = next((each for each in checked(issue) if each.mark == mark), None)
    if found is None:
        return _gone(request, issue)
    form = AnswerForm(posted(request), found=found, milder=mended(found.passage, found.hit))
    if form.is_bound and form.is_valid():
        try:
            _answer(issue, found, form, viewer, request.POST.get("read", ""))
        except policies.Changed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Answered.")
            return redirect("newsletter:check", issue.pk)
    back = reverse("newsletter:check", args=[issue.pk])
    part = pages.hit_part(issue.issue, found)
    now = [Row("It says now", found.passage)] if form.non_field_errors() else []
    rows = [*part.rows[:3], *now]
    context = {"form": form, "heading": part.title, "submit": "Answer", "back_href": back, "cancel_href": back}
    context |= {"caption": issue.title, "rows": rows, "read": digest_of(found.passage)}
    return render(request, "newsletter/form.html", context)


def _gone(request: HttpRequest, issue: Issue) -> HttpResponse:
    """Somebody has changed the passage meanwhile: the check finds this no more. What was typed is given back."""
    if request.method != "POST":
        raise NotVisible()
    typed = request.POST.get("words") if request.POST.get("way") == Way.CHANGED else request.POST.get("reason")
    return render(request, "newsletter/gone.html", {"issue": issue, "typed": typed})


def _answer(issue: Issue, found: Checked, form: AnswerForm, viewer: Viewer, read: str) -> None:
    if read != digest_of(found.passage):
        raise policies.Changed("Somebody has changed this passage since you opened the page. Look at it again.")
    said = form.cleaned_data
    if said["way"] == Way.ACCEPTED:
        checking.accept(issue=issue, found=found, by=viewer)
    elif said["way"] == Way.CHANGED:
        checking.change(issue=issue, found=found, words=said["words"], by=viewer)
    else:
        checking.keep(issue=issue, found=found, reason=said["reason"], by=viewer)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, issue_id: str) -> HttpResponse:
    """As its readers will read it. A second person releases it here."""
    viewer, issue = viewer_of(request), opened(request, issue_id)
    if issue.release_id is not None:
        return redirect("newsletter:issue", issue.release_id)
    form = ReleaseForm(posted(request))
    if form.is_bound and form.is_valid():
        made = releasing.release(issue=issue, read=request.POST.get("read", ""), by=viewer)
        messages.success(request, f"Issue {made.number} is out. Each agency is told. It stays as it is from now on.")
        return redirect("newsletter:issue", made.number)
    content = issue.issue
    context = {
        "issue": issue,
        "form": form,
        "paper": as_data(newsletter(content)),
        "read": digest(content),
        "left": len(unanswered(checked(issue))),
        "may_release": policies.can_release(viewer, issue),
    }
    return render(request, "newsletter/read.html", context)
