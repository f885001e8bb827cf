"""Who owes and who is told, as columns worked out from a party of the rulebook and the event in question."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr.types import Table

from followthrough.procedures.engines.relational.population import FIELD
from followthrough.procedures.engines.relational.tables import nothing, text
from followthrough.procedures.model.procedure import (
    AUTHOR,
    EACH,
    DutyProcedure,
    Obliging,
    OnDate,
    Party,
    Procedure,
)


def value_of(field: str, rows: Table) -> Any:
    """The word that a field of the trigger holds; "author" and "each" stand for what they say."""
    if field == AUTHOR:
        return rows["author"]
    if field == EACH:
        return rows["each"]
    name = FIELD + field
    return rows[name].cast("string") if name in rows.columns else nothing("string")


def debtor_of(party: Party, rows: Table) -> dict[str, Any]:
    """agency, team and role of a party; the agency is null where the trigger does not say which."""
    agency = text(party.agency) if party.agency is not None else value_of(party.agency_field or "", rows).nullif("")
    team = value_of(party.team_field, rows).fill_null("") if party.team_field else text(party.team or "")
    return {"agency": agency, "team": team, "role": text(party.role)}


def told_of(party: Party, rows: Table) -> dict[str, Any]:
    """Who a rung tells: the debtor's own role, or another party; the debtor where the trigger does not say."""
    if party.is_debtor:
        role = text(party.role) if party.role else rows["role"]
        return {"agency": rows["debtor"], "team": rows["team"], "role": role}
    named = debtor_of(party, rows)
    is_named = named["agency"].notnull()
    own = {"agency": rows["debtor"], "team": rows["team"], "role": rows["role"]}
    return {name: ibis.ifelse(is_named, named[name], own[name]) for name in own}


def fields_read(procedure: Procedure) -> set[str]:
    """The fields of the trigger that a procedure reads after it was triggered."""
    if not isinstance(procedure, Obliging):
        return set()
    parties = [procedure.owes, *(rung.tell for rung in procedure.ladder)]
    found = {name for party in parties for name in (party.agency_field, party.team_field) if name}
    for closing in (*procedure.closed_by, *procedure.excused_by):
        found |= {theirs for _, theirs in closing.matching}
    if isinstance(procedure, DutyProcedure):
        found |= {procedure.each} if isinstance(procedure.each, str) else set()
        found |= {procedure.when.field} if isinstance(procedure.when, OnDate) else set()
        for limit in procedure.limits:
            found |= {limit.at_field} if limit.at_field else set()
            found |= {test.field for test in limit.only}
    return found - {AUTHOR, EACH, "root", "subject"}
