"""The shares of the stories, as the pages of sharing show them: what each says, who has it, how far it has come.

The events stand in the record already; here are the rows beside them, folded from those events as sharing folds its
own. What a story leaves open, such as whether the family was told, is left open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from followthrough.procedures.model.event import Event
from followthrough.service.agencies.models import Practitioner, Team
from followthrough.service.agencies.queries import team_for, viewer_of
from followthrough.service.children.models import Child
from followthrough.service.core.viewer import acting
from followthrough.service.sharing.models import Leg, Share
from followthrough.service.sharing.projecting import KINDS, Happened, fold

NOT_SAID = "The story does not say."


def enter(events: Iterable[Event], authors: Mapping[str, Practitioner]) -> None:
    """`authors` names who recorded each event, by its id."""
    events = list(events)
    by_id = {event.id: event for event in events}
    legs: dict[str, list[Event]] = {}
    for event in sorted((e for e in events if e.kind in KINDS), key=lambda e: (e.recorded_at, e.id)):
        legs.setdefault(str(event.data["leg"]), []).append(event)
    for leg, steps in legs.items():
        sent = next(step for step in steps if step.kind == "share.sent")
        with acting(viewer_of(authors[sent.id])):
            share = _share(sent, by_id, authors[sent.id])
            state, told = fold("sent", [], [_happened(step, authors[step.id]) for step in steps])
            Leg.objects.create(id=leg, share=share, team=recipient(sent), state=state, steps=told)


def sender(sent: Event) -> Team:
    return team_for(sent.agency, str(sent.data.get("sender_team", "")))


def recipient(sent: Event) -> Team:
    return team_for(str(sent.data["recipient_agency"]), str(sent.data.get("recipient_team", "")))


def _share(sent: Event, by_id: Mapping[str, Event], author: Practitioner) -> Share:
    """The share of the leg; a second leg joins the first one's."""
    reference = str(sent.data.get("share", sent.data["leg"]))
    carried = [by_id[item] for item in _items(sent) if item in by_id]
    first = carried[0] if carried else sent
    child = Child.objects.get(pk=sent.subject.id)
    share, _ = Share.objects.get_or_create(
        reference=reference,
        defaults={
            "child": child,
            "sender": author,
            "sender_team": sender(sent),
            "teams": [sender(sent).key],
            "asks": str(sent.data["asks"]),
            "kind": first.kind,
            "words": " ".join(event.text for event in carried) or sent.text,
            "occurred_from": first.occurred_from,
            "occurred_to": first.occurred_to,
            "items": list(_items(sent)),
            "family_told": False,
            "why_not_told": NOT_SAID,
            "language": child.language,
            "interpreter_needed": child.interpreter_needed,
            "sent_at": _at(sent),
            "idempotency_key": reference,
        },
    )
    share.teams = list(dict.fromkeys([*share.teams, recipient(sent).key]))
    share.save(update_fields=["teams"])
    return share


def _happened(step: Event, author: Practitioner) -> Happened:
    return Happened(step.id, step.kind, _at(step), author.pk, step.data)


def _items(sent: Event) -> tuple[str, ...]:
    found = sent.data.get("items", ())
    return found if isinstance(found, tuple) else ()


def _at(event: Event) -> datetime:
    return event.occurred_to
