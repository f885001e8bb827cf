"""The pages of a change: all of them, what to change, the change itself, its proof, and what is decided about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies import queries as agencies
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.forms import Form, posted
from followthrough.service.learning.changes import (
    actions,
    asking,
    checking,
    forms,
    policies,
    presenters,
    queries,
    replaying,
)
from followthrough.service.learning.changes.actions import TooLate
from followthrough.service.learning.changes.checking import NotSound
from followthrough.service.learning.changes.describing import Words
from followthrough.service.learning.changes.models import Proposal, What
from followthrough.service.learning.changes.patterns import BY_ID
from followthrough.service.learning.recommendations.presenters.words import row_of
from followthrough.service.ledger import rulebook

DECISIONS = {
    "agree": ("Agree to this change", actions.agree, "Your agreement is written down."),
    "refuse": ("Refuse this change", actions.refuse, "Refused. It stays here with your reason."),
    "withdraw": ("Take this change back", actions.withdraw, "Taken back. It stays here with your reason."),
}


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    table = presenters.list_table(queries.proposals(viewer))
    return render(request, "changes/overview.html", {"table": table, "may_propose": policies.can_decide(viewer)})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    policies.check_can_decide(viewer_of(request))
    form = forms.WhatForm(posted(request), **vars(asking.choices()))
    if form.is_bound and form.is_valid():
        return redirect("changes:propose", form.cleaned_data["what"], form.named)
    return render(request, "changes/begin.html", {"form": form, "back_href": reverse("changes:overview")})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, what: str, name: str) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_can_decide(viewer)
    asked = asking.asked(what, name)
    form, told = _form(request, viewer, asked), None
    if form.is_bound and form.is_valid():
        told = _told(form, asked, viewer)
        if told is not None and told.is_as(request.POST.get("checked", "")):
            said = {name: form.cleaned_data[name] for name in ("recommendation", "source_words", "reason")}
            made = actions.propose(**_change(form, asked, viewer), **said)
            messages.success(request, "Proposed. Replay it over past histories next.")
            return redirect("changes:proposal", made.pk)
    context = {"form": form, "asked": asked, "back_href": reverse("changes:begin"), "told": told}
    rows = tuple(presenters.words_rows(asked.what, told)) if told else ()
    return render(request, "changes/propose.html", {**context, "rows": rows})


@classed("signed-in")
@require_safe
def proposal(request: HttpRequest, proposal_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.proposal(viewer, proposal_id)
    people = {found.proposed_by, found.ended_by, *(each.by for each in found.agreements.all())}
    decides = policies.can_decide(viewer)
    page = presenters.page_of(
        found, row_of(viewer, found.recommendation), agencies.names(people), _titles(), rulebook.current().version
    )
    return render(
        request,
        "changes/proposal.html",
        {
            "page": page,
            "proposal": found,
            "may_replay": decides and found.is_open,
            "stale": presenters.STALE,
            "may_agree": policies.can_agree(viewer, found),
            "may_withdraw": found.is_open and found.proposed_by == viewer.practitioner_id,
            "review": queries.review_of(viewer, found) if found.is_open else None,
        },
    )


@classed("signed-in")
@require_POST
def replay(request: HttpRequest, proposal_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.proposal(viewer, proposal_id)
    try:
        replaying.start(proposal=found, by=viewer)
    except NotSound as refusal:
        messages.error(request, str(refusal))
    return redirect("changes:proposal", proposal_id)


@classed("signed-in")
@require_safe
def over_case(request: HttpRequest, proposal_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.proposal(viewer, proposal_id)
    try:
        review, children = queries.over_the_case(viewer, found)
    except NotSound as refusal:
        messages.error(request, str(refusal))
        return redirect("changes:proposal", proposal_id)
    tables = presenters.case_tables(review, children, _titles())
    return render(request, "changes/case.html", {"tables": tables, "proposal": found, "review": review})


@classed("signed-in")
@require_safe
def as_file(request: HttpRequest, proposal_id: str) -> HttpResponse:
    """The change as a file of the pack, so that a maintainer can carry it there."""
    found = queries.proposal(viewer_of(request), proposal_id)
    written = replaying.written_of(found)
    head = f"# Change {found.reference}, in force from {found.in_force_on.isoformat()}. Belongs into {written.file}.\n"
    response = HttpResponse(head + found.text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.name}.yaml"'
    return response


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, proposal_id: str, how: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.proposal(viewer, proposal_id)
    heading, act, done = DECISIONS[how]
    _check(how, viewer, found)
    form = forms.DecideForm(posted(request))
    if form.is_bound and form.is_valid() and _done(form, act, found, viewer):
        messages.success(request, done)
        return redirect("changes:proposal", proposal_id)
    context = {"form": form, "heading": heading, "proposal": found}
    return render(request, "changes/decide.html", {**context, "back_href": _href(found)})


def _check(how: str, viewer: Viewer, found: Proposal) -> None:
    if how == "withdraw":
        policies.check_can_withdraw(viewer, found)
    else:
        policies.check_can_agree(viewer, found)


def _done(form: Form, act: Callable[..., Proposal], found: Proposal, viewer: Viewer) -> bool:
    try:
        act(proposal=found, words=form.cleaned_data["words"], by=viewer)
    except (NotSound, TooLate, PermissionDenied) as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _change(form: Form, asked: asking.Asked, viewer: Viewer) -> dict[str, Any]:
    said = form.cleaned_data
    return {
        "what": asked.what,
        "written": asking.written(asked, said),
        "in_force_on": said["in_force_on"],
        "by": viewer,
    }


def _told(form: Form, asked: asking.Asked, viewer: Viewer) -> Words | None:
    """None where the form says what is wrong, in the language's own words."""
    try:
        return actions.read(**_change(form, asked, viewer))
    except NotSound as refusal:
        for part, sentence in refusal.said:
            field = asking.FIELDS.get(part, "")
            form.add_error(field if field in form.fields else _main_field(form), sentence)
    except TooLate as refusal:
        form.add_error("in_force_on", str(refusal))
    return None


def _main_field(form: Form) -> str | None:
    return next((name for name in ("condition", "value") if name in form.fields), None)


def _form(request: HttpRequest, viewer: Viewer, asked: asking.Asked) -> Form:
    told = [(each.key, f"{each.key}: {each.words[:100]}") for each in queries.recommendations(viewer)]
    if asked.what is What.NEW:
        pattern = BY_ID[asked.name]
        return forms.NewForm(
            posted(request),
            recommendations=told,
            pattern=pattern,
            choices={
                "event": asking.beginnings(pattern),
                "state": asking.states(),
                "closed_by": asking.closing(),
                "source": asking.sources(),
                "role": [(role, role.replace("-", " ").capitalize()) for role in checking.rules().vocabulary.roles],
            },
            agencies=sorted(_titles().items(), key=lambda each: each[1]),
        )
    if asked.what is What.CONDITION:
        return forms.ConditionForm(posted(request), recommendations=told, initial={"condition": asked.now})
    return forms.TimeForm(posted(request), recommendations=told)


def _titles() -> dict[str, str]:
    return {each.key: each.title for each in agencies.agencies()}


def _href(found: Proposal) -> str:
    return reverse("changes:proposal", args=[found.pk])
