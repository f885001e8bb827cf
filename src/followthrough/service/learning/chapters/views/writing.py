"""Writing: begin a chapter, write its next version, approve it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies import queries as agencies
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.forms import posted
from followthrough.service.learning.changes import queries as changes
from followthrough.service.learning.chapters import actions, policies
from followthrough.service.learning.chapters.forms import EVERYBODY, SOME, ApproveForm, BeginForm, WriteForm
from followthrough.service.learning.chapters.models import Chapter, Version
from followthrough.service.learning.chapters.policies import CannotWrite
from followthrough.service.learning.chapters.presenters import audience
from followthrough.service.learning.chapters.presenters import chapters as presenters
from followthrough.service.learning.chapters.queries.holding import digest, today
from followthrough.service.learning.chapters.queries.words import blocks
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.learning.recommendations.policies import visible_recommendations


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_can_write(viewer)
    form = BeginForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.begin(by=viewer, **form.cleaned_data)
        except CannotWrite as refusal:
            form.add_error("title", str(refusal))
        else:
            return redirect("chapters:next", made.pk)
    context = {"form": form, "heading": "Begin a chapter", "submit": "Go on to its text"}
    return render(request, "chapters/form.html", {**context, "back_href": reverse("chapters:overview")})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, chapter_slug: str) -> HttpResponse:
    """The next version, from the text of the latest; or the draft, again."""
    viewer = viewer_of(request)
    policies.check_can_write(viewer)
    chapter = Chapter.objects.filter(pk=chapter_slug).first()
    if chapter is None:
        raise NotVisible()
    latest = chapter.versions.order_by("-number").first()
    offered = list(visible_recommendations(viewer))
    form = _form(request, viewer, latest, offered)
    context = {"form": form, "heading": "Write the next version", "caption": chapter.title, "submit": "Keep the draft"}
    # What they have read stays that until they are shown what stands now: a mistake in the form shows nothing new.
    read = request.POST.get("read", "") if form.is_bound else _read(latest)
    if form.is_bound and form.is_valid():
        try:
            draft = _written(chapter, form, offered, viewer, read)
        except policies.Changed as refusal:
            form.add_error(None, str(refusal))
            latest = chapter.versions.order_by("-number").first()
            read, context["draft"] = _read(latest), latest
        else:
            messages.success(request, "Written as a draft. Two others have to approve it.")
            return redirect("chapters:version", chapter.pk, draft.number)
    return render(request, "chapters/form.html", {**context, "read": read, "back_href": _back(chapter, latest)})


def _read(latest: Version | None) -> str:
    return digest(latest) if latest else ""


def _back(chapter: Chapter, latest: Version | None) -> str:
    return reverse("chapters:chapter", args=[chapter.pk]) if latest else reverse("chapters:overview")


def _form(request: HttpRequest, viewer: Viewer, latest: Version | None, offered: list[Recommendation]) -> WriteForm:
    return WriteForm(
        request.POST if request.method == "POST" else None,
        agencies=audience.agencies_offered(),
        teams=audience.teams_offered(),
        roles=audience.roles_offered(),
        answers=[(each.pk, each.words) for each in offered],
        changes=[(each.reference, str(each)) for each in changes.proposals(viewer)],
        initial=_initial(latest) if latest else {"from_on": today()},
    )


KINDS = {"agencies": "agency:", "teams": "team:", "roles": "role:"}


def _initial(latest: Version) -> dict[str, Any]:
    """What stays from version to version; of a draft, all of it."""
    meant = latest.must_read
    by_kind = {name: [key for key in meant if key.startswith(KINDS[name])] for name in SOME}
    found: dict[str, Any] = {
        "text": latest.text,
        "link": latest.link,
        "from_on": max(latest.from_on, today()),
        "who": [EVERYBODY] if EVERYBODY in meant else [name for name, keys in by_kind.items() if keys],
        **by_kind,
    }
    if latest.approved_at is None:
        found |= {"what_changed": latest.what_changed, "change": latest.change}
        found["answers"] = list(latest.answers.values_list("pk", flat=True))
    return found


def _written(chapter: Chapter, form: WriteForm, offered: list[Recommendation], by: Viewer, read: str) -> Version:
    said = form.cleaned_data
    chosen = [each for each in offered if each.pk in said.get("answers", [])]
    kept = {name: said.get(name, "") for name in ("text", "link", "what_changed", "from_on", "change")}
    return actions.write(chapter=chapter, must_read=form.must_read, answers=chosen, by=by, read=read, **kept)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, chapter_slug: str, version: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = policies.check_can_see_version(viewer, chapter_slug, version)
    policies.check_can_approve(viewer, found)
    form = ApproveForm(posted(request))
    if form.is_bound:
        try:
            done = actions.approve(version=found, read=request.POST.get("read", ""), by=viewer)
        except policies.Changed as refusal:
            form.add_error(None, str(refusal))
            found.refresh_from_db()
        else:
            more = "It holds from its day." if done.approved_at else "One more person has to approve it."
            messages.success(request, f"Approved. {more}")
            return redirect("chapters:version", chapter_slug, version)
    context = {"version": found, "form": form, "read": digest(found), "blocks": list(blocks(found.text))}
    context["rows"] = presenters.said_of(viewer, found, agencies.titles())
    return render(request, "chapters/approve.html", context)
