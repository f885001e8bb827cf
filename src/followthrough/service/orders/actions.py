"""What people do here: release on bail, change and end it, write an order down, tell somebody, find a safe carer.

Each is facts through the one door. Bail and its changes go to children's social care in the same breath, as a share.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.chronology import bail
from followthrough.service.chronology.facts import as_recorded, fact
from followthrough.service.chronology.queries import Entry
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.actions import CannotRecord, NewEvent, record
from followthrough.service.orders.queries import AGREED, ENDED, EXTENDED, MADE, NAMED
from followthrough.service.sharing import actions as sharing
from followthrough.service.sharing.actions.sending import own_team_key
from followthrough.service.sharing.models import Asks
from followthrough.service.sharing.outgoing import Outgoing


@dataclass(frozen=True)
class Family:
    """Does the family know what is sent of them, and if not, why not? Somebody says so; nothing assumes it."""

    is_told: bool
    why_not: str = ""


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    own = (bail.GRANTED, bail.EXTENDED, bail.CHANGED, bail.ENDED, bail.TOLD, bail.CONSIDERED)
    return (*own, MADE, EXTENDED, ENDED, AGREED, NAMED)


@transaction.atomic
def release(
    *, household: str, children: Sequence[str], at: datetime, thought: Mapping[str, type_of_value],
    said: Mapping[str, type_of_value], family: Family, to: Iterable[str], key: str, by: Viewer,
) -> None:  # fmt: skip
    """A carer is released on bail. `thought` is whether no contact was considered, empty where nobody did or where it
    is in the record; `children` are those of the home, each of whom is told of. Raises CannotSend or CannotRecord.
    """
    home = _home(household)
    facts = [fact(bail.GRANTED, home, {"bail": new_id(), **said}, by, at=at, key=key)]
    facts += [fact(bail.CONSIDERED, home, thought, by, at=at)] if thought else []
    is_urgent = said.get("contact") == bail.NO_CONTACT and bool(said.get("only_carer"))
    _tell_all(facts, children, bail_words(said), Asks.URGENT if is_urgent else Asks.ACTION, family, to, by)


@transaction.atomic
def consider(*, household: str, at: datetime, thought: Mapping[str, type_of_value], key: str, by: Viewer) -> None:
    """Before the release, or after it: that no contact was considered, who was asked, what was decided and why."""
    record([fact(bail.CONSIDERED, _home(household), thought, by, at=at, key=key)], by=by)


@transaction.atomic
def change(
    *, kind: str, household: str, children: Sequence[str], at: datetime, said: Mapping[str, type_of_value], words: str,
    family: Family, to: Iterable[str], key: str, by: Viewer,
) -> None:  # fmt: skip
    """Bail goes on, has other conditions, or ends: social care hears of it at once."""
    _tell_all([fact(kind, _home(household), said, by, at=at, key=key)], children, words, Asks.ACTION, family, to, by)


@transaction.atomic
def order(*, kind: str, child_id: str, at: datetime, said: Mapping[str, type_of_value], key: str, by: Viewer) -> None:
    record([fact(kind, Subject("child", child_id), said, by, at=at, key=key)], by=by)


@transaction.atomic
def told(*, household: str, at: datetime, said: Mapping[str, type_of_value], key: str, by: Viewer) -> None:
    record([fact(bail.TOLD, _home(household), said, by, at=at, key=key)], by=by)


@transaction.atomic
def send(*, child_id: str, entry: Entry, words: str, family: Family, to: Iterable[str], key: str, by: Viewer) -> None:
    """What is in force goes to others who must know it, as a share. Raises CannotSend or CannotRecord."""
    known = as_recorded(entry.event)
    outgoing = _outgoing(key, child_id, known, words, Asks.INFORMATION, family, to)
    sharing.send(outgoing=outgoing, by=by, facts=[known], is_recorded=True)


@transaction.atomic
def find_carer(*, child_id: str, at: datetime, said: Mapping[str, type_of_value], key: str, by: Viewer) -> None:
    """Somebody safe cares for the child: that closes what is owed, and stands among what to know tonight."""
    subject, who = Subject("child", child_id), f"{said['who']}, {said['relation']}"
    by_whom = {"by": by.practitioner_id}
    agreed = fact(AGREED, subject, {"who": who, "checked": said["checked"], **by_whom}, by, at=at, key=key)
    given = {name: said[name] for name in ("who", "relation", "telephone", "how")}
    named = fact(NAMED, subject, {"carer": new_id(), **given, **by_whom}, by, at=at)
    record([agreed, named] if said["checked"] else [agreed], by=by)


def bail_words(said: Mapping[str, type_of_value]) -> str:
    """Conditions in a sentence, as whoever gets them reads them first."""
    who, contact = said.get("who") or "A carer", said.get("contact")
    parts = [f"{who} is on bail"]
    parts += ["No contact with the child"] if contact == bail.NO_CONTACT else []
    parts += ["Contact only while somebody watches"] if contact == bail.WATCHED else []
    parts += [f"Not at {said['not_at']}"] if said.get("not_at") else []
    parts += [str(said["conditions"])] if said.get("conditions") else []
    parts += ["This was the only carer: settle who cares for the child"] if said.get("only_carer") else []
    return ". ".join(each.rstrip(".") for each in parts) + "."


def _tell_all(
    facts: Sequence[NewEvent],
    children: Sequence[str],
    words: str,
    asks: str,
    family: Family,
    to: Iterable[str],
    by: Viewer,
) -> None:
    """The first of the facts goes out for each child of the home, since a share is about one; all are recorded once."""
    own = own_team_key(by)
    others = [team for team in to if team != own]
    if not others:
        record(facts, by=by)
    for n, child_id in enumerate(children if others else ()):
        key = f"{facts[0].id}:{child_id}"[:64]
        outgoing = _outgoing(key, child_id, facts[0], words, asks, family, others)
        sharing.send(outgoing=outgoing, by=by, facts=facts, is_recorded=n > 0)


def _outgoing(
    key: str, child_id: str, told_of: NewEvent, words: str, asks: str, family: Family, to: Iterable[str]
) -> Outgoing:
    return Outgoing(
        key=key,
        child_id=child_id,
        asks=asks,
        kind=told_of.kind,
        words=words,
        occurred_from=told_of.occurred_from,
        occurred_to=told_of.occurred_to or told_of.occurred_from,
        recipients=tuple(to),
        family_told=family.is_told,
        why_not_told=family.why_not,
    )


def _home(household: str) -> Subject:
    if not household:
        raise CannotRecord("We do not know where the child lives. Write that down first, on the page of the household.")
    return Subject("household", household)
