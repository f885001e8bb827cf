"""A child is registered, joins a household, leaves it: rows here, and the events through the one door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from followthrough.procedures.language import parse_local_instant
from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.access import actions as access
from followthrough.service.access import conflicts
from followthrough.service.access.policies import check_can_declare, visible_to
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.children import talking
from followthrough.service.children.folding import fold
from followthrough.service.children.models import Child, Household, HouseholdMember, Kin, Person
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.design.dates import LONDON
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.models import Event


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    """What registering a child and keeping the household writes down."""
    return ("child.born", "household.joined", "household.left", talking.FAMILY, talking.OWN)


@dataclass(frozen=True)
class About:
    """What is known of a child at first. None and empty mean that nobody has asked."""

    name: str
    born_on: date | None = None
    sex: str = ""
    language: str = ""
    interpreter_needed: bool | None = None
    communication_needs: str = ""


@as_part("children")
def register_child(
    *,
    about: About,
    reason: str,
    by: Viewer,
    household: Household | None = None,
    address_label: str = "",
    seen_on: date | None = None,
) -> Child:
    """A child becomes known: the registrar's team is involved from now on, and duties that follow from birth begin.

    What is known of the language is written down as well: duties begin with it, too. The child joins the household
    given, or a new one, from birth on. Without a day of birth no birth is recorded yet: ages wait, and the child joins
    only where it was seen to live there, on `seen_on`.
    """
    child = enter_child(about=about)
    home = household or Household.objects.create(address_label=address_label or f"{child.name}’s home")
    _involve_team(child, reason, by)
    if child.born_on:
        record([_event("child.born", child, child.born_on, {})], by=by)
    lives_since = child.born_on or seen_on
    if lives_since:
        join_household(child=child, household=home, on=lives_since, by=by)
    family = talking.Said(about.language, about.interpreter_needed)
    talking.learn(child=child, family=family, own=talking.Said(needs=about.communication_needs), by=by)
    return child


@as_part("children")
def enter_child(*, about: About, identity: str = "") -> Child:
    """The row alone, for intakes that bring the child's events with them."""
    given = {"id": identity} if identity else {}
    child = Child.objects.create(
        **given,
        name=about.name,
        folded_name=fold(about.name),
        born_on=about.born_on,
        sex=about.sex,
        language=about.language,
        interpreter_needed=about.interpreter_needed,
        communication_needs=about.communication_needs,
    )
    named = Kin.objects.filter(folded_name=child.folded_name).select_related("practitioner")
    for kin in named.filter(born_on=child.born_on) if child.born_on else ():
        _deny(kin, child.pk)
    return child


@as_part("children")
def name_own_people(*, practitioner: Practitioner, name: str, born_on: date, why: str, by: Viewer) -> Kin:
    """The record of this child is closed to the person, if there is one or when there is. Nobody is told which, nor by
    the time that it takes: what the person sees is closed at once, anything else by the next sweep.
    """
    check_can_declare(by, practitioner)
    kin = Kin.objects.create(
        practitioner=practitioner,
        name=name,
        folded_name=fold(name),
        born_on=born_on,
        why=why,
        declared_by=by.practitioner_id,
        at=clock.now(),
    )
    audit.record("own-people.named", by=by, subject=Subject("practitioner", practitioner.pk))
    seen = Child.objects.filter(
        pk__in=visible_to(viewer_of(practitioner)), folded_name=kin.folded_name, born_on=born_on
    )
    for child_id in seen.values_list("pk", flat=True):
        _deny(kin, child_id)
    return kin


_NOT_CLOSED_YET = """
    select kin.id, child.id from children_kin kin
    join children_child child on child.folded_name = kin.folded_name and child.born_on = kin.born_on
    where not exists (
        select from access_conflict named where named.practitioner_id = kin.practitioner_id
          and named.subject_kind = 'child' and named.subject_id = child.id
    )
"""


@as_part("children")
def close_own_people() -> int:
    """For the sweep: records that somebody has named and could not see. What a privacy officer ended stays ended."""
    with connection.cursor() as cursor:
        cursor.execute(_NOT_CLOSED_YET)
        found = cursor.fetchall()
    for kin, child_id in found:
        _deny(Kin.objects.select_related("practitioner").get(pk=kin), child_id)
    return len(found)


def _deny(kin: Kin, child_id: str) -> None:
    conflicts.declare(
        practitioner=kin.practitioner, subject=Subject("child", child_id), why=kin.why, by=Viewer.system("own-people")
    )


@as_part("children")
def join_household(*, child: Child, household: Household, on: date, by: Viewer) -> None:
    """Who may see the child may see what happens in the household from that day on."""
    enter_member(child=child, household=household, on=on)
    record([_event("household.joined", child, on, {"household": household.pk})], by=by)


@as_part("children")
def leave_household(*, child: Child, household: Household, on: date, by: Viewer) -> None:
    """What happens there afterwards is no longer seen through this child; what happened before still is."""
    end_member(child=child, household=household, on=on)
    record([_event("household.left", child, on, {"household": household.pk})], by=by)


@as_part("children")
def move_household(*, child: Child, address_label: str, on: date, by: Viewer) -> Household:
    """From one home to a new one; who lived with the child there is not taken along."""
    for held in child.households.filter(to_on=None).select_related("household"):
        leave_household(child=child, household=held.household, on=max(on, held.from_on), by=by)
    home = Household.objects.create(address_label=address_label)
    join_household(child=child, household=home, on=on, by=by)
    return home


@as_part("children")
def enter_member(*, child: Child, household: Household, on: date) -> None:
    """The rows of joining alone, for intakes that bring the event with them."""
    HouseholdMember.objects.get_or_create(household=household, child=child, to_on=None, defaults={"from_on": on})
    access.reach(subject=_subject(child), to=Subject("household", household.pk), from_at=_day(on)[0])


@as_part("children")
def end_member(*, child: Child, household: Household, on: date) -> None:
    """The rows of leaving alone."""
    HouseholdMember.objects.filter(household=household, child=child, to_on=None).update(to_on=on)
    access.end_reach(subject=_subject(child), to=Subject("household", household.pk), to_at=_day(on)[0])


@as_part("children")
def move_home(*, event: Event, child_id: str) -> None:
    """When two children are parted: it was this one who joined the household that day."""
    home, on = str(event.data["household"]), event.occurred_from
    held = HouseholdMember.objects.filter(household=home, child=event.subject_id, from_on=on.astimezone(LONDON).date())
    held.update(child=child_id)
    access.move_reach(
        subject=Subject("child", event.subject_id),
        other=Subject("child", child_id),
        to=Subject("household", home),
        from_at=on,
    )


@as_part("children")
def enter_person(
    *,
    name: str,
    household: Household,
    relation: str,
    on: date,
    language: str = "",
    interpreter_needed: bool | None = None,
    identity: str = "",
) -> Person:
    """An adult who lives with the child. No event: what an adult does stands in the child's chronology."""
    given = {"id": identity} if identity else {}
    person = Person.objects.create(**given, name=name, language=language, interpreter_needed=interpreter_needed)
    HouseholdMember.objects.create(household=household, person=person, relation=relation, from_on=on)
    return person


def _involve_team(child: Child, reason: str, by: Viewer) -> None:
    own = next((team.partition("/")[2] for team in by.teams if team.startswith(f"{by.agency}/")), "")
    access.involve(agency=by.agency, team=own, subject=_subject(child), reason=reason, by=by)


def _subject(child: Child) -> Subject:
    return Subject("child", child.pk)


def _event(kind: str, child: Child, on: date, data: dict[str, Any]) -> NewEvent:
    from_, to = _day(on)
    return NewEvent(kind=kind, subject=_subject(child), occurred_from=from_, occurred_to=to, data=data)


def _day(on: date) -> tuple[datetime, datetime]:
    """The whole day in Europe/London."""
    return parse_local_instant(on.isoformat())
