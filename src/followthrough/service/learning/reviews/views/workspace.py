"""The chronology under review of one child: the period, episodes, an entry with who knew what, and what was owed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed
from followthrough.service.chronology.policies import can_see_who_knew
from followthrough.service.chronology.queries import Entry, chronicle
from followthrough.service.design.forms import Form, posted
from followthrough.service.learning.reviews import actions, policies
from followthrough.service.learning.reviews.actions.workspace import DIED
from followthrough.service.learning.reviews.forms import workspace as forms
from followthrough.service.learning.reviews.models import DeathReview
from followthrough.service.learning.reviews.presenters import workspace as presenters
from followthrough.service.learning.reviews.presenters.words import called, period
from followthrough.service.learning.reviews.queries import UnderReview
from followthrough.service.learning.reviews.queries.owing import MOST, THEN, TODAY, answer_for, is_long, rules_by
from followthrough.service.learning.reviews.queries.workspace import Workspace, workspace
from followthrough.service.learning.reviews.views.opening import form_page, opened, share_directory
from followthrough.service.sharing.doing import is_written

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@classed("signed-in")
@require_safe
@gzip_page
def space(request: HttpRequest, review_id: str, number: int) -> HttpResponse:
    held, found = _space(request, review_id, number)
    typed = request.GET.get("page", "")
    page = presenters.page_of(held.viewer, found, int(typed) if typed.isdecimal() and len(typed) < 6 else 1)
    may_see_who_knew = can_see_who_knew(held.viewer, found.read.chronicle.records | {found.child.child_id})
    context = {**_context(held, found), "page": page, "may_see_who_knew": may_see_who_knew}
    return render(request, "reviews/space.html", context)


@classed("signed-in")
@require_safe
@gzip_page
def entry(request: HttpRequest, review_id: str, number: int, event_id: str) -> HttpResponse:
    held, found = _space(request, review_id, number)
    page = presenters.entry_page(found, _entry(found, event_id))
    root = _entry(found, event_id).root
    return render(request, "reviews/entry.html", {**_context(held, found), "page": page, "root": root})


@classed("signed-in")
@_PAGE
@gzip_page
def duties(request: HttpRequest, review_id: str, number: int) -> HttpResponse:
    """Worked out when it is asked for; of a long record, by the sweep."""
    held, found = _space(request, review_id, number)
    by = TODAY if request.GET.get("by") == TODAY else THEN
    if request.method == "POST":
        actions.ask_what_was_owed(child=found.child, by_rules=by, by=held.viewer)
        return redirect(f"{request.path}?by={by}")
    rules = rules_by(by)
    rows, apart = answer_for(held.viewer, found, by, rules)
    context = {
        "table": presenters.owed_table(found, rows, rules) if rows is not None else None,
        "words": presenters.owed_words(rows, by) if rows is not None else "",
        "by": by,
        "apart": presenters.apart(apart, rules.version, MOST) if is_long(found) else None,
    }
    return render(request, "reviews/duties.html", {**_context(held, found), **context})


@classed("signed-in")
@_PAGE
def gather(request: HttpRequest, review_id: str, number: int) -> HttpResponse:
    held, found = _space(request, review_id, number)
    policies.check_can_write(held.viewer, held.review)
    form = forms.EpisodeForm(posted(request), space=found, initial={"entries": request.GET.get("entries", "")})

    def write(said: dict[str, Any]) -> object:
        return actions.gather(
            child=found.child, title=said["title"], words=said["words"], events=said["entries"], by=held.viewer
        )

    if is_written(request, form, write, "Put together."):
        return redirect("reviews:space", held.review.pk, number)
    back = reverse("reviews:space", args=[held.review.pk, number])
    return form_page(request, held, form, heading="Put entries into an episode", submit="Put together", back_to=back)


@classed("signed-in")
@_PAGE
def take_apart(request: HttpRequest, review_id: str, number: int, episode_id: str) -> HttpResponse:
    held, found = _space(request, review_id, number)
    policies.check_can_write(held.viewer, held.review)
    episode = next((each for each in found.episodes if each.pk == episode_id), None)
    if episode is None:
        raise NotVisible()
    if request.method == "POST":
        actions.take_apart(episode=episode, by=held.viewer)
        messages.success(request, "Taken apart. The entries stand as they were.")
        return redirect("reviews:space", held.review.pk, number)
    back = reverse("reviews:space", args=[held.review.pk, number])
    return form_page(
        request, held, Form(), heading="Take this episode apart?", submit="Take it apart", said=episode.title,
        back_to=back,
    )  # fmt: skip


@classed("signed-in")
@_PAGE
def comment(request: HttpRequest, review_id: str, number: int, event_id: str) -> HttpResponse:
    held, found = _space(request, review_id, number)
    policies.check_can_write(held.viewer, held.review)
    root = _entry(found, event_id).root
    form = forms.CommentForm(posted(request))

    def write(said: dict[str, Any]) -> object:
        return actions.comment(child=found.child, event_id=root, by=held.viewer, **said)

    if is_written(request, form, write, "Written beside the entry. The entry itself stands as it was."):
        return redirect("reviews:entry", held.review.pk, number, root)
    back = reverse("reviews:entry", args=[held.review.pk, number, root])
    rows = presenters.entry_page(found, _entry(found, event_id)).rows
    return form_page(request, held, form, heading="Comment on an entry", submit="Write it", rows=rows, back_to=back)


@classed("signed-in")
@_PAGE
def death(request: HttpRequest, review_id: str) -> HttpResponse:
    held = opened(request, review_id)
    policies.check_can_write(held.viewer, held.review)
    now = DeathReview.objects.filter(review=held.review).values("reference", "decision", "factors", "learning").first()
    form = forms.DeathForm(posted(request), initial=now or {})

    def write(said: dict[str, Any]) -> object:
        data = {**said, "abuse_suspected": said["abuse_suspected"] == "yes"}
        return actions.decide_on_death(review=held.review, deaths=_deaths(held), by=held.viewer, **data)

    if is_written(request, form, write, "Written down."):
        return redirect("reviews:review", held.review.pk)
    lead = "What the child death overview panel decided. Its forms stay in the national system."
    return form_page(request, held, form, heading="A child’s death", submit="Write it down", lead=lead)


def _deaths(held: UnderReview) -> dict[str, str]:
    """The reference of each death that is on the record of a child under review."""
    found = {}
    for child in held.children:
        told = chronicle(held.viewer, Subject("child", child.child_id))
        records = told.records | {child.child_id}
        for each in told.entries:
            if each.event.kind == DIED and each.event.subject.id in records and not each.is_taken_back:
                found[child.child_id] = str(each.event.data["death"])
    return found


def _space(request: HttpRequest, review_id: str, number: int) -> tuple[UnderReview, Workspace]:
    held = opened(request, review_id)
    child = held.child(number)
    if child is None:
        raise NotVisible()
    found = workspace(held.viewer, held.review, child)
    share_directory(request, found.read.telling)
    return held, found


def _entry(found: Workspace, event_id: str) -> Entry:
    entry = found.entry(event_id)
    if entry is None:
        raise NotVisible()
    return entry


def _context(held: UnderReview, found: Workspace) -> dict[str, Any]:
    return {
        "review": held.review,
        "number": found.child.number,
        "called": called(found.child),
        "child": found.read.child,
        "period": period(held.review),
        "may_write": policies.can_write(held.viewer, held.review),
    }
