"""The pages of decisions, the history beside each form. The middleware has opened the child: checked, written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed
from followthrough.service.agencies.models import Team
from followthrough.service.chronology import deciding
from followthrough.service.chronology.framework import SECTION_17
from followthrough.service.chronology.presenters.duties import short_cards
from followthrough.service.core.managing import MANAGERS
from followthrough.service.decisions import actions, policies, presenters
from followthrough.service.decisions.actions import SUMMED_UP
from followthrough.service.decisions.forms import SIGN, ClosureForm, EndForm, ReferralForm, ReviewForm, SignForm
from followthrough.service.decisions.queries import END_HELP, NOTHING, Matter
from followthrough.service.decisions.reading import Desk, desk_of
from followthrough.service.design.forms import Form, posted
from followthrough.service.ledger.actions import AlreadyRecorded, CannotRecord, Recorded
from followthrough.service.ledger.models import Duty


@classed("child")
@require_safe
def overview(request: HttpRequest, child_id: str) -> HttpResponse:
    desk = desk_of(request, child_id, owes=True)
    context = {
        "child": desk.child,
        "duties": short_cards(desk.owed, desk.telling),
        "waiting": presenters.waiting_table(desk),
        "referrals": presenters.referrals_table(desk),
        "cases": presenters.cases_table(desk),
        "helps": presenters.helps_table(desk),
        "may_decide": policies.can_decide(desk.viewer),
    }
    return render(request, "decisions/overview.html", context)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, child_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    form = ReviewForm(posted(request), agencies=desk.agencies_here, may_decide=desk.viewer.holds(MANAGERS))
    words = "Written down: that you read it, and what you say of it."
    if form.is_bound and form.is_valid() and _done(request, form, words, lambda: _review(desk, form.cleaned_data)):
        return redirect("decisions:overview", desk.child.pk)
    return _form(request, desk, "review", form)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    found = _one(desk.referrals, desk, event_id)
    policies.check_can_decide(desk.viewer)
    if found.ended or found.waits:
        return _answered(request, desk)
    form = ReferralForm(posted(request), may_open=not desk.cases, initial={"opens_case": True})
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        if _done(request, form, _decided(said["decision"]), lambda: _decide(desk, found, said)):
            return redirect("decisions:overview", desk.child.pk)
    return _form(request, desk, "decide", form, rows=list(presenters.referral_rows(desk, found)))


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    found = _one(desk.cases, desk, event_id)
    policies.check_can_decide(desk.viewer)
    if found.waits:
        return _answered(request, desk)
    form = ClosureForm(posted(request), agencies=desk.agencies)
    words = "Put forward. The case stays open until a manager signs."
    if (
        form.is_bound
        and form.is_valid()
        and _done(request, form, words, lambda: _close(desk, found, form.cleaned_data))
    ):
        return redirect("decisions:overview", desk.child.pk)
    rows, broken = list(presenters.case_rows(desk, found)), presenters.broken_by_closure(desk, found)
    return _form(request, desk, "close", form, rows=rows, broken=broken)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    """Early help or a child in need plan, which ends when a second person signs."""
    desk = desk_of(request, child_id)
    found = _one(desk.helps, desk, event_id)
    policies.check_can_end(desk.viewer, found)
    if found.waits:
        return _answered(request, desk)
    is_help = found.ends == END_HELP
    form = EndForm(posted(request), is_help=is_help)
    words = "Put forward. It goes on until a second person signs."
    if form.is_bound and form.is_valid() and _done(request, form, words, lambda: _end(desk, found, form.cleaned_data)):
        return redirect("decisions:overview", desk.child.pk)
    return _form(request, desk, "end", form, rows=list(presenters.case_rows(desk, found)), is_help=is_help)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    """Whoever may not sign reads what waits, or how it was answered."""
    desk = desk_of(request, child_id)
    entry = desk.chronicle.entry(event_id)
    found = next((each for each in desk.proposals if entry and each.id == entry.root), None)
    if found is None:
        raise NotVisible()
    referral = next((each for each in desk.referrals if each.key == found.about), None)
    name = desk.own_name if found.led_by else ""
    form = SignForm(posted(request), is_of_discussion=found.is_of_discussion)
    if form.is_bound:
        policies.check_can_sign(desk.viewer, found, name)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        given = {name: said[name] for name in ("key", "reason")} | {"found": found, "name": name}
        given |= {"earlier": desk.beside.earlier}
        words = "Signed. It is in effect." if said["answer"] == SIGN else presenters.sent_back_words(found)
        if _done(request, form, words, lambda: _answer(desk, said, referral, given)):
            return redirect("decisions:overview", desk.child.pk)
    why_not = policies.why_not(desk.viewer, found, name)
    more = {
        "title": presenters.title_of(found),
        "rows": list(presenters.proposal_rows(desk, found)),
        "may_sign": not why_not,
        "why_not": why_not,
        "broken": presenters.broken(desk, found, referral) if found.answer is None else [],
    }
    return _form(request, desk, "sign", form, **more)


def _review(desk: Desk, said: dict[str, Any]) -> Recorded:
    what, words = said["what"], said["words"]
    data = {
        deciding.READ: {"earlier": desk.beside.earlier, "words": words},
        SUMMED_UP: {"agencies": tuple(said["agencies"]) or None, "shows": words},
        deciding.REVIEWED: {"decision": said.get("decision"), "reason": words},
    }[what]
    return actions.review(child_id=desk.child.pk, key=said["key"], kind=what, said=data, by=desk.viewer)


def _decide(desk: Desk, found: Matter, said: dict[str, Any]) -> Recorded:
    agency = str(found.began.event.data.get("from_agency", ""))
    return actions.decide(
        referral=found,
        key=said["key"],
        decision=said["decision"],
        reason=said["reason"],
        said={
            "called_malicious": said["called_malicious"] or None,
            "framework": said["framework"] or actions.FRAMEWORKS[said["decision"]],
        },
        is_from_school=_kind_of(agency, desk.telling.teams.values()) == "school",
        opens_case=bool(said.get("opens_case")) and said["decision"] not in ("other service", NOTHING),
        earlier=desk.beside.earlier,
        by=desk.viewer,
    )


def _close(desk: Desk, found: Matter, said: dict[str, Any]) -> Recorded:
    given = {name: said[name] for name in ("onward", "onward_agency", "reason")}
    given["framework"] = said["framework"] or SECTION_17
    return actions.put_closure(case=found, key=said["key"], said=given, earlier=desk.beside.earlier, by=desk.viewer)


def _end(desk: Desk, found: Matter, said: dict[str, Any]) -> Recorded:
    given = {name: said.get(name) for name in ("why", "reason")}
    given["framework"] = said["framework"] or SECTION_17 if "framework" in said else ""
    return actions.put_end(found=found, key=said["key"], said=given, earlier=desk.beside.earlier, by=desk.viewer)


def _answer(desk: Desk, said: dict[str, Any], referral: Matter | None, given: dict[str, Any]) -> Recorded:
    if said["answer"] == SIGN:
        return actions.sign(referral=referral, by=desk.viewer, **given)
    return actions.send_back(by=desk.viewer, **given)


def _decided(decision: str) -> str:
    if decision == NOTHING:
        return "Put forward. The referral stays open until a manager signs."
    return "Decided. Tell the referrer what was decided and why."


def _one(matters: list[Matter], desk: Desk, identity: str) -> Matter:
    entry = desk.chronicle.entry(identity)
    found = next((each for each in matters if entry and each.id == entry.root), None)
    if found is None:
        raise NotVisible()
    return found


def _answered(request: HttpRequest, desk: Desk) -> HttpResponse:
    messages.info(request, "This was decided, or waits for a signature. Open it below.")
    return redirect("decisions:overview", desk.child.pk)


def _kind_of(agency: str, teams: Any) -> str:
    found: Team | None = next((team for team in teams if team.agency_id == agency), None)
    return found.agency.kind if found else ""


def _done(request: HttpRequest, form: Form, words: str, do: Callable[[], Recorded]) -> bool:
    """Whether it is recorded, and told with the duties that it closes; else the form says why not. A second press of
    the same form is the first one's.
    """
    try:
        closed = do().duty_ids_closed
    except AlreadyRecorded:
        return True
    except CannotRecord as refusal:
        form.add_error(None, str(refusal))
        return False
    titles = Duty.objects.filter(pk__in=closed).order_by("due_at").values_list("title", flat=True)
    messages.success(
        request, " ".join([words, *(f"That closes this duty: {title}." for title in dict.fromkeys(titles))])
    )
    return True


def _form(request: HttpRequest, desk: Desk, name: str, form: Form, **more: Any) -> HttpResponse:
    back = reverse("decisions:overview", args=[desk.child.pk])
    context = {
        "form": form,
        "child": desk.child,
        "beside": desk.beside,
        "from_16": desk.from_16,
        "back_href": back,
        **more,
    }
    return render(request, f"decisions/{name}.html", context)
