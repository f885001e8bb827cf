"""What does the 2 a.m. page hold? A stranger's fifteen questions about one child, in the order of urgency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from followthrough.procedures.model.event import Subject
from followthrough.service.agencies.models import Practitioner, Team
from followthrough.service.agencies.ringing import SOCIAL_CARE, on_duty, to_ring
from followthrough.service.children.models import Child
from followthrough.service.children.presenters import age_in_words, birthday, language_words
from followthrough.service.chronology import queries
from followthrough.service.chronology.homes import homes_of, with_whom
from followthrough.service.chronology.presenters import signals
from followthrough.service.chronology.presenters.page import telling_of
from followthrough.service.chronology.presenters.signals import SignalCard
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Entry
from followthrough.service.chronology.standing import own_entries, standing
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.queries import duties_for, signals_for
from followthrough.service.ledger.same import Folding
from followthrough.service.outofhours import answers, legal
from followthrough.service.outofhours.answers import Answer
from followthrough.service.outofhours.phone import Number
from followthrough.service.outofhours.team import Around, around

AT_HOME = ("household.joined", "home.child-joined", "home.person-left", "family.person-described")
FIRST = 2  # duties that stand open; the others unfold
LONG = timedelta(weeks=4)  # overdue for longer, a duty is the day's work


@dataclass(frozen=True)
class Owed:
    """`held` says who has it; where nobody has, `ring` is whom to ring."""

    title: str
    href: str
    clock: dates.When
    held: str
    is_held: bool
    ring: Number | None = None


@dataclass(frozen=True)
class Tonight:
    child: Child
    who: str
    home: tuple[str, ...]
    home_age: str
    first: tuple[Answer, ...]
    lead: str
    lead_age: str
    numbers: tuple[Number, ...]
    team: tuple[Around, ...]
    signals: tuple[SignalCard, ...]
    duties: tuple[Owed, ...]
    more: tuple[Owed, ...]
    old: tuple[Owed, ...]
    then: tuple[Answer, ...]
    gaps: tuple[Answer, ...]

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Each question with who wrote its answer down, on which day."""
        return [(each.question, said.whole) for each in (*self.first, *self.then) for said in each.said if said.whole]

    @property
    def unfolds(self) -> str:
        """How many more duties there are: on one line, since a stranger's answers take a screen and a half."""
        more, old = len(self.more), len(self.old)
        words = f"{old} overdue for over 4 weeks" if old else ""
        return f"{more} more, and {words}" if more and old else f"{more} more" if more else words

    @property
    def owed(self) -> int:
        return len(self.duties) + len(self.more) + len(self.old)


def page_of(viewer: Viewer, child: Child, records: Folding | None = None) -> Tonight:
    subject = Subject("child", child.pk)
    chronicle = queries.chronicle(viewer, subject, records)
    duties = list(duties_for(viewer, subject=subject, is_waiting=True).filter(ended_at=None))
    home = queries.at_home(chronicle.records | {child.pk})
    at_home = {each.child_id for each in home if each.child_id}
    telling = telling_of(viewer, chronicle, duties, also=at_home, known={child.pk: child.name})
    entries = list(own_entries(chronicle))
    lead, lead_age, numbers = _whom_to_ring(entries, telling)
    owed, old = _owed(duties, telling)
    first = (
        answers.talking(entries, telling, _registered(child)),
        legal.protection(entries, telling),
        answers.limits(entries, telling),
        answers.bail(entries, telling),
        legal.status(entries, telling),
        legal.court(entries, telling),
        legal.agreement(entries, telling),
        answers.carers(entries, telling),
    )
    then = (answers.sight(entries, telling), answers.heard(entries, telling), answers.safety_plan(entries, telling))
    today = telling.now.astimezone(dates.LONDON).date()
    sex = f", {child.get_sex_display().lower()}" if child.sex else ""
    return Tonight(
        child=child,
        who=f"{age_in_words(child.born_on, today)}{sex}, born {birthday(child.born_on)}",
        home=with_whom(homes_of(chronicle, home), telling),
        home_age=_home_age(chronicle.entries, telling),
        first=tuple(each for each in first if each.said),
        lead=lead,
        lead_age=lead_age,
        numbers=numbers,
        team=around(viewer, chronicle.records | {child.pk}, telling),
        signals=signals.cards_of(list(signals_for(viewer, subject)), chronicle),
        duties=owed[:FIRST],
        more=owed[FIRST:],
        old=old,
        then=tuple(each for each in then if each.said),
        gaps=tuple(each for each in (*first, *then) if not each.said),
    )


def _home_age(entries: Iterable[Entry], telling: Telling) -> str:
    """When somebody of the home last came, went or was described, the child or another."""
    found = answers.latest((each for each in entries if not each.is_taken_back), *AT_HOME)
    if found is None:
        return ""
    return answers.said_of(found, telling, "").age


def _registered(child: Child) -> tuple[str, ...]:
    if not child.language and not child.communication_needs:
        return ()
    return tuple(filter(None, (language_words(child) if child.language else "", child.communication_needs)))


def _whom_to_ring(entries: list[Entry], telling: Telling) -> tuple[str, str, tuple[Number, ...]]:
    """The lead professional; their agency as it answers now; and children’s social care."""
    held = standing(entries, telling.vocabulary.states["lead-professional-named"])
    numbers: list[Number] = []
    lead, age, agencies = "nobody is named.", "", [SOCIAL_CARE]
    if held:
        event = held[-1].latest.event
        agency = str(event.data.get("lead_agency", event.agency))
        person = str(event.data.get("person", ""))
        name, telephone = _person(person, telling, str(event.data.get("telephone", "")))
        lead = ", ".join(filter(None, (name or "Name not recorded", telling.agency(agency))))
        age = answers.age_words(event.occurred_to.date(), telling.now.date())
        numbers += [Number(name, telephone)] if telephone else []
        agencies = list(dict.fromkeys((agency, SOCIAL_CARE)))
    for key in agencies:
        ring = _now(key, telling.teams.values(), telling)
        numbers += [ring] if ring and ring.telephone not in {each.telephone for each in numbers} else []
    return lead, age, tuple(numbers)


def _person(identity: str, telling: Telling, telephone: str) -> tuple[str, str]:
    """Their name, and the number that was written down, else their own."""
    known = Practitioner.objects.filter(pk=identity).first() if identity and not telephone else None
    return (known.name, known.telephone) if known else (telling.person(identity), telephone)


def _now(agency: str, teams: Iterable[Team], telling: Telling) -> Number | None:
    own = [team for team in teams if team.agency_id == agency]
    team = on_duty(own, telling.now) or next((each for each in own if each.is_default), None)
    if team is None:
        return None
    ring = to_ring(team, telling.teams.values(), telling.now)
    return Number(ring.title, ring.telephone, ring.note) if ring.telephone else None


def _owed(duties: list[Duty], telling: Telling) -> tuple[tuple[Owed, ...], tuple[Owed, ...]]:
    """What nobody has comes first; what has been overdue for weeks is apart."""
    ordered = sorted(duties, key=lambda duty: (bool(duty.taken_by), duty.due_at))
    old = telling.now - LONG
    near = tuple(_duty(each, telling) for each in ordered if each.due_at >= old)
    return near, tuple(_duty(each, telling) for each in ordered if each.due_at < old)


def _duty(duty: Duty, telling: Telling) -> Owed:
    team = telling.teams.get(f"{duty.debtor_agency}/{duty.debtor_team}")
    default = (each for each in telling.teams.values() if each.agency_id == duty.debtor_agency and each.is_default)
    team = team or next(default, None)
    ring = to_ring(team, telling.teams.values(), telling.now) if team and not duty.taken_by else None
    return Owed(
        duty.title,
        reverse("worklist:duty", args=[duty.pk]),
        dates.clock(duty.due_at, telling.now),
        f"{telling.names.get(duty.taken_by, 'Somebody')} has it.",
        bool(duty.taken_by),
        Number(ring.title, ring.telephone) if ring and ring.telephone else None,
    )
