"""What does the record hold about the person who asks, as whoever answers may see it? And which requests are open?"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from followthrough.procedures.model.event import Subject
from followthrough.service.access import policies as access
from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.models import Membership, Practitioner
from followthrough.service.attachments import queries as attachments
from followthrough.service.attachments.presenters import about
from followthrough.service.caseload.presenters import lines_of
from followthrough.service.caseload.queries import standing
from followthrough.service.children.folding import fold
from followthrough.service.children.models import Child, HouseholdMember
from followthrough.service.children.numbers import numbers_of
from followthrough.service.children.presenters import number_lines
from followthrough.service.children.queries import visible_children
from followthrough.service.chronology import queries as chronology
from followthrough.service.chronology.presenters.entries import versions_of
from followthrough.service.chronology.presenters.telling import Telling, children_in, people_in
from followthrough.service.chronology.queries import Entry
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.design import dates
from followthrough.service.ledger import calendar, rulebook, same
from followthrough.service.ledger.queries import duties_for
from followthrough.service.retention import digests
from followthrough.service.retention.models import Disposal
from followthrough.service.subjectaccess import policies
from followthrough.service.subjectaccess.models import Decision, Request

CHILD, FILE = "child", "file:"


@dataclass(frozen=True)
class Part:
    """One thing that is held: what it is, who wrote it, and its words; of a file, which one."""

    key: str
    title: str
    by: str
    when: str
    lines: tuple[str, ...]
    file: str = ""


@as_part("subjectaccess")
def matching(viewer: Viewer, name: str, born_on: date) -> list[str]:
    """Children of exactly this name and day of birth whose record is not closed to the viewer."""
    policies.check_answers(viewer)
    found = list(Child.objects.filter(folded_name=fold(name), born_on=born_on).values_list("pk", flat=True))
    closed = access.hidden_from(viewer) | access.closed_to(viewer, found)
    return sorted(set(same.survivors_of([each for each in found if each not in closed]).values()))


@as_part("subjectaccess")
def destroyed(viewer: Viewer, name: str, born_on: date) -> Disposal | None:
    """A record of this person that was destroyed: the certificate can say so without a name."""
    policies.check_answers(viewer)
    found = Disposal.objects.filter(of_whom=digests.of_person(name, born_on), destroyed_at__isnull=False)
    return found.order_by("-destroyed_at").first()


@as_part("subjectaccess")
def open_requests(viewer: Viewer) -> list[Request]:
    """Of the viewer's agency; for who only reads over, those that were given to them."""
    found = Request.objects.filter(agency=viewer.agency, ended_at=None)
    return list(found if policies.answers(viewer) else found.filter(second=viewer.practitioner_id))


@as_part("subjectaccess")
def request(viewer: Viewer, request_id: str) -> Request | None:
    found = Request.objects.filter(pk=request_id, agency=viewer.agency).first()
    if found is not None:
        policies.check_may_read(viewer, found)
    return found


@as_part("subjectaccess")
def decisions(found: Request, parts: Iterable[Part]) -> dict[str, Decision]:
    """Those that still hold: of a part that was corrected since, somebody has to decide again."""
    words = {each.key: digests.of_words(each.lines) for each in parts}
    every = Decision.objects.filter(request=found)
    return {each.part: each for each in every if each.of_words == words.get(each.part)}


@as_part("subjectaccess")
def given_files(found: Request) -> list[str]:
    """Ids of the files that go along. Once the second person has agreed, nobody decides any more."""
    given = Decision.objects.filter(request=found, part__startswith=FILE, withheld=False)
    return [part.removeprefix(FILE) for part in given.values_list("part", flat=True)]


def child(viewer: Viewer, found: Request) -> Child | None:
    """None for who has not taken the request on: nobody sees a record by being a records manager."""
    return visible_children(viewer).filter(pk=found.subject_id).first()


def parts(viewer: Viewer, found: Request) -> list[Part]:
    """Everything, in the order of time: who they are, their homes, each entry with its corrections, each duty."""
    whose = child(viewer, found)
    return parts_of(viewer, found, whose) if whose else []


def parts_of(viewer: Viewer, found: Request, whose: Child) -> list[Part]:
    subject = Subject(CHILD, found.subject_id)
    held = chronology.chronicle(viewer, subject)
    wanted = [each for each in held.entries if _is_meant(each, subject, found)]
    rows = [held.rows[member.id] for each in wanted for member in each.chain.members]
    vocabulary = rulebook.current().vocabulary
    telling = Telling(
        vocabulary,
        chronology.directory(),
        agencies.names(people_in(rows, vocabulary)),
        chronology.names_of_children(viewer, children_in(rows) | {subject.id}),
        subject.id,
        clock.now(),
    )
    entries = [_entry(each, held, telling) for each in wanted]
    files = _files(viewer, [row.id for row in rows], telling)
    records = held.records | {whose.pk}
    return [
        _who(whose),
        *_homes(records),
        *_lists(records, telling),
        *entries,
        *files,
        *_duties(viewer, subject, telling),
    ]


def part(viewer: Viewer, found: Request, key: str) -> Part | None:
    return next((each for each in parts(viewer, found) if each.key == key), None)


def seconds(viewer: Viewer) -> list[Practitioner]:
    """Who of the same agency can read it over."""
    held = Membership.objects.filter(
        practitioner__agency=viewer.agency, practitioner__is_active=True, to_at=None, role__in=policies.READS_OVER
    )
    found = Practitioner.objects.filter(pk__in=held.values("practitioner"))
    return list(found.exclude(pk=viewer.practitioner_id))


def pack_of(found: Request) -> bytes:
    return base64.b64decode(found.pack)


def _is_meant(entry: Entry, subject: Subject, found: Request) -> bool:
    if entry.event.kind.startswith("record-access."):
        return False  # the request itself
    about = entry.event.subject
    if about.kind == CHILD and about.id != subject.id:
        return False  # a brother's or sister's: somebody else's record
    day = entry.stood.occurred_from.astimezone(dates.LONDON).date()
    return (found.from_on is None or day >= found.from_on) and (found.to_on is None or day <= found.to_on)


def _entry(entry: Entry, held: chronology.Chronicle, telling: Telling) -> Part:
    said = versions_of(entry, held, telling, calendar.current())
    lines: list[str] = []
    for number, each in enumerate(said):
        if number:
            lines.append(f"Corrected by {each.agency}:" if not each.is_taken_back else f"Taken back by {each.agency}.")
        lines += each.lines
        lines += [f"Why it was corrected: {each.reason}"] if each.reason else []
    whose = "About the household" if entry.event.subject.kind == "household" else ""
    return Part(
        f"entry:{entry.root}", said[-1].title, said[0].agency, said[-1].when, tuple(filter(None, (whose, *lines)))
    )


def _who(whose: Child) -> Part:
    said = [f"Name: {whose.name}"]
    said += [f"Born: {dates.day_in_words(whose.born_on)}"] if whose.born_on else []
    said += [f"Sex: {whose.get_sex_display()}"]
    said += [f"Language: {whose.language}"] if whose.language else []
    said += [f"What talking needs: {whose.communication_needs}"] if whose.communication_needs else []
    numbers = numbers_of([whose.pk])
    titles = agencies.titles() if any(each.agency for each in numbers) else {}
    said += [f"{label}: {value}" for label, value in number_lines(numbers, titles).items()]
    return Part("child", "Who you are to us", "", "", tuple(said))


def _homes(records: frozenset[str]) -> Iterable[Part]:
    homes = HouseholdMember.objects.filter(child__in=records).values("household")
    found = HouseholdMember.objects.filter(household__in=homes).select_related("household", "person")
    members = list(found.order_by("from_on", "pk"))
    for member in (each for each in members if each.child_id in records):
        others = [each for each in members if each.person and each.household_id == member.household_id]
        said = [f"Home: {member.household.address_label}"]
        said += [f"{each.relation.capitalize() or 'Adult'} there: {each.person}" for each in others]
        until = f" to {dates.short_day(member.to_on)}" if member.to_on else ""
        when = f"{dates.short_day(member.from_on)}{until}"
        yield Part(f"home:{member.pk}", "Where you lived", "", when, tuple(said))


def _lists(records: frozenset[str], telling: Telling) -> Iterable[Part]:
    """What agencies' own case systems say, as of the night of each list: their systems hold more, and answer for it."""
    for case in standing(records):
        when = f"As of {dates.in_short(case.as_of)}"
        yield Part(f"case:{case.pk}", "From an agency’s own list", telling.agency(case.agency), when, lines_of(case))


def _files(viewer: Viewer, events: list[str], telling: Telling) -> Iterable[Part]:
    """Each is given whole or kept back; what is given goes beside the document, and its digest says that it is it."""
    for each in attachments.of_events(viewer, events):
        said, when = (about(each), f"SHA-256: {each.digest}"), dates.in_short(each.at)
        yield Part(f"{FILE}{each.pk}", f"File: {each.name}", telling.agency(each.agency), when, said, each.pk)


def _duties(viewer: Viewer, subject: Subject, telling: Telling) -> Iterable[Part]:
    """But for those of such requests themselves. Whether one is late today would change by tomorrow."""
    for duty in duties_for(viewer, subject=subject).exclude(procedure__endswith="record-request-answered"):
        said = [f"{telling.debtor(duty)} had to: {duty.action}"]
        said += [f"It was closed on {dates.in_words(duty.closed_at)}."] if duty.closed_at else []
        yield Part(f"duty:{duty.pk}", duty.title, "", f"Due {dates.in_short(duty.due_at)}", tuple(said))
