"""The page of a child's bail and orders, and a page for each thing that is written down there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.procedures.model.event import type_of_value
from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed
from followthrough.service.agencies.ringing import to_ring
from followthrough.service.chronology import bail
from followthrough.service.chronology.bail import Bail
from followthrough.service.design.forms import Form, posted
from followthrough.service.orders import actions, forms, policies, presenters, queries
from followthrough.service.orders.queries import Order
from followthrough.service.orders.reading import Desk, desk_of
from followthrough.service.sharing.doing import is_done

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
RECORDED = "Recorded. No other agency is told: send it to whoever must know."


@classed("child")
@require_safe
def overview(request: HttpRequest, child_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    return render(request, "orders/overview.html", {"child": desk.child, "page": presenters.page_of(desk)})


@classed("child")
@_PAGE
def release(request: HttpRequest, child_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    policies.check_can_bail(desk.viewer, desk.own_kind)
    form = forms.BailForm(posted(request), adults=desk.adults, children=desk.children, agencies=_agencies(desk),
                          initial=_known(desk, request))  # fmt: skip
    if form.is_bound and form.is_valid() and is_done(form, lambda: _release(desk, form)):
        is_thought = form.cleaned_data["decision"] != forms.NOT_CONSIDERED
        messages.success(request, f"{_told_words(desk)}{'' if is_thought else _NOT_THOUGHT}")
        return redirect("orders:overview", desk.child.pk)
    return _form(request, desk, form, "A release on bail", _RELEASE, "Record it and tell social care")


_RELEASE = "Ask first: must this person stay away from the child? Then release. Custody does not wait for this page."
_NOT_THOUGHT = " Nobody considered no contact: that is owed now. Write it down as soon as somebody has."


@classed("child")
@_PAGE
def consider(request: HttpRequest, child_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    policies.check_can_bail(desk.viewer, desk.own_kind)
    form = forms.ConsiderForm(posted(request), agencies=_agencies(desk), initial=_known(desk, request))

    def do() -> None:
        said = form.cleaned_data
        thought = form.thought(said["custody"].strip())
        actions.consider(household=desk.household, at=said["at"], thought=thought, key=said["key"], by=desk.viewer)

    intro = "Before the release if you can. After it, write down what was thought, and when."
    return _page(request, desk, form, do, "No contact was considered", intro, done="Recorded.")


@classed("child")
@_PAGE
def order(request: HttpRequest, child_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    policies.check_can_order(desk.viewer, desk.own_kind)
    form = forms.OrderForm(posted(request), initial={"at": desk.telling.now})

    def do() -> None:
        said: dict[str, type_of_value] = {
            "order": actions.new_id(),
            **{each: form.cleaned_data[each] or "" for each in ("type", "words", "ends_on", "counts_from")},
        }
        _order(desk, form, queries.MADE, said)

    return _page(request, desk, form, do, "Record an order", "What a court decided about the child.")


@classed("child")
@_PAGE
def carer(request: HttpRequest, child_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    policies.check_can_order(desk.viewer, desk.own_kind)
    form = forms.CarerForm(posted(request), initial={"at": desk.telling.now})

    def do() -> None:
        said = form.cleaned_data
        actions.find_carer(child_id=desk.child.pk, at=said["at"], said=said, key=said["key"], by=desk.viewer)

    intro = "Where the child is tonight, with whom, and who has looked at that."
    return _page(request, desk, form, do, "Who cares for the child?", intro)


@classed("child")
@_PAGE
def told(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    policies.check_can_order(desk.viewer, desk.own_kind)
    found = _bail(desk, event_id)
    form = forms.ToldForm(posted(request), initial={"at": desk.telling.now})

    def do() -> None:
        given = form.cleaned_data
        said = {"bail": found.key, "to": given["to"], "who": given["who"], "by": desk.viewer.practitioner_id}
        actions.told(household=desk.household, at=given["at"], said=said, key=given["key"], by=desk.viewer)

    return _page(request, desk, form, do, "Who was told?", actions.bail_words(_as_said(found)), done="Recorded.")


@classed("child")
@_PAGE
def send(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    policies.check_can_order(desk.viewer, desk.own_kind)
    found = _found(desk, event_id)
    offered, ticked = presenters.teams(desk, found)
    form = forms.SendForm(posted(request), teams=offered, initial={"teams": ticked})
    words = actions.bail_words(_as_said(found)) if isinstance(found, Bail) else _order_words(found)

    def do() -> None:
        said = form.cleaned_data
        actions.send(
            child_id=desk.child.pk,
            entry=found.latest,
            words=words,
            family=form.family,
            to=said["teams"],
            key=said["key"],
            by=desk.viewer,
        )

    done = "Sent. You see on this page who has it."
    return _page(request, desk, form, do, "Send it to others", words, submit="Send it", done=done)


@classed("child")
@_PAGE
def longer(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    found = _found_to_change(desk, event_id)
    form = forms.LongerForm(posted(request), is_bail=isinstance(found, Bail), initial={"at": desk.telling.now})

    def do() -> None:
        said = form.cleaned_data
        if isinstance(found, Bail):
            given = {"bail": found.key, "ends_on": said["ends_on"], "authorised_by": said["authorised_by"]}
            _change(desk, form, bail.EXTENDED, given, "Bail goes on longer. The conditions stay as they were.")
        else:
            _order(desk, form, queries.EXTENDED, {"order": found.key, "ends_on": said["ends_on"]})

    done = _told_words(desk) if isinstance(found, Bail) else RECORDED
    return _page(request, desk, form, do, f"{_title(found)}: it goes on longer", "", done=done)


@classed("child")
@_PAGE
def conditions(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    policies.check_can_bail(desk.viewer, desk.own_kind)
    found = _bail(desk, event_id)
    initial = {**_as_said(found), "at": desk.telling.now, "only_carer": forms.YES if found.only_carer else forms.NO}
    form = forms.ConditionsForm(posted(request), children=desk.children, initial=initial)

    def do() -> None:
        limits = form.limits(form.cleaned_data["contact"])
        words = actions.bail_words({"who": found.who, **limits})
        _change(desk, form, bail.CHANGED, {"bail": found.key, **limits}, f"New conditions. {words}")

    intro = "Write all that holds from now on. What is left out no longer holds."
    return _page(request, desk, form, do, f"{_title(found)}: the conditions change", intro, done=_told_words(desk))


@classed("child")
@_PAGE
def ended(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    found = _found_to_change(desk, event_id)
    form = forms.EndedForm(posted(request), is_bail=isinstance(found, Bail), initial={"at": desk.telling.now})

    def do() -> None:
        said = form.cleaned_data
        if isinstance(found, Bail):
            words = f"Bail ended: {said['why']}. No condition holds any more."
            _change(desk, form, bail.ENDED, {"bail": found.key, "why": said["why"]}, words)
        else:
            _order(desk, form, queries.ENDED, {"order": found.key, "why": said["in_words"]})

    intro = "No condition protects the child from now on. Social care is told." if isinstance(found, Bail) else ""
    done = _told_words(desk) if isinstance(found, Bail) else RECORDED
    return _page(request, desk, form, do, f"{_title(found)}: it has ended", intro, done=done)


def _release(desk: Desk, form: forms.BailForm) -> None:
    said, before = form.said, {each.event.data["custody"]: each for each in _thoughts(desk)}
    thought = form.thought(str(said["custody"]))
    was = before.get(str(said["custody"]))
    is_known = was is not None and all(was.event.data.get(name, "") == value for name, value in thought.items())
    actions.release(
        household=desk.household,
        children=list(desk.children),
        at=form.cleaned_data["at"],
        thought={} if is_known else thought,
        said=said,
        family=form.family,
        to=_social_care(desk),
        key=form.cleaned_data["key"],
        by=desk.viewer,
    )


def _known(desk: Desk, request: HttpRequest) -> dict[str, Any]:
    """What the record says already: the arrest, and what was considered before the release."""
    used = {each.custody for each in desk.bails if each.considered is not None}
    released = {each.custody for each in desk.bails}
    arrest = queries.arrest_without_bail(desk.entries, released)
    open_bail = next((each for each in desk.bails if each.considered is None), None)
    thought = next((each for each in reversed(_thoughts(desk)) if each.event.data["custody"] not in used), None)
    data: dict[str, Any] = dict(thought.event.data) if thought else {}
    custody = arrest.event.data["custody"] if arrest else open_bail.custody if open_bail else ""
    return {
        "at": desk.telling.now,
        "custody": data.get("custody") or custody,
        "offence": arrest.event.data.get("offence", "") if arrest else "",
        "decided_by": desk.telling.person(str(data["by"])) if data.get("by") else getattr(request.user, "name", ""),
        "children_meant": list(desk.children),
        "only_carer": forms.YES if len(desk.adults) == 1 else "",
        **{name: data.get(name, "") for name in ("decision", "consulted", "asked", "reason")},
    }


def _thoughts(desk: Desk) -> list[Any]:
    return [each for each in desk.entries if each.event.kind == bail.CONSIDERED]


def _change(desk: Desk, form: forms.Shared, kind: str, said: dict[str, type_of_value], words: str) -> None:
    given = form.cleaned_data
    actions.change(
        kind=kind,
        household=desk.household,
        children=list(desk.children),
        at=given["at"],
        said=said,
        words=words,
        family=form.family,
        to=_social_care(desk),
        key=given["key"],
        by=desk.viewer,
    )


def _order(desk: Desk, form: forms.Dated, kind: str, said: dict[str, type_of_value]) -> None:
    given = form.cleaned_data
    actions.order(kind=kind, child_id=desk.child.pk, at=given["at"], said=said, key=given["key"], by=desk.viewer)


def _social_care(desk: Desk) -> list[str]:
    return [desk.social_care.key] if desk.social_care else []


def _told_words(desk: Desk) -> str:
    team = desk.social_care
    if team is None or team.key in desk.viewer.teams[:1]:
        return RECORDED
    return f"Recorded, and sent to {team}. Ring them: {to_ring(team, desk.teams.values(), desk.telling.now).line}."


def _agencies(desk: Desk) -> list[tuple[str, str]]:
    found = {team.agency_id: team.agency.title for team in desk.teams.values() if team.agency_id != desk.viewer.agency}
    return sorted(found.items(), key=lambda each: (each[0] != "social-care", each[1]))


def _found(desk: Desk, event_id: str) -> Bail | Order:
    """A bail or an order in force, by any of its entries."""
    for each in desk.all:
        if each.ended is None and event_id in each.roots:
            return each
    raise NotVisible()


def _bail(desk: Desk, event_id: str) -> Bail:
    found = _found(desk, event_id)
    if not isinstance(found, Bail):
        raise NotVisible()
    return found


def _found_to_change(desk: Desk, event_id: str) -> Bail | Order:
    found = _found(desk, event_id)
    check = policies.check_can_bail if isinstance(found, Bail) else policies.check_can_order
    check(desk.viewer, desk.own_kind)
    return found


def _as_said(found: Bail) -> dict[str, type_of_value]:
    return {
        "who": found.who,
        "contact": found.contact,
        "children_meant": found.children,
        "only_carer": found.only_carer,
        "not_at": found.not_at,
        "conditions": found.conditions,
    }


def _title(found: Bail | Order) -> str:
    return f"Bail of {found.who or 'a carer'}" if isinstance(found, Bail) else found.type.capitalize() or "Order"


def _order_words(found: Order) -> str:
    return ". ".join(filter(None, (f"A court made an order: {found.type}", found.words))) + "."


def _page(
    request: HttpRequest, desk: Desk, form: Form, do: Any, heading: str, intro: str, *, submit: str = "Record it",
    done: str = RECORDED,
) -> HttpResponse:  # fmt: skip
    if form.is_bound and form.is_valid() and is_done(form, do):
        messages.success(request, done)
        return redirect("orders:overview", desk.child.pk)
    return _form(request, desk, form, heading, intro, submit)


def _form(request: HttpRequest, desk: Desk, form: Form, heading: str, intro: str, submit: str) -> HttpResponse:
    context = {
        "form": form,
        "child": desk.child,
        "heading": heading,
        "intro": intro,
        "submit": submit,
        "back_href": reverse("orders:overview", args=[desk.child.pk]),
    }
    return render(request, "orders/form.html", context)
