"""Reads worked cases from YAML and runs them on the plain engine: what came out against what must."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.engines.plain import assess
from followthrough.procedures.language.faults import Found, Place, did_you_mean
from followthrough.procedures.language.histories import EventReader, make_history, read_instant
from followthrough.procedures.language.packs import PACKS
from followthrough.procedures.language.reading import Entry, Node, read_yaml
from followthrough.procedures.language.vocabularies import choice_of
from followthrough.procedures.model.answer import Debtor, DueRung, DutyRow, DutyState, SignalRow, SignalState
from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.history import History
from followthrough.procedures.model.rulebook import Rulebook

CHILD, HOUSEHOLD = "the-child", "the-household"


@dataclass(frozen=True)
class ExpectedStep:
    """A rung or a reminder: who is told (as the debtor is written, or the role alone), and when."""

    who: str
    at: datetime


@dataclass(frozen=True)
class ExpectedDuty:
    trigger: str
    debtor: str
    due_at: datetime
    state: DutyState
    each: str | None = None
    closed_at: datetime | None = None
    rungs: tuple[ExpectedStep, ...] | None = None
    reminders: tuple[ExpectedStep, ...] | None = None


@dataclass(frozen=True)
class ExpectedSignal:
    root: str
    state: SignalState
    true_at: datetime | None = None


@dataclass(frozen=True)
class Case:
    """One worked case. `worked_by` says where its dates come from: never from the engine."""

    procedure: str
    name: str
    proves: str
    history: History
    as_of: datetime
    duties: tuple[ExpectedDuty, ...]
    signals: tuple[ExpectedSignal, ...]
    worked_by: str
    place: Place
    is_of_its_time: bool = False


@dataclass(frozen=True)
class CaseResult:
    """A case with its differences in words; none means that it holds."""

    case: Case
    differences: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.differences


def load_cases(rulebook: Rulebook, root: Path, packs: Iterable[str] = PACKS) -> list[Case]:
    """Every worked case of the packs in `root` (the folder of the rulebooks). Raises Fault."""
    found = Found()
    cases = read_cases(rulebook, root, packs, found)
    found.raise_all()
    return cases


def read_cases(rulebook: Rulebook, root: Path, packs: Iterable[str], found: Found) -> list[Case]:
    """What can be read of them, with the faults of the rest."""
    cases: list[Case] = []
    for path in (path for pack in packs for path in sorted((root / pack / "cases").glob("**/*.yaml"))):
        with found.gathering("a file of cases"):
            cases += _cases_of(read_yaml(path, str(path.relative_to(root))), rulebook, found)
    return cases


def run_cases(rulebook: Rulebook, root: Path, calendar: Calendar, packs: Iterable[str] = PACKS) -> list[CaseResult]:
    """Loads and runs every worked case of the packs."""
    return [run_case(case, rulebook, calendar) for case in load_cases(rulebook, root, packs)]


def run_case(case: Case, rulebook: Rulebook, calendar: Calendar) -> CaseResult:
    """A case asks for the latest version of its procedure, unless it is told under the rules of its time."""
    answer = assess(case.history, rulebook if case.is_of_its_time else rulebook.latest(), calendar, case.as_of)
    triggers = {duty.id: duty.trigger for duty in answer.duties}
    duties = [duty for duty in answer.duties if duty.procedure == case.procedure]
    signals = [signal for signal in answer.signals if signal.procedure == case.procedure]
    return CaseResult(
        case, (*_compare_duties(case, duties, triggers, calendar), *_compare_signals(case, signals, calendar))
    )


# -- comparing


def _compare_duties(case: Case, found: list[DutyRow], triggers: dict[str, str], calendar: Calendar) -> Iterator[str]:
    left = list(found)
    for expected in case.duties:
        same = [duty for duty in left if _is_that(duty, expected, triggers)]
        if not same:
            yield f"no duty of {expected.debtor} by {expected.trigger}{_each(expected.each)}"
            continue
        duty = same[0]
        left.remove(duty)
        if duty.due_at != expected.due_at:
            yield f"due {_local(duty.due_at, calendar)}, expected {_local(expected.due_at, calendar)}"
        if duty.state is not expected.state:
            yield f"{expected.trigger} is “{duty.state}”, expected “{expected.state}”"
        if expected.closed_at is not None and duty.closed_at != expected.closed_at:
            shown = _local(duty.closed_at, calendar) if duty.closed_at else "never"
            yield f"closed {shown}, expected {_local(expected.closed_at, calendar)}"
        yield from _compare_steps("rung", duty.rungs, expected.rungs, calendar)
        yield from _compare_steps("reminder", duty.reminders, expected.reminders, calendar)
    for duty in left:
        due = _local(duty.due_at, calendar)
        yield f"one duty too many: {duty.debtor} by {duty.trigger}{_each(duty.each)}, due {due}, {duty.state}"


def _compare_steps(
    word: str, found: tuple[DueRung, ...], expected: tuple[ExpectedStep, ...] | None, calendar: Calendar
) -> Iterator[str]:
    """Every rung or reminder in order, where the case names them."""
    if expected is None:
        return
    for number, (step, wanted) in enumerate(zip_longest(found, expected), start=1):
        if wanted is None:
            yield f"one {word} too many: {step.tell} at {_local(step.at, calendar)}"
        elif step is None:
            yield f"no {word} {number}, expected {wanted.who} at {_local(wanted.at, calendar)}"
        elif step.at != wanted.at or wanted.who not in _names(step.tell):
            shown = f"{step.tell} at {_local(step.at, calendar)}"
            yield f"{word} {number} is {shown}, expected {wanted.who} at {_local(wanted.at, calendar)}"


def _names(party: Debtor) -> set[str]:
    """The ways to write a party in a case."""
    return {str(party), party.agency, f"{party.agency} · {party.team}", f"{party.agency} · {party.role}", party.role}


def _is_that(duty: DutyRow, expected: ExpectedDuty, triggers: dict[str, str]) -> bool:
    """A duty made by the breach of another is named by what triggered that other."""
    trigger = triggers.get(duty.trigger, duty.trigger)
    names = _names(duty.debtor)
    return (
        expected.trigger in (trigger, duty.trigger) and expected.debtor in names and expected.each in (None, duty.each)
    )


def _compare_signals(case: Case, found: list[SignalRow], calendar: Calendar) -> Iterator[str]:
    left = {signal.root: signal for signal in found}
    for expected in case.signals:
        signal = left.pop(expected.root, None)
        if signal is None:
            yield f"no signal at {expected.root}"
            continue
        if signal.state is not expected.state:
            yield f"the signal at {expected.root} “{signal.state}”, expected “{expected.state}”"
        if expected.true_at is not None and signal.true_at != expected.true_at:
            yield f"true {_local(signal.true_at, calendar)}, expected {_local(expected.true_at, calendar)}"
    for signal in left.values():
        yield f"one signal too many, at {signal.root} ({signal.state})"


def _each(each: str | None) -> str:
    return f" for {each}" if each else ""


def _local(instant: datetime, calendar: Calendar) -> str:
    return calendar.local(instant).strftime("%a %d %b %Y %H:%M:%S.%f").removesuffix(".000000").removesuffix(":00")


# -- reading


def _cases_of(node: Node, rulebook: Rulebook, found: Found) -> Iterator[Case]:
    entry = node.entry("A file of cases")
    procedure = entry.text("procedure")
    if procedure not in rulebook.by_id:
        raise entry.need("procedure").fault(f'"{procedure}" is no procedure. {did_you_mean(procedure, rulebook.by_id)}')
    for item in entry.need("cases").items('"cases"'):
        with found.gathering("a case"):
            yield _case(item.entry("A case"), procedure, rulebook)
    entry.done()


def _case(entry: Entry, procedure: str, rulebook: Rulebook) -> Case:
    vocabulary = rulebook.vocabulary
    subject_kind = rulebook.by_id[procedure][0].subject
    subject = Subject(subject_kind, CHILD if subject_kind == "child" else f"the-{subject_kind}")
    reader = EventReader(vocabulary, subject, HOUSEHOLD)
    events = []
    if entry.has("child"):
        child = entry.need("child").entry('"child"')
        events += reader.births(child)
        child.done()
    for other in entry.maybe("others", lambda n: n.items('"others"'), list[Node]()):
        member = other.entry("Another child")
        events += reader.births(member, Subject("child", member.text("id")))
        member.done()
    if entry.has("events"):
        events += [reader.event(node)[0] for node in _list(entry.need("events"))]
    case = Case(
        procedure=procedure,
        name=entry.text("name"),
        proves=entry.text("proves"),
        history=make_history(subject, events, vocabulary, entry),
        as_of=read_instant(entry.need("as_of"))[1],
        duties=entry.maybe("expect", lambda n: tuple(_duty(each) for each in _list(n)), ()),
        signals=entry.maybe("signals", lambda n: tuple(_signal(each) for each in _list(n)), ()),
        worked_by=entry.text("worked_by"),
        place=entry.place,
        is_of_its_time=entry.maybe("under", _is_then, False),
    )
    if not (entry.has("expect") or entry.has("signals")):
        raise entry.fault('A case must expect something: write "expect" (an empty list for no duty) or "signals".')
    entry.done()
    return case


def _is_then(node: Node) -> bool:
    word = node.text('"under"')
    if word not in ("then", "today"):
        raise node.fault('"under" is "then" (the rules of the case\'s own time) or "today".')
    return word == "then"


def _list(node: Node) -> list[Node]:
    return [] if node.value == [] else node.items("A list")


def _duty(node: Node) -> ExpectedDuty:
    entry = node.entry("An expected duty")
    found = ExpectedDuty(
        trigger=entry.text("trigger"),
        debtor=entry.text("debtor"),
        due_at=read_instant(entry.need("due"))[1],
        state=choice_of(DutyState, entry.need("state"), '"state"'),
        each=entry.maybe("each", lambda n: n.text('"each"'), None),
        closed_at=entry.maybe("closed", lambda n: read_instant(n)[0], None),
        rungs=entry.maybe("rungs", _steps, None),
        reminders=entry.maybe("reminders", _steps, None),
    )
    entry.done()
    return found


def _steps(node: Node) -> tuple[ExpectedStep, ...]:
    return tuple(_step(each) for each in _list(node))


def _step(node: Node) -> ExpectedStep:
    entry = node.entry("A rung or reminder")
    found = ExpectedStep(entry.text("who"), read_instant(entry.need("at"))[1])
    entry.done()
    return found


def _signal(node: Node) -> ExpectedSignal:
    entry = node.entry("An expected signal")
    found = ExpectedSignal(
        root=entry.text("root"),
        state=choice_of(SignalState, entry.need("state"), '"state"'),
        true_at=entry.maybe("true", lambda n: read_instant(n)[1], None),
    )
    entry.done()
    return found
