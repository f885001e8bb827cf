"""The pages of cases that are read together: drawn, read by the agencies, found, asked for, reported."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies import queries as agencies
from followthrough.service.core import audit as trail
from followthrough.service.core.managing import ANSWERABLE
from followthrough.service.design.forms import Form
from followthrough.service.design.forms.form import posted
from followthrough.service.learning.audits import actions, forms, policies
from followthrough.service.learning.audits.models import AuditFinding, CaseAudit
from followthrough.service.learning.audits.policies import CannotAudit
from followthrough.service.learning.audits.presenters import cases as presenters
from followthrough.service.learning.audits.queries import drawing
from followthrough.service.learning.audits.queries import reading as queries
from followthrough.service.learning.audits.views.section11 import POSTED
from followthrough.service.learning.recommendations.queries.directory import members
from followthrough.service.learning.reviews.policies import can_keep
from followthrough.service.ledger.actions import CannotRecord


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    if not can_keep(viewer) and not viewer.holds(ANSWERABLE):
        raise CannotAudit("Audits are for the Board’s office, and for managers and leads whose cases were drawn.")
    context = {"table": presenters.audits_table(queries.case_audits(viewer)), "may_draw": can_keep(viewer)}
    return render(request, "audits/cases.html", context)


@classed("signed-in")
@require_http_methods(POSTED)
def agree(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_can_draw(viewer)
    form = forms.TopicForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            actions.agree_topic(by=viewer, **form.cleaned_data)
        except CannotAudit as refusal:
            form.add_error("topic", str(refusal))
        else:
            messages.success(request, "Agreed. A clock runs for it each year.")
            return redirect("audits:cases")
    return _page(request, form, "Agree a topic", "Agree it")


@classed("signed-in")
@require_http_methods(POSTED)
def draw(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_can_draw(viewer)
    form = forms.DrawForm(
        posted(request), procedures=drawing.procedures(), initial={"procedure": request.GET.get("of")}
    )
    if form.is_bound and form.is_valid():
        try:
            made = actions.draw(by=viewer, **form.cleaned_data)
        except CannotAudit as refusal:
            form.add_error("procedure", str(refusal))
        else:
            messages.success(request, "Drawn. Each agency finds its own cases on its page of audits.")
            return redirect("audits:audit", made.key)
    return _page(request, form, "Draw cases", "Draw them by chance")


@classed("signed-in")
@require_safe
def audit(request: HttpRequest, audit_key: str) -> HttpResponse:
    viewer, held = viewer_of(request), _held(request, audit_key)
    trail.record("case-audit.read", by=viewer, detail={"audit": held.key})
    found, keeps = queries.cases(viewer, held), can_keep(viewer)
    findings = held.findings.select_related("theme") if keeps else []
    context = {
        "audit": held,
        "rows": presenters.rows_of(viewer, held, dict(drawing.procedures())),
        "cases": presenters.cases_table(viewer, held, found, agencies.titles()),
        "summed": presenters.summed(found),
        "findings": presenters.findings_table(held, findings, may_ask=keeps) if keeps else None,
        "may_find": keeps and held.reported_at is None,
    }
    return render(request, "audits/audit.html", context)


@classed("signed-in")
@require_http_methods(POSTED)
def read(request: HttpRequest, audit_key: str, number: int) -> HttpResponse:
    viewer, held = viewer_of(request), _held(request, audit_key)
    case = policies.check_can_read_case(viewer, held, number)
    form = forms.ReadForm(posted(request), initial={"reading": case.reading, "words": case.words})
    if form.is_bound and form.is_valid():
        actions.read(case=case, by=viewer, **form.cleaned_data)
        messages.success(request, f"Kept: case {case.number}.")
        return redirect("audits:audit", held.key)
    more = {"audit": held, "lead": held.question, "duty_href": reverse("worklist:duty", args=[case.duty_id])}
    return _page(request, form, f"Case {case.number}", "Keep it", **more)


@classed("signed-in")
@require_http_methods(POSTED)
def find(request: HttpRequest, audit_key: str) -> HttpResponse:
    viewer, held = viewer_of(request), _held(request, audit_key)
    policies.check_can_find(viewer, held)
    form = forms.FindingForm(posted(request))
    if form.is_bound and form.is_valid():
        actions.find(audit=held, by=viewer, **form.cleaned_data)
        messages.success(request, "Written down, under a theme that reviews use too.")
        return redirect("audits:audit", held.key)
    used = ", ".join(queries.themes())
    return _page(
        request, form, "Write what was found", "Keep it", audit=held, lead=f"Themes so far: {used}." if used else ""
    )


@classed("signed-in")
@require_http_methods(POSTED)
def ask(request: HttpRequest, audit_key: str, finding_id: str) -> HttpResponse:
    viewer, held = viewer_of(request), _held(request, audit_key)
    policies.check_can_draw(viewer)
    finding = _finding(held, finding_id)
    reviews = {each.pk: each for each in queries.open_reviews(viewer)}
    listed = [(each.pk, each.title) for each in reviews.values()]
    known = [(each.pk, each.title) for each in members().order_by("title")]
    form = forms.AskForm(posted(request), reviews=listed, agencies=known, initial={"words": finding.words})
    if form.is_bound and form.is_valid():
        said = {**form.cleaned_data, "review": reviews[form.cleaned_data["review"]]}
        try:
            actions.ask(finding=finding, by=viewer, **said)
        except CannotRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Asked. It is followed through like every recommendation.")
            return redirect("audits:audit", held.key)
    return _page(request, form, "Ask for something", "Ask for it", audit=held, lead=finding.words)


@classed("signed-in")
@require_http_methods(POSTED)
def report(request: HttpRequest, audit_key: str) -> HttpResponse:
    viewer, held = viewer_of(request), _held(request, audit_key)
    policies.check_can_find(viewer, held)
    form = forms.WordsForm(posted(request), question="What was found, in a few sentences?")
    if form.is_bound and form.is_valid():
        actions.report(audit=held, by=viewer, **form.cleaned_data)
        messages.success(request, "Reported.")
        return redirect("audits:audit", held.key)
    return _page(
        request, form, "Report the result", "Report it", audit=held, lead=presenters.summed(queries.cases(viewer, held))
    )


def _page(request: HttpRequest, form: Form, heading: str, button: str, **more: object) -> HttpResponse:
    return render(request, "audits/case_form.html", {"form": form, "heading": heading, "button": button, **more})


def _held(request: HttpRequest, key: str) -> CaseAudit:
    return policies.check_can_see_case_audit(viewer_of(request), key)


def _finding(audit: CaseAudit, finding_id: str) -> AuditFinding:
    found = audit.findings.filter(pk=finding_id[:32]).first()
    if found is None:
        raise NotVisible()
    return found
