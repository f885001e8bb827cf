"""`followthrough check-rulebook`: load it, check it, run every worked case, and say what is wrong."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.casebook.cases import Case, CaseResult, read_cases, run_case
from followthrough.procedures.casebook.soundness import unsound
from followthrough.procedures.language import PACKS, load_calendar, packs_of
from followthrough.procedures.language.catalogues import read_catalogue
from followthrough.procedures.language.faults import Found
from followthrough.procedures.language.packs import read_rulebook
from followthrough.procedures.model.catalogue import Catalogue
from followthrough.procedures.model.procedure import (
    AnyProcedure,
    DutyProcedure,
    GateProcedure,
    StandingProcedure,
    WatchProcedure,
)
from followthrough.procedures.model.rulebook import Rulebook

_FEWEST_CASES = 6
_KINDS = {
    DutyProcedure: "duty",
    StandingProcedure: "standing duty",
    GateProcedure: "gate",
    WatchProcedure: "watch",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rulebooks", nargs="?", type=Path, help="the folder of the rulebooks (default: the project's)")
    parser.add_argument("--pack", default=PACKS[-1], help=f"the partnership's pack (default: {PACKS[-1]})")
    parser.add_argument("--quiet", action="store_true", help="print faults and the last line only")


def run(args: argparse.Namespace) -> int:
    root = args.rulebooks or default_root()
    try:
        read = _read(root, args.pack)
    except (ValueError, OSError) as error:
        print(f"The rulebook cannot be used yet.\n  {error}")
        return 1
    rulebook, catalogue = read.rulebook, read.catalogue
    results = [run_case(case, under, calendar) for under, calendar, cases in read.cases for case in cases]
    faults = [line for result in results for line in _words(result)] + list(_too_few(rulebook, results))
    faults += unsound(rulebook) + _unclassed(catalogue)
    if not args.quiet:
        _print_summary(rulebook, results)
        _print_classes(catalogue)
    for fault in faults:
        print(fault)
    held = sum(result.holds for result in results)
    print(
        f"{len(rulebook.procedures)} procedures, {held} of {len(results)} worked cases hold, "
        f"{_classed(catalogue)}{len(faults)} faults."
    )
    return 1 if faults else 0


@dataclass
class _Read:
    """All that is written down: the rulebook, its catalogue, and each pack's cases with the rules they run under."""

    rulebook: Rulebook
    catalogue: Catalogue | None
    cases: list[tuple[Rulebook, Calendar, list[Case]]]


def _read(root: Path, pack: str) -> _Read:
    """Read everything before anything runs, so that every fault is said at once. Raises ValueError."""
    found = Found()
    packs = packs_of(root, pack)
    rulebook = read_rulebook(root, packs, found)
    catalogue = read_catalogue(root, rulebook, found) if rulebook is not None else None
    cases = [each for name in packs if (each := _cases_of(name, root, found, rulebook)) is not None]
    found.raise_all()
    assert rulebook is not None
    return _Read(rulebook, catalogue, cases)


def _cases_of(
    pack: str, root: Path, found: Found, whole: Rulebook | None
) -> tuple[Rulebook, Calendar, list[Case]] | None:
    """The cases of a pack, under its own rules: a partnership that tightens a limit does not break the base's cases."""
    packs = packs_of(root, pack)
    is_whole = whole is not None and pack == whole.procedures[-1].pack
    rulebook = whole if is_whole else read_rulebook(root, packs, found)
    if rulebook is None:
        return None
    cases = read_cases(rulebook, root, (pack,), found)
    return None if found else (rulebook, load_calendar(root, packs), cases)


def default_root() -> Path:
    """The rulebooks beside the source, from a checkout; else in the current folder."""
    beside = Path(__file__).resolve().parents[4] / "rulebooks"
    return beside if beside.is_dir() else Path("rulebooks")


def _words(result: CaseResult) -> list[str]:
    case = result.case
    return [f"{case.place}: {case.procedure}, “{case.name}”: {difference}" for difference in result.differences]


def _too_few(rulebook: Rulebook, results: list[CaseResult]) -> list[str]:
    count = Counter(result.case.procedure for result in results)
    return [
        f"{identity} has {count[identity]} worked cases; write at least {_FEWEST_CASES}."
        for identity in rulebook.by_id
        if count[identity] < _FEWEST_CASES
    ]


def _unclassed(catalogue: Catalogue | None) -> list[str]:
    """While the catalogue is being written, a rule that nobody has classed is counted and no fault."""
    if catalogue is None or not catalogue.is_complete:
        return []
    return [f"{rule} is not classed: write in rules/ how it is codified." for rule in catalogue.unclassed]


def _classed(catalogue: Catalogue | None) -> str:
    return f"{len(catalogue.rules)} of {len(catalogue.ids)} rules classed, " if catalogue else ""


def _print_classes(catalogue: Catalogue | None) -> None:
    for each, number in catalogue.counts.items() if catalogue else ():
        print(f"{number:3} rules are classed {each}")
    if catalogue and catalogue.unclassed:
        print(f"{len(catalogue.unclassed):3} rules are not classed yet: {', '.join(catalogue.unclassed)}")


def _print_summary(rulebook: Rulebook, results: list[CaseResult]) -> None:
    count = Counter(result.case.procedure for result in results)
    width = max(len(identity) for identity in rulebook.by_id)
    for identity in sorted(rulebook.by_id, key=lambda each: (rulebook.by_id[each][0].theme, each)):
        procedure: AnyProcedure = rulebook.by_id[identity][-1]
        kind = _KINDS[type(procedure)]
        print(f"{identity:{width}}  {kind:13}  {procedure.confidence.value:17}  {count[identity]:2} cases")
