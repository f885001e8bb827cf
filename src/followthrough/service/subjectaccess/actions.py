"""A request is entered, checked, prepared part by part, read over by a second person, given, or ended otherwise.

Whoever answers is named on the record for it, and may read what their own agency wrote and what all may read; that ends
with the request.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from datetime import date

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.access import actions as access
from followthrough.service.access.models import Involvement, Relationship
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, acting, as_part
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.retention import digests
from followthrough.service.subjectaccess import packs, policies, queries
from followthrough.service.subjectaccess.models import Decision, Outcome, Request
from followthrough.service.subjectaccess.policies import NotReady
from followthrough.service.subjectaccess.queries import Part

ASKED, EXTENDED, ANSWERED = "record-access.asked", "record-access.extended", "record-access.answered"
WHY = "answers a request to see the record"
as_app = as_part("subjectaccess")


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    return (ASKED, EXTENDED, ANSWERED)


@as_app
def enter(
    *,
    child_id: str,
    asked_by: str,
    asker: str,
    entitled_by: str,
    scope: str,
    from_on: date | None,
    to_on: date | None,
    received_on: date,
    by: Viewer,
    identity: str = "",
) -> Request:
    """The clock runs from the day on which it came, and whoever enters it answers it until another takes it on."""
    policies.check_answers(by)
    given = {"id": identity} if identity else {}
    made = Request.objects.create(
        **given,
        subject_id=child_id,
        agency=by.agency,
        asked_by=asked_by,
        asker=asker,
        entitled_by=entitled_by,
        scope=scope,
        from_on=from_on,
        to_on=to_on,
        received_on=received_on,
        entered_by=by.practitioner_id,
        entered_at=clock.now(),
    )
    _name(made, by.practitioner_id, by)
    _audit("entered", made, by)
    _record(ASKED, made, {"received_on": received_on, "asked_by": asked_by}, by)
    return made


@as_app
def take_on(*, request: Request, by: Viewer) -> None:
    """A colleague is away: another answers from now on."""
    policies.check_answers(by, request)
    _name(request, by.practitioner_id, by)
    _audit("taken-on", request, by)


@as_app
def check_identity(*, request: Request, shown: str, by: Viewer) -> None:
    policies.check_can_prepare(by, request)
    request.identity_shown, request.identity_checked_by = shown, by.practitioner_id
    request.identity_checked_at = clock.now()
    request.save(update_fields=["identity_shown", "identity_checked_by", "identity_checked_at"])
    _audit("identity-checked", request, by)


@as_app
def extend(*, request: Request, words: str, by: Viewer) -> None:
    """They have been told, with the reasons, that it takes two months more."""
    policies.check_can_prepare(by, request)
    if request.extended_at is not None:
        raise NotReady("It was extended already, and can be only once.")
    request.extended_at = clock.now()
    request.save(update_fields=["extended_at"])
    _audit("extended", request, by)
    _record(EXTENDED, request, {"received_on": request.received_on, "words": words}, by)


def decide(
    *, request: Request, part: Part, withheld: bool, code: str, passages: Iterable[str], note: str, by: Viewer
) -> None:
    """Raises NotReady for words that do not stand in the part: nothing else could be taken out of it."""
    policies.check_can_prepare(by, request)
    taken_out = [] if withheld else [each for each in passages if each]
    if part.file and taken_out:
        raise NotReady("A file is given whole or kept back whole: nothing is taken out of it.")
    missing = [each for each in taken_out if not any(each in line for line in part.lines)]
    if missing:
        raise NotReady(f"These words do not stand in it as you wrote them: “{missing[0]}”.")
    if (withheld or taken_out) and not code:
        raise NotReady("Choose why: nothing is taken out without a reason that the person can read.")
    _decide(request, [(part, withheld, code if withheld or taken_out else "", taken_out, note)], by)
    _audit("decided", request, by, {"part": part.key, "withheld": withheld, "code": code})


def give_rest(*, request: Request, parts: Iterable[Part], by: Viewer) -> int:
    """Whoever has read them all gives those of which nothing was decided; but for files, whose words do not stand on
    the page: each is opened, and decided by itself.
    """
    policies.check_can_prepare(by, request)
    parts = list(parts)
    known = queries.decisions(request, parts)
    rest = [each for each in parts if each.key not in known and not each.file]
    _decide(request, [(each, False, "", [], "") for each in rest], by)
    _audit("rest-given", request, by, {"parts": len(rest)})
    return len(rest)


def prepare(*, request: Request, second: Practitioner, parts: Iterable[Part], by: Viewer) -> None:
    """Ready to be read over by another person, who may read the record from now on."""
    policies.check_can_prepare(by, request)
    if request.identity_checked_at is None:
        raise NotReady("Check first who they are.")
    parts = list(parts)
    known = queries.decisions(request, parts)
    undecided = sum(each.key not in known for each in parts)
    if not parts:
        raise NotReady(
            "You see nothing of this record. Take the request on; if it is closed, ask who stands on its list."
        )
    if undecided:
        raise NotReady(f"{undecided} parts are still to be decided.")
    if standing := packs.left_standing(parts, known):
        words, where = standing
        raise NotReady(
            f"“{words}” was taken out of one part and still stands in “{where.title}” ({where.when}). "
            "Take it out there as well."
        )
    if second.pk not in {each.pk for each in queries.seconds(by)}:
        raise NotReady("Choose somebody else of your agency who may read it over.")
    _prepare(request, second, by)


@as_app
def send_back(*, request: Request, words: str, by: Viewer) -> None:
    policies.check_can_agree(by, request)
    _check_not_agreed(request)
    request.sent_back, request.prepared_at, request.prepared_by = words, None, ""
    request.save(update_fields=["sent_back", "prepared_at", "prepared_by"])
    _audit("sent-back", request, by)


def agree(*, request: Request, by: Viewer) -> None:
    """The second person has read every part. The pack is made now, from what was decided, and cannot change."""
    policies.check_can_agree(by, request)
    _check_not_agreed(request)
    parts = queries.parts(by, request)
    known = queries.decisions(request, parts)
    if not parts or {each.key for each in parts} != set(known):
        raise NotReady(
            "Something was recorded or corrected since it was prepared, or you do not see the same parts. Send it back."
        )
    pack = packs.pack(request, parts, known)
    _agree(request, pack, by)


@as_app
def give(*, request: Request, by: Viewer) -> None:
    """It is in their hands: the copy goes, and with it the right to read the record for it."""
    policies.check_answers(by, request)
    if request.approved_at is None or not request.is_open:
        raise NotReady("The second person has not agreed yet.")
    _end(request, Outcome.GIVEN, by)


@as_app
def end(*, request: Request, outcome: Outcome, by: Viewer) -> None:
    """Refused, or taken back."""
    policies.check_can_prepare(by, request)
    _end(request, outcome, by)


def note_release(*, request: Request, by: Viewer, files: Iterable[str] = ()) -> None:
    """Each time that the pack leaves the service, with the files that go along."""
    _audit("pack-released", request, by, {"digest": request.digest, "files": list(files)})


def _check_not_agreed(request: Request) -> None:
    """The pack is made: what was decided stands."""
    if request.approved_at is not None:
        raise policies.NotForYou("You agreed to this already.")


@as_app
def _decide(request: Request, decided: list[tuple[Part, bool, str, list[str], str]], by: Viewer) -> None:
    Decision.objects.filter(request=request, part__in=[part.key for part, *_ in decided]).delete()
    for part, withheld, code, passages, note in decided:
        Decision.objects.create(
            request=request,
            part=part.key,
            of_words=digests.of_words(part.lines),
            withheld=withheld,
            code=code,
            passages=passages,
            note=note,
            decided_by=by.practitioner_id,
            decided_at=clock.now(),
        )


@as_app
def _prepare(request: Request, second: Practitioner, by: Viewer) -> None:
    request.prepared_by, request.prepared_at, request.second = by.practitioner_id, clock.now(), second
    request.save(update_fields=["prepared_by", "prepared_at", "second"])
    _name(request, second.pk, by)
    _audit("prepared", request, by, {"second": second.pk})


@as_app
def _agree(request: Request, pack: bytes, by: Viewer) -> None:
    request.approved_at, request.digest = clock.now(), hashlib.sha256(pack).hexdigest()
    request.pack = base64.b64encode(pack).decode()
    request.save(update_fields=["approved_at", "digest", "pack"])
    _audit("approved", request, by, {"digest": request.digest})


def _end(request: Request, outcome: Outcome, by: Viewer) -> None:
    request.ended_at, request.outcome, request.pack = clock.now(), outcome, ""
    request.save(update_fields=["ended_at", "outcome", "pack"])
    standing = Involvement.objects.filter(
        subject_kind=request.subject_kind,
        subject_id=request.subject_id,
        relationship=Relationship.REQUEST,
        agency=request.agency,
        to_at=None,
    )
    others = Request.objects.filter(subject_id=request.subject_id, agency=request.agency, ended_at=None)
    for each in standing if not others.exists() else ():
        access.end_involvement(involvement=each, by=by)
    _audit("ended", request, by, {"outcome": str(outcome)})
    _record(ANSWERED, request, {"outcome": str(outcome)}, by)


def _name(request: Request, practitioner: str, by: Viewer) -> None:
    access.involve(
        agency=request.agency,
        practitioner=practitioner,
        relationship=Relationship.REQUEST,
        subject=_subject(request),
        reason=WHY,
        by=by,
    )


def _subject(request: Request) -> Subject:
    return Subject(request.subject_kind, request.subject_id)


def _audit(what: str, request: Request, by: Viewer, more: Mapping[str, object] | None = None) -> None:
    detail = {"request": request.pk, **(more or {})}
    audit.record(f"access-request.{what}", by=by, subject=_subject(request), detail=detail)


def _record(kind: str, request: Request, data: Mapping[str, type_of_value], by: Viewer) -> None:
    """Each happens once to a request, so its key and the kind name it."""
    asked = NewEvent(
        id=f"{request.pk}-{kind.rpartition('.')[2]}",
        kind=kind,
        subject=_subject(request),
        occurred_from=clock.now(),
        data={"request": request.pk, **data},
    )
    with acting(by):
        record([asked], by=by)
