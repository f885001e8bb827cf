"""What people write about an injury: each is one fact through the one door, nothing overwritten.

An injury of a child who cannot move about goes to social care in the same breath.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer
from followthrough.service.injuries import queries
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.sharing import actions as sharing
from followthrough.service.sharing.models import Asks, Share

NEW_EVIDENCE = "enquiry.new-evidence"
WHY_NOT_TOLD = "An injury of a child who cannot move about is referred first. Social care agrees who tells the family."


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    return (
        queries.SEEN,
        queries.DRAWN,
        queries.PHOTOGRAPHED,
        queries.CONSIDERED,
        queries.EXAMINED,
        queries.EXPLAINED,
        NEW_EVIDENCE,
    )


def see(
    *, child_id: str, key: str, at: datetime, data: Mapping[str, type_of_value], words: str, to: Sequence[str],
    by: Viewer,
) -> list[Share]:  # fmt: skip
    """`to` are the teams that are told as urgent; none for a child who can move about.

    Raises CannotSend or CannotRecord, in words; so does `write`.
    """
    fact = _fact(queries.SEEN, child_id, data, by, at=at, text=words, key=key)
    return sharing.circulate(facts=[fact], to={Asks.URGENT: to}, why_not_told=WHY_NOT_TOLD, by=by)


@transaction.atomic
def write(
    *, kind: str, child_id: str, key: str, at: datetime, data: Mapping[str, type_of_value], text: str = "", by: Viewer
) -> None:
    record([_fact(kind, child_id, data, by, at=at, text=text, key=key)], by=by)


@transaction.atomic
def explain(
    *, child_id: str, key: str, at: datetime, data: Mapping[str, type_of_value], in_enquiry: bool, by: Viewer
) -> None:
    """An account is written down beside those before. One that has changed is new in an enquiry that is under way: the
    agencies talk again.
    """
    facts = [_fact(queries.EXPLAINED, child_id, data, by, at=at, text="", key=key)]
    if in_enquiry and data.get("beside") == queries.CHANGED:
        new = {"what": queries.CHANGED, "words": data.get("reason", "")}
        facts.append(_fact(NEW_EVIDENCE, child_id, new, by, at=at, text="", key=new_id()))
    record(facts, by=by)


def _fact(
    kind: str, child_id: str, said: Mapping[str, type_of_value], by: Viewer, *, at: datetime, text: str, key: str
) -> NewEvent:
    data = {name: value for name, value in said.items() if value not in ("", None)}
    return NewEvent(
        id=key, kind=kind, subject=Subject("child", child_id), occurred_from=at, agency=by.agency, data=data, text=text
    )
