"""Reading: the list, one chapter, one version, two side by side, and saying that one was read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies import queries as agencies
from followthrough.service.learning.chapters import actions, policies
from followthrough.service.learning.chapters.presenters import chapters as presenters
from followthrough.service.learning.chapters.queries import holding, reach, words
from followthrough.service.learning.recommendations.policies import visible_recommendations


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    found = holding.courses(viewer)
    read = holding.read_by(viewer, [each.holds for each in found if each.holds])
    context = {"table": presenters.chapters_table(viewer, found, read), "may_write": policies.can_write(viewer)}
    return render(request, "chapters/overview.html", context)


@classed("signed-in")
@require_safe
def chapter(request: HttpRequest, chapter_slug: str) -> HttpResponse:
    viewer = viewer_of(request)
    course = holding.course(viewer, policies.check_can_see_chapter(viewer, chapter_slug))
    context = {
        "chapter": course.chapter,
        "course": course,
        "table": presenters.course_table(course),
        "may_write": policies.can_write(viewer),
    }
    return render(request, "chapters/chapter.html", context)


@classed("signed-in")
@require_safe
def version(request: HttpRequest, chapter_slug: str, version: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = policies.check_can_see_version(viewer, chapter_slug, version)
    page = presenters.version_page(
        viewer,
        holding.course(viewer, found.chapter),
        found,
        titles=agencies.titles(),
        has_read=bool(holding.read_by(viewer, [found])),
        answers=visible_recommendations(viewer).filter(pk__in=found.answers.values("pk")),
    )
    return render(request, "chapters/version.html", {"page": page})


@classed("signed-in")
@require_POST
def read(request: HttpRequest, chapter_slug: str, version: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = policies.check_can_see_version(viewer, chapter_slug, version)
    actions.read(version=found, by=viewer)
    messages.success(request, "Noted. Others see how many have read it, and not who.")
    return redirect("chapters:version", chapter_slug, version)


@classed("signed-in")
@require_safe
def compare(request: HttpRequest, chapter_slug: str, version: int, newer: int) -> HttpResponse:
    viewer = viewer_of(request)
    before, after = (policies.check_can_see_version(viewer, chapter_slug, each) for each in (version, newer))
    pairs = words.compared(before.text, after.text)
    added, removed = words.counted(pairs)
    context = {"before": before, "after": after, "pairs": pairs, "added": added, "removed": removed}
    return render(request, "chapters/compare.html", context)


@classed("signed-in")
@require_safe
def readers(request: HttpRequest, chapter_slug: str, version: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = policies.check_can_see_version(viewer, chapter_slug, version)
    policies.check_can_count(viewer)
    by_agency, by_team = reach.reach(viewer, found)
    context = {
        "version": found,
        "agencies": presenters.reach_table("By agency", by_agency),
        "teams": presenters.reach_table("By team", by_team),
    }
    return render(request, "chapters/readers.html", context)
