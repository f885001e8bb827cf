"""Two made-up partnerships on one statutory base: they differ in how they disagree, and neither loosens a limit."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.support.whole import whole_rulebook

from followthrough.procedures.casebook import Case, load_cases, run_case
from followthrough.procedures.language import load_calendar, load_rulebook, packs_of
from followthrough.procedures.language.faults import Fault
from followthrough.procedures.model.procedure import AnyProcedure, Obliging
from followthrough.procedures.model.rulebook import Role, Rulebook
from followthrough.procedures.model.timescale import Timescale

ROOT = Path(__file__).parents[2] / "rulebooks"
PACKS = ("wealdshire", "eastmarch")
BASE = whole_rulebook()
LOADED: dict[str, Rulebook] = {pack: load_rulebook(ROOT, packs_of(ROOT, pack)) for pack in PACKS}
CASES = [(pack, case) for pack in PACKS for case in load_cases(LOADED[pack], ROOT, (pack,))]


@pytest.mark.parametrize(("pack", "case"), CASES, ids=lambda each: each if isinstance(each, str) else each.name)
def test_a_case_of_a_partnership_holds_under_its_own_rules(pack: str, case: Case) -> None:
    calendar = load_calendar(ROOT, packs_of(ROOT, pack))
    assert run_case(case, LOADED[pack], calendar).differences == ()


@pytest.mark.parametrize("pack", PACKS)
def test_every_limit_that_a_partnership_changes_and_every_rule_that_it_adds_has_cases_of_its_own(pack: str) -> None:
    told = {case.procedure for each, case in CASES if each == pack}
    added = {p.id for p in LOADED[pack].procedures if p.pack == pack}
    changed = {s.id for s in LOADED[pack].settings.values() if s.pack == pack and s.id in BASE.settings}
    reading = {p.id for p in LOADED[pack].procedures if changed & (_limits(p) | _roles(p))}
    assert added and changed
    assert added | reading <= told


@pytest.mark.parametrize("pack", PACKS)
def test_a_case_names_each_role_that_a_partnership_chooses(pack: str) -> None:
    chosen = {s.id: s.value.id for s in LOADED[pack].settings.values() if s.pack == pack and isinstance(s.value, Role)}
    assert chosen
    for procedure in LOADED[pack].procedures:
        for setting in _roles(procedure) & chosen.keys():
            assert f"social-care · {chosen[setting]}" in _named(pack, procedure.id), (procedure.id, setting)


def _limits(procedure: AnyProcedure) -> set[str | None]:
    return {limit.setting for limit in getattr(procedure, "limits", ())}


def _roles(procedure: AnyProcedure) -> set[str | None]:
    if not isinstance(procedure, Obliging):
        return set()
    return {party.role_setting for party in (procedure.owes, *(rung.tell for rung in procedure.ladder))} - {None}


def _named(pack: str, procedure: str) -> set[str]:
    """Who a pack’s cases of a procedure say that owes it, or is told."""
    duties = [duty for each, case in CASES if each == pack and case.procedure == procedure for duty in case.duties]
    return {who for duty in duties for who in (duty.debtor, *(rung.who for rung in duty.rungs or ()))}


def test_both_stand_on_the_same_base() -> None:
    base = {(p.id, p.version) for p in BASE.procedures}
    for pack in PACKS:
        own = {(p.id, p.version) for p in LOADED[pack].procedures if p.pack == pack}
        assert {(p.id, p.version) for p in LOADED[pack].procedures} == base | own


def test_they_differ_in_how_a_disagreement_goes_on() -> None:
    times = {pack: {s.id: s.value for s in LOADED[pack].settings.values() if s.pack == pack} for pack in PACKS}
    assert times["wealdshire"] != times["eastmarch"]
    speaks = {pack: LOADED[pack].settings["challenge-stage-3-role"].value for pack in PACKS}
    assert speaks == {"wealdshire": Role("director"), "eastmarch": Role("safeguarding-lead")}
    rules = {pack: {p.id for p in LOADED[pack].procedures if p.pack == pack} for pack in PACKS}
    assert rules == {"wealdshire": {"partnership-told-at-stage-2"}, "eastmarch": {"urgent-challenge-told"}}


@pytest.mark.parametrize("pack", PACKS)
def test_no_limit_is_looser_than_the_bases(pack: str) -> None:
    for setting in LOADED[pack].settings.values():
        base = BASE.settings.get(setting.id)
        if base is not None and setting.pack == pack and not isinstance(base.value, Role):
            assert isinstance(setting.value, Timescale) and isinstance(base.value, Timescale)
            assert setting.value.unit is base.value.unit and setting.value.amount < base.value.amount, setting.id


def test_a_partnership_that_loosens_a_limit_is_not_loaded(tmp_path: Path) -> None:
    copy = shutil.copytree(ROOT, tmp_path / "rulebooks")
    path = copy / "wealdshire" / "settings" / "escalation.yaml"
    words = path.read_text(encoding="utf-8")
    path.write_text(words.replace("value: 5 working days", "value: 20 working days"), encoding="utf-8")
    with pytest.raises(Fault, match="20 working days would loosen it"):
        load_rulebook(copy, packs_of(copy, "wealdshire"))
