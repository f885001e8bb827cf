"""The Board’s pages: quarters, one quarter’s report on the page and as a file, what a figure means, and signing off."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies import queries as agencies
from followthrough.service.board import actions, policies, queries
from followthrough.service.board.figures import DEFINITIONS
from followthrough.service.board.forms import SignOffForm
from followthrough.service.board.presenters import pages
from followthrough.service.board.queries import Quarterly
from followthrough.service.core import audit, clock
from followthrough.service.design import quarters
from followthrough.service.design.documents import pdf
from followthrough.service.design.forms import posted
from followthrough.service.design.quarters import Quarter
from followthrough.service.design.wordfile import KIND

SHOWN = 8  # two years


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    signed = {each.quarter: each.signed_at for each in queries.signed(viewer_of(request))}
    older = {found for found in map(quarters.from_key, signed) if found}
    shown = sorted({*quarters.latest(now, SHOWN), *older}, reverse=True)
    return render(request, "board/overview.html", {"table": pages.quarters_table(shown, signed, now)})


@classed("signed-in")
@require_safe
def quarter(request: HttpRequest, quarter: str) -> HttpResponse:
    held = _held(request, quarter)
    audit.record("board-report.read", by=viewer_of(request), detail={"quarter": held.quarter.key})
    signed = held.signed
    context = {
        "report": held.report,
        "parts": pages.parts_of(held.report),
        "digest": held.digest,
        "quarter": held.quarter,
        "signed": signed,
        "signed_by": agencies.names({signed.signed_by}).get(signed.signed_by, "") if signed else "",
        "may_sign": not signed and policies.can_sign_off(viewer_of(request)) and held.quarter.until <= clock.now(),
    }
    return render(request, "board/quarter.html", context)


@classed("signed-in")
@require_safe
def as_pdf(request: HttpRequest, quarter: str) -> HttpResponse:
    held = _held(request, quarter)
    return _file(request, held, "pdf", "application/pdf", pdf("design/tables.typ", pages.for_pdf(held.report)))


@classed("signed-in")
@require_safe
def as_word(request: HttpRequest, quarter: str) -> HttpResponse:
    held = _held(request, quarter)
    at = held.signed.signed_at if held.signed else clock.now()
    return _file(request, held, "docx", KIND, pages.as_word(held.report, at))


@classed("signed-in")
@require_safe
def figure(request: HttpRequest, quarter: str, figure: str) -> HttpResponse:
    definition = DEFINITIONS.get(figure)
    if definition is None:
        policies.check_can_read(viewer_of(request))
        raise Http404
    held = _held(request, quarter)
    rows = pages.definition_rows(figure, definition, held.counts, held.quarter)
    context = {"title": definition.title, "rows": rows, "quarter": held.quarter}
    return render(request, "board/figure.html", context)


@classed("signed-in")
@require_safe
def listed(request: HttpRequest, quarter: str, figure: str) -> HttpResponse:
    asked, definition = _quarter(request, quarter), DEFINITIONS.get(figure)
    if definition is None or not definition.has_duties:
        raise Http404
    table = pages.duties_table(queries.listed(viewer_of(request), asked, figure), agencies.titles())
    context = {"title": definition.title, "quarter": asked, "figure": figure, "table": table}
    return render(request, "board/list.html", context)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: HttpRequest, quarter: str) -> HttpResponse:
    """The page of the report leads here with the digest of what it showed: that is what is signed."""
    viewer, asked = viewer_of(request), _quarter(request, quarter)
    policies.check_can_sign_off(viewer)
    if request.method != "POST" and not request.GET.get("read"):
        return redirect("board:quarter", asked.key)  # what has not been read is not signed
    form = SignOffForm(posted(request), initial={"read": request.GET.get("read", "")})
    if form.is_bound and form.is_valid():
        try:
            actions.sign_off(quarter=asked, read=form.cleaned_data["read"], by=viewer)
        except actions.HasChanged as refusal:
            form.add_error("has_read", str(refusal))
        else:
            messages.success(request, f"Signed off. The report of {asked.title} is kept as you read it.")
            return redirect("board:quarter", asked.key)
    return render(request, "board/sign_off.html", {"form": form, "quarter": asked})


def _file(request: HttpRequest, held: Quarterly, ending: str, kind: str, made: bytes) -> HttpResponse:
    audit.record("board-report.taken", by=viewer_of(request), detail={"quarter": held.quarter.key, "as": ending})
    answer = HttpResponse(made, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="board-{held.quarter.key}.{ending}"'
    return answer


def _held(request: HttpRequest, key: str) -> Quarterly:
    return queries.quarterly(viewer_of(request), _quarter(request, key))


def _quarter(request: HttpRequest, key: str) -> Quarter:
    """One of which a month is over: of others there is nothing to say."""
    policies.check_can_read(viewer_of(request))
    found = quarters.from_key(key)
    if found is None or not pages.has_figures(found, clock.now()):
        raise Http404
    return found
