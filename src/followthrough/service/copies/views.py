"""The same copy on a page, as a text file and as a PDF; each is a copy of its own, with its own number."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.copies import making
from followthrough.service.copies.papers import Copy
from followthrough.service.design.documents import pdf


@classed("signed-in")
@require_safe
def share(request: HttpRequest, reference: str, kind: str = "") -> HttpResponse:
    return _answer(request, making.of_share(viewer_of(request), reference), kind)


@classed("signed-in")
@require_safe
def duty(request: HttpRequest, duty_id: str, kind: str = "") -> HttpResponse:
    return _answer(request, making.of_duty(viewer_of(request), duty_id), kind)


@classed("child")
@require_safe
def entry(request: HttpRequest, child_id: str, event_id: str, kind: str = "") -> HttpResponse:
    return _answer(request, making.of_entry(viewer_of(request), child_id, event_id), kind)


@classed("child")
@require_safe
def chronology(request: HttpRequest, child_id: str) -> HttpResponse:
    """For court: what its reader chose of a chronology, as a PDF."""
    try:
        paper = making.of_chronology(viewer_of(request), child_id, request.GET)
    except making.TooLong as found:
        context = {"count": found.count, "most": making.MOST_ON_PAPER, "child_id": child_id}
        return render(request, "copies/too_long.html", context)
    return _file(pdf("copies/chronology.typ", paper.data), "application/pdf", paper.copy.number, "pdf")


def _answer(request: HttpRequest, copy: Copy, kind: str) -> HttpResponse:
    """A file is named by the number of the copy: a name of a child must not stand in a list of downloads."""
    if not kind:
        return render(request, "copies/copy.html", {"copy": copy, "back": request.path.removesuffix("copy/")})
    content, type_ = (
        (pdf("copies/copy.typ", copy.data), "application/pdf") if kind == "pdf" else (copy.text, "text/plain")
    )
    return _file(content, f"{type_}; charset=utf-8" if kind == "txt" else type_, copy.number, kind)


def _file(content: bytes | str, type_: str, number: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=type_)
    answer["Content-Disposition"] = f'attachment; filename="copy-{number}.{kind}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
