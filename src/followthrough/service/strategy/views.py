"""The pages of a judgement and of a strategy discussion: one task on each, and all of them fit a telephone."""

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
from followthrough.service.chronology.framework import SECTION_47
from followthrough.service.chronology.presenters.beside import beside, earlier_of
from followthrough.service.chronology.presenters.duties import short_cards
from followthrough.service.design.dates import near_words
from followthrough.service.design.forms import Form, posted
from followthrough.service.ledger import calendar
from followthrough.service.sharing import queries as shares
from followthrough.service.sharing.doing import is_done
from followthrough.service.sharing.presenters import choices
from followthrough.service.strategy import actions, foretelling, policies, queries, quorum
from followthrough.service.strategy.forms import (
    YES,
    AnswerForm,
    CallForm,
    HoldForm,
    JudgementForm,
    UnderstoodForm,
)
from followthrough.service.strategy.presenters import asking, page, summary
from followthrough.service.strategy.queries import Discussion
from followthrough.service.strategy.reading import Desk, desk_of


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, child_id: str) -> HttpResponse:
    desk = desk_of(request, child_id, owes=False)
    carried = shares.events_to_carry(desk.viewer, desk.child.pk)
    offered = choices.entries(carried, desk.rules, calendar.current())
    form = JudgementForm(posted(request), entries=offered, initial={"at": desk.telling.now})  # type: ignore[arg-type]
    if form.is_bound and form.is_valid() and is_done(form, lambda: _judge(desk, form.cleaned_data)):
        messages.success(request, _told(desk))
        return redirect("strategy:overview", desk.child.pk)
    return _form(request, desk, "judgement", form, told=summary.told_words(desk))


@classed("child")
@require_safe
def overview(request: HttpRequest, child_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    judged = queries.judgements(desk.chronicle)
    context = {
        "desk": desk,
        "child": desk.child,
        "table": summary.overview_table(desk),
        "judgements": [summary.judgement_rows(desk, each) for each in judged[:3]],
        "duties": short_cards(desk.wants_discussion, desk.telling),
        "may_call": policies.can_call(desk.viewer, desk.own_kind),
        "ring": desk.ring(desk.social_care) if desk.social_care else None,
    }
    return render(request, "strategy/overview.html", context)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, child_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    policies.check_can_call(desk.viewer, desk.own_kind)
    after = queries.discussion(desk.chronicle, request.GET.get("after", ""))
    likely = asking.likely(desk, after)
    owed = any(foretelling.needs_meeting(each.procedure, each.version, desk.rules) for each in desk.duties)
    now, agency = desk.telling.now, desk.viewer.agency
    asked_by = foretelling.asks_for_meeting(desk.chronicle, agency, now, desk.rules, calendar.current())
    needs_meeting = owed or bool(asked_by)
    initial = {
        "means": "meeting" if needs_meeting else "telephone",
        "at": desk.telling.now,
        "agencies": asking.ticked(desk, likely, after),
        "join": "" if needs_meeting else "We ring you",
    }
    others = asking.other_agencies(desk, likely)
    form = CallForm(posted(request), likely=likely, others=others, needs_meeting=needs_meeting, initial=initial)
    if form.is_bound and form.is_valid() and is_done(form, lambda: _call(desk, form, after)):
        messages.success(request, "Called. Each agency sees it here. Ring them too: write down who answers.")
        return redirect("strategy:discussion", desk.child.pk, form.cleaned_data["key"])
    return _form(request, desk, "call", form, needs_meeting=needs_meeting, asked_by=asked_by, after=after)


@classed("child")
@require_safe
def discussion(request: HttpRequest, child_id: str, discussion_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    found = _discussion(desk, discussion_id)
    shown = page.page_of(desk, found, queries.legs_of(found), getattr(request.user, "name", ""))
    return render(request, "strategy/discussion.html", {"page": shown, "child": desk.child})


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, child_id: str, discussion_id: str, agency_key: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    found = _discussion(desk, discussion_id)
    policies.check_can_speak_for(desk.viewer, found, agency_key)
    is_own = desk.viewer.agency == agency_key
    form = AnswerForm(posted(request), is_own=is_own)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        given = {"comes": said["comes"] == YES, "person": said["person"], "brings": said["brings"]}
        if is_done(form, lambda: actions.answer(found=found, agency=agency_key, by=desk.viewer, **given)):
            messages.success(request, "Written down. All who are asked see it.")
            return redirect("strategy:discussion", desk.child.pk, found.id)
    return _form(request, desk, "answer", form, found, agency=desk.title(agency_key), is_own=is_own)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, child_id: str, discussion_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    found = _discussion(desk, discussion_id)
    policies.check_can_lead(desk.viewer, found)
    enquiry = queries.enquiry_under_way(desk.chronicle, desk.rules.vocabulary)
    asked = {each: desk.title(each) for each in found.asked}
    form = HoldForm(
        posted(request),
        asked=asked,
        missing=lambda present: quorum.missing([found.leads, *present], desk.kinds),
        has_enquiry=bool(enquiry),
        initial=asking.known_of(desk, found),
    )
    if form.is_bound and form.is_valid() and is_done(form, lambda: _hold(desk, found, form, enquiry)):
        messages.success(request, "Written down, and sent to everybody who has a part in it. Now read it back.")
        return redirect("strategy:discussion", desk.child.pk, found.id)
    history = beside(desk.viewer, desk.chronicle, desk.telling)
    return _form(request, desk, "hold", form, found, has_enquiry=bool(enquiry), beside=history)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def understood(request: HttpRequest, child_id: str, discussion_id: str, agency_key: str, who: int = 0) -> HttpResponse:
    """One press in one's own agency; whoever leads reads it back. `who` counts from one the people who were there for
    it; without one the agency says it as a whole.
    """
    desk = desk_of(request, child_id)
    found = _discussion(desk, discussion_id)
    policies.check_can_speak_for(desk.viewer, found, agency_key)
    people = found.people(agency_key)
    if who > len(people):
        raise NotVisible()
    attendee = people[who - 1] if who else ""

    def say(person: str) -> None:
        actions.understand(found=found, agency=agency_key, attendee=attendee, person=person, by=desk.viewer)

    is_own = desk.viewer.agency == agency_key
    return _understood(request, desk, found, say, desk.title(agency_key), attendee, is_own=is_own)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def understood_by_team(request: HttpRequest, child_id: str, discussion_id: str, team_slug: str) -> HttpResponse:
    """Another team of the agency that leads it."""
    desk = desk_of(request, child_id)
    found = _discussion(desk, discussion_id)
    key = f"{found.leads}/{team_slug}"
    policies.check_can_speak_for_team(desk.viewer, found, key)

    def say(person: str) -> None:
        actions.understand_as_team(found=found, team=key, person=person, by=desk.viewer)

    return _understood(request, desk, found, say, str(desk.teams[key]), "", is_own=key in desk.viewer.teams)


def _understood(
    request: HttpRequest,
    desk: Desk,
    found: Discussion,
    say: Callable[[str], None],
    title: str,
    attendee: str,
    *,
    is_own: bool,
) -> HttpResponse:
    is_named = is_own or bool(attendee)  # by whoever presses, or by who was there
    pressed = request.POST if request.method == "POST" else None
    form: Form = Form(pressed) if is_named else UnderstoodForm(posted(request))
    if form.is_bound and form.is_valid():
        person = "" if is_named else form.cleaned_data["person"]
        if is_done(form, lambda: say(person)):
            messages.success(request, "Written down. Everybody who has a part in it sees it.")
            return redirect("strategy:discussion", desk.child.pk, found.id)
    if is_own:
        for error in form.non_field_errors():
            messages.error(request, str(error))
        return redirect("strategy:discussion", desk.child.pk, found.id)
    arrangements = found.held.event.data.get("arrangements", "") if found.held else ""
    return _form(request, desk, "understood", form, found, agency=title, attendee=attendee, arrangements=arrangements)


def _judge(desk: Desk, said: dict[str, Any]) -> None:
    team = desk.social_care
    actions.judge(
        child_id=desk.child.pk,
        key=said["key"],
        at=said["at"],
        data={
            "immediate": said["immediate"] == YES,
            "child_at": said["child_at"],
            "harm": said["harm"],
            "framework": said["framework"] or SECTION_47,
        },
        rests_on=said.get("rests_on") or (),
        words=said["reason"],
        to=[team.key] if team else [],
        by=desk.viewer,
    )


def _call(desk: Desk, form: CallForm, after: Discussion | None) -> None:
    said, asked = form.cleaned_data, form.chosen
    teams = [quorum.team_there(each, desk.teams.values(), said["at"]) for each in asked]
    data = {"means": said["means"], "at": said["at"], "agencies": asked, "join": said["join"]}
    if said["means"] == "telephone":
        data["why_telephone"] = said.get("why_telephone", "")
    actions.call(
        child_id=desk.child.pk,
        key=said["key"],
        data=data | ({"after": after.id} if after else {}),
        words=said["words"],
        to=[team.key for team in teams if team],
        by=desk.viewer,
    )


def _hold(desk: Desk, found: Discussion, form: HoldForm, enquiry: str) -> None:
    said, present = form.cleaned_data, form.present
    outcome = actions.Outcome(
        at=said["at"],
        means=said["means"],
        led_by=said["led_by"],
        present=present,
        decision=said["decision"],
        reason=said["reason"],
        protection=said["protection"],
        arrangements=said["arrangements"],
        family_told=said["family_told"],
        link=said["link"],
        is_quorate=not quorum.missing([found.leads, *present], desk.kinds),
        enquiry=enquiry,
        framework=said["framework"],
    )
    there = {each: team.key for each in found.asked if (team := desk.team_there(each))}
    came = {agency: leg.team.key for agency, leg in queries.legs_of(found).items() if agency in present}
    teams, earlier = {**there, **came}, earlier_of(desk.chronicle, desk.rules.vocabulary)
    titles = {each: desk.title(each) for each in found.asked}
    actions.hold(
        found=found,
        outcome=outcome,
        teams=teams,
        own=asking.own_teams(desk),
        titles=titles,
        key=said["key"],
        earlier=earlier,
        by=desk.viewer,
    )


def _told(desk: Desk) -> str:
    team = desk.social_care
    if team is None or team.key in desk.viewer.teams[:1]:
        return "Recorded. Your own team has to hold the strategy discussion now."
    return f"Recorded. {team} is told. Ring them as well: {desk.ring(team).line}."


def _discussion(desk: Desk, identity: str) -> Discussion:
    found = queries.discussion(desk.chronicle, identity)
    if found is None:
        raise NotVisible()
    return found


def _form(
    request: HttpRequest, desk: Desk, name: str, form: Form, found: Discussion | None = None, **more: Any
) -> HttpResponse:
    if found is not None:
        back = reverse("strategy:discussion", args=[desk.child.pk, found.id])
        more |= {"found": found, "when": near_words(found.at, desk.telling.now)}
    else:
        back = reverse("chronology:child" if name == "judgement" else "strategy:overview", args=[desk.child.pk])
    context = {"form": form, "child": desk.child, "from_16": desk.from_16, "back_href": back, **more}
    return render(request, f"strategy/{name}.html", context)
