"""Who owes and who is told, worked out from a party of the rulebook and the event in question."""

from __future__ import annotations

from followthrough.procedures.model.answer import Debtor
from followthrough.procedures.model.event import Event
from followthrough.procedures.model.procedure import AUTHOR, EACH, Party


def value_of(field: str, event: Event, each: str) -> str | None:
    """The word that a field of the trigger holds; "author" and "each" stand for what they say."""
    if field == AUTHOR:
        return event.agency
    if field == EACH:
        return each
    value = event.data.get(field)
    return None if value is None else str(value)


def debtor_of(party: Party, event: Event, each: str) -> Debtor | None:
    """The debtor, or None when the trigger does not say which agency."""
    agency = party.agency if party.agency is not None else value_of(party.agency_field or "", event, each)
    if not agency:
        return None
    team = value_of(party.team_field, event, each) if party.team_field else party.team
    return Debtor(agency, team or "", party.role)


def told_of(party: Party, event: Event, each: str, debtor: Debtor) -> Debtor:
    """Who a rung tells: the debtor's own role, or another party; the debtor where the trigger does not say."""
    if party.is_debtor:
        return Debtor(debtor.agency, debtor.team, party.role or debtor.role)
    return debtor_of(party, event, each) or debtor
