"""The household's page, and a page for each change. The middleware has opened the child: checked, and written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.children import queries as children
from followthrough.service.chronology.homes import SELF
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.forms import Form
from followthrough.service.household import actions, forms, presenters, queries
from followthrough.service.household.people import People, Person, people_of
from followthrough.service.household.queries import Household
from followthrough.service.ledger.actions import CannotRecord


@dataclass(frozen=True)
class Change:
    """What one page asks, what it writes, and what it says first and afterwards."""

    heading: str
    intro: str
    form: Callable[[Mapping[str, Any] | None, People], Form]
    write: Callable[[Household, People, Any, Viewer], object]
    done: str = "Written down. No other agency is told: share it with whoever must know."


@classed("child")
@require_safe
@gzip_page
def page(request: HttpRequest, child_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    household = _household(request, child_id)
    return render(
        request,
        "household/page.html",
        {"child": household.child, "page": presenters.page_of(viewer, household), "changes": CHANGES},
    )


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, child_id: str, what: str) -> HttpResponse:
    asked, household = CHANGES[what], _household(request, child_id)
    people = people_of(household)
    form = asked.form(request.POST if request.method == "POST" else None, people)
    if form.is_bound and form.is_valid():
        try:
            asked.write(household, people, form, viewer_of(request))
        except CannotRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, asked.done)
            return redirect("household:page", household.child.pk)
    return render(request, "household/change.html", {"child": household.child, "asked": asked, "form": form})


def _household(request: HttpRequest, child_id: str) -> Household:
    viewer = viewer_of(request)
    found = children.child(viewer, child_id)
    if found is None:
        raise NotVisible()
    return queries.household(viewer, found, request.records)  # type: ignore[attr-defined]


def _named(people: list[Person]) -> list[tuple[str, str]]:
    return [(each.key, f"{each.name} ({each.relation})" if each.relation else each.name) for each in people]


def _without_record(people: list[Person]) -> list[Person]:
    """Children with a record of their own are described, and move, on their own page."""
    return [each for each in people if not each.key.startswith("child:")]


def _described(form: forms.PersonForm, people: People) -> actions.Described:
    """What was left empty stays as it was said before."""
    said = form.cleaned_data
    known = None if form.is_new else people.every[said["person"]]
    drawn = said["drawn_as"] or (known.drawn_as if known else "")
    return actions.Described(
        known.key if known else new_id(),
        said["who"].strip() or (known.name if known else ""),
        said["relation"] or (known.relation if known and known.told else ""),
        "" if drawn == forms.NOT_SAID else drawn,
        said["born_on"] or (known.born_on if known else None),
        bool(said.get("has_died")) or bool(known and known.has_died),
        said["words"] or (known.words if known else ""),
    )


def _moved_in(household: Household, people: People, form: forms.MovedInForm, by: Viewer) -> object:
    said = form.cleaned_data
    return actions.move_in(
        child=household.child,
        person=_described(form, people),
        is_adult=said["age"] == forms.ADULT,
        lives=said["lives"],
        on=said["on"],
        by=by,
    )


def _moved_out(household: Household, people: People, form: forms.MovedOutForm, by: Viewer) -> object:
    said = form.cleaned_data
    who = people.every[said["person"]]
    return actions.move_out(
        child=household.child, member=who.key, who=who.name, words=said["words"], on=said["on"], by=by
    )


def _checked(household: Household, people: People, form: forms.CheckedForm, by: Viewer) -> object:
    said = form.cleaned_data
    members = [(key, people.every[key].name) for key in said["adults"]]
    return actions.check(child=household.child, members=members, how=said["how"], on=said["on"], by=by)


def _related(household: Household, people: People, form: forms.RelatedForm, by: Viewer) -> object:
    one, tie, other = (form.cleaned_data[name] for name in ("one", "tie", "other"))
    said = f"{people.every[one].name}: {tie} {people.every[other].name}"
    keys = [SELF if key == people.child else key for key in (one, other)]
    return actions.tie(child=household.child, member=keys[0], tie=tie, to_member=keys[1], said=said, by=by)


CHANGES: dict[str, Change] = {
    "moved-in": Change(
        "Somebody has moved in, or is often there",
        "Where a child is known to social care, each new adult in the home has to be checked: this begins that duty.",
        lambda data, people: forms.MovedInForm(
            data,
            people=people,
            known=_named([each for each in _without_record([*people.gone, *people.elsewhere]) if not each.has_died]),
        ),
        _moved_in,
    ),
    "moved-out": Change(
        "Somebody no longer lives there",
        "",
        lambda data, people: forms.MovedOutForm(data, known=_named(_without_record(people.here))),
        _moved_out,
    ),
    "checked": Change(
        "Adults in the home were checked",
        "Name each adult who was checked, and how. Whoever is not named stays “not checked”.",
        lambda data, people: forms.CheckedForm(data, known=_named([each for each in people.here if each.is_adult])),
        _checked,
    ),
    "related": Change(
        "How two people are related",
        "Read it as a sentence: Anna is partner of Ben.",
        lambda data, people: forms.RelatedForm(data, known=_pairs(people)),
        _related,
    ),
    "described": Change(
        "Somebody of the family, or what is known of them",
        "For family who live elsewhere, and to say more of somebody who is named already.",
        lambda data, people: forms.DescribeForm(
            data, people=people, known=_named(_without_record([*people.here, *people.gone, *people.elsewhere]))
        ),
        lambda household, people, form, by: actions.describe(
            child=household.child, person=_described(form, people), by=by
        ),
    ),
    "moved": Change(
        "The child lives somewhere else now",
        "For a home. A placement is written down with “Record something” on the child’s page.",
        lambda data, people: forms.MovedForm(data),
        lambda household, people, form, by: actions.move_child(
            child=household.child, address_label=form.cleaned_data["address_label"], on=form.cleaned_data["on"], by=by
        ),
    ),
}


def _pairs(people: People) -> list[tuple[str, str]]:
    """Without brothers and sisters who have a record: how they are related stands in theirs."""
    return [(people.child, people.every[people.child].name), *_named(_without_record(list(people.every.values())))]
