"""Every procedure by its worked cases: met, late, just in time, just too late, not triggered, across a holiday."""

from __future__ import annotations

from collections import defaultdict

import pytest
from tests.support.whole import every_case, whole_rulebook

from followthrough.procedures.calendars import england_and_wales
from followthrough.procedures.casebook import Case, run_case
from followthrough.procedures.model.procedure import (
    DutyProcedure,
    GateProcedure,
    Obliging,
    StandingProcedure,
    WatchProcedure,
)

RULEBOOK = whole_rulebook()
CALENDAR = england_and_wales()
CASES = every_case()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.procedure}: {case.name}")
def test_a_worked_case_holds(case: Case) -> None:
    assert run_case(case, RULEBOOK, CALENDAR).differences == ()


def proved() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for case in CASES:
        found[case.procedure].add(case.proves)
    return found


def test_every_procedure_has_at_least_six_cases_and_names_where_their_dates_come_from() -> None:
    for identity in RULEBOOK.by_id:
        mine = [case for case in CASES if case.procedure == identity]
        assert len(mine) >= 6, identity
        assert len({case.name for case in mine}) == len(mine), identity
        assert all(len(case.worked_by) > 5 for case in mine), identity


@pytest.mark.parametrize("identity", sorted(RULEBOOK.by_id))
def test_every_duty_is_proved_met_late_at_its_deadline_and_not_triggered(identity: str) -> None:
    wanted = {"not triggered"}
    if isinstance(RULEBOOK.by_id[identity][-1], Obliging):
        wanted |= {"met", "late", "just in time", "just too late"}
    assert wanted <= proved()[identity]


def test_the_rulebook_has_all_four_kinds_and_at_least_twelve_procedures_of_the_newsletter() -> None:
    kinds = {type(procedure) for procedure in RULEBOOK.procedures}
    assert kinds == {DutyProcedure, StandingProcedure, GateProcedure, WatchProcedure}
    assert sum(procedure.source.id == "NL" for procedure in RULEBOOK.procedures) >= 12


def test_every_procedure_says_what_its_source_asks_and_who_looks_after_it() -> None:
    for procedure in RULEBOOK.procedures:
        assert procedure.source.clause, procedure.id
        assert procedure.source.address, procedure.id
        assert len(procedure.says) > 20, procedure.id
        assert procedure.owner, procedure.id


def test_every_closing_names_the_page_or_intake_that_records_it() -> None:
    for procedure in RULEBOOK.procedures:
        if isinstance(procedure, Obliging):
            for kind in (kind for closing in procedure.closed_by for kind in closing.match.kinds):
                recorded_by = RULEBOOK.vocabulary.kinds[kind].recorded_by
                assert recorded_by.startswith(("page: ", "intake: ")), (procedure.id, kind)
