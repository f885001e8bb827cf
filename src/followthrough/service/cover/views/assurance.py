"""The pages of cover: all days off that come, one with its report, and the form that an agency's lead signs."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.core import clock
from followthrough.service.cover import policies
from followthrough.service.cover.actions import assurance as actions
from followthrough.service.cover.forms.assurance import SignForm
from followthrough.service.cover.presenters import assurance as presenters
from followthrough.service.cover.queries import assurance as queries
from followthrough.service.design.documents import pdf
from followthrough.service.ledger import calendar


@classed("signed-in")
@require_safe
def periods(request: HttpRequest) -> HttpResponse:
    viewer, now = viewer_of(request), clock.now()
    today = calendar.current().local(now).date()
    parts = [presenters.period_part(viewer, each, now, today) for each in queries.periods(viewer)]
    return render(request, "cover/periods.html", {"parts": parts})


@classed("signed-in")
@require_safe
def report(request: HttpRequest, period_key: str) -> HttpResponse:
    return render(request, "cover/report.html", {"page": _report(request, period_key), "key": period_key})


@classed("signed-in")
@require_safe
def report_pdf(request: HttpRequest, period_key: str) -> HttpResponse:
    made = pdf("cover/report.typ", presenters.for_paper(_report(request, period_key)))
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="cover-{period_key}.pdf"'
    return answer


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, period_key: str) -> HttpResponse:
    viewer, days = viewer_of(request), _days(request, period_key)
    period = days.period
    policies.check_can_sign(viewer, period)
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.sign(period=period, by=viewer, **form.cleaned_data)
        messages.success(request, f"Signed. The board sees your agency’s cover for {period.title}.")
        return redirect("cover:periods")
    context = {
        "form": form,
        "period": period,
        "gaps": next((each.gaps for each in days.covers if each.agency.pk == viewer.agency), ()),
        "keeps_rota": queries.keeps_rota(viewer.agency),
    }
    return render(request, "cover/sign.html", context)


def _report(request: HttpRequest, key: str) -> presenters.ReportPage:
    viewer, now = viewer_of(request), clock.now()
    days = _days(request, key)
    last = queries.before(viewer, days.period)
    came_in = queries.came_in(viewer, last) if last else {}
    return presenters.report_page(viewer, days, last, came_in, now, calendar.current().local(now).date())


def _days(request: HttpRequest, key: str) -> queries.Days:
    found = queries.days_of(viewer_of(request), key)
    if found is None:
        raise Http404
    return found
