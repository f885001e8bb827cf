"""The page of figures by tier, and its files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.core import audit, clock
from followthrough.service.design.documents import pdf
from followthrough.service.design.wordfile import KIND, word
from followthrough.service.learning.commissioning.presenters import figures as presenters
from followthrough.service.learning.commissioning.queries import figures as queries


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    tables = presenters.tables(queries.figures(viewer_of(request)), queries.procedures())
    audit.record("commissioning.read", by=viewer_of(request))
    context = {"title": presenters.TITLE, "about": presenters.ABOUT, "note": presenters.NOTE, "tables": tables}
    return render(request, "commissioning/overview.html", context)


@classed("signed-in")
@require_safe
def as_pdf(request: HttpRequest) -> HttpResponse:
    data = presenters.for_pdf(queries.figures(viewer_of(request)), queries.procedures())
    return file(request, "need-and-waits.pdf", "application/pdf", pdf("design/tables.typ", data))


@classed("signed-in")
@require_safe
def as_word(request: HttpRequest) -> HttpResponse:
    parts = presenters.for_word(queries.figures(viewer_of(request)), queries.procedures())
    return file(request, "need-and-waits.docx", KIND, word(presenters.TITLE, [presenters.NOTE], parts, at=clock.now()))


def file(request: HttpRequest, name: str, kind: str, made: bytes) -> HttpResponse:
    audit.record("commissioning.taken", by=viewer_of(request), detail={"file": name})
    answer = HttpResponse(made, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
