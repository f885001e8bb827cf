"""The numbered promises of the plain engine, over random histories (docs/explanation/promises.md lists them)."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followthrough.procedures.engines.plain import assess, folding, gaps
from followthrough.procedures.engines.plain.reading import Reading
from followthrough.procedures.model.answer import Answer, DutyRow, DutyState, Row
from followthrough.procedures.model.event import POOLED, TICK, Event
from tests.generative.histories import SPAN, everything, histories
from tests.spec.small import CALENDAR, at, event, history

RULES = everything()
EYES = st.sampled_from((POOLED, POOLED, "care", "police"))
END = at(1) + SPAN


def ask(events: Iterable[Event], as_of: datetime, perspective: str = POOLED) -> Answer:
    return assess(history(*events), RULES, CALENDAR, as_of, perspective)


def rows(answer: Answer) -> dict[str, Row]:
    return {row.id: row for row in (*answer.duties, *answer.signals)}


def spans(answer: Answer, until: datetime) -> set[tuple[Row, datetime, datetime | None]]:
    """Row versions cut at an instant: what stood, from when, to when."""
    return {
        (version.row, version.from_, version.to if version.to is not None and version.to <= until else None)
        for version in answer.versions
        if version.from_ <= until
    }


def recorded_by(events: Iterable[Event], instant: datetime) -> list[Event]:
    return [each for each in events if each.recorded_at <= instant]


def step_live(events: tuple[Event, ...], perspective: str) -> set[tuple[Row, datetime, datetime | None]]:
    """The ledger as it grows: woken at each record and at each changes_at, knowing only what was recorded by then."""
    held: dict[str, tuple[Row, datetime]] = {}
    closed: set[tuple[Row, datetime, datetime | None]] = set()
    now = min(each.recorded_at for each in events)
    while now <= END:
        answer = ask(recorded_by(events, now), now, perspective)
        for identity, row in rows(answer).items():
            if identity not in held or held[identity][0] != row:
                if identity in held:
                    closed.add((*held[identity], now))
                held[identity] = (row, now)
        coming = [each.recorded_at for each in events if each.recorded_at > now]
        later = [instant for instant in (*coming, answer.changes_at) if instant is not None]
        if not later:
            break
        now = min(later)
    return closed | {(row, since, None) for row, since in held.values()}


@given(histories(), EYES)
def test_promise_1_stepping_live_gives_the_same_rows_as_assessing_the_whole(
    events: tuple[Event, ...], perspective: str
) -> None:
    assert step_live(events, perspective) == spans(ask(events, END, perspective), END)


@given(histories(), EYES, st.integers(0, 24 * 24))
def test_promise_2_an_answer_is_constant_until_changes_at(
    events: tuple[Event, ...], perspective: str, hour: int
) -> None:
    as_of = at(1) + timedelta(hours=hour)
    known = recorded_by(events, as_of)
    answer = ask(known, as_of, perspective)
    last = min(answer.changes_at or END, END) - TICK
    if last > as_of:
        assert rows(ask(known, last, perspective)) == rows(answer)


@given(histories(), EYES, st.integers(0, 24 * 24))
def test_promise_3_an_earlier_instant_asked_later_gives_the_earlier_answer(
    events: tuple[Event, ...], perspective: str, hour: int
) -> None:
    as_of = at(1) + timedelta(hours=hour)
    assert ask(events, as_of, perspective).duties == ask(recorded_by(events, as_of), as_of, perspective).duties
    assert spans(ask(events, END, perspective), as_of) == spans(ask(events, as_of, perspective), as_of)


@given(histories(), EYES)
def test_promise_4_there_is_no_duty_without_a_trigger(events: tuple[Event, ...], perspective: str) -> None:
    whole = ask(events, END, perspective)
    roots = {each.id for each in events if each.corrects is None}
    duties = {version.row.id for version in whole.versions if isinstance(version.row, DutyRow)}
    for version in whole.versions:
        if isinstance(version.row, DutyRow):
            assert version.row.trigger in roots | duties | {"2013-01-12"}  # the day of "each-january"
            assert set(version.row.because) <= roots | duties


@given(histories(), EYES)
def test_promise_5_a_row_is_in_one_state_at_an_instant(events: tuple[Event, ...], perspective: str) -> None:
    standing: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for version in ask(events, END, perspective).versions:
        standing[version.row.id].append((version.from_, version.to or END + TICK))
    for spans_of_row in standing.values():
        ordered = sorted(spans_of_row)
        assert all(start < end for start, end in ordered)
        assert all(end == start for (_, end), (start, _) in pairwise(ordered))


@given(histories(), st.integers(2, 20), EYES)
def test_promise_6_unrelated_events_change_nothing(events: tuple[Event, ...], day: int, perspective: str) -> None:
    stranger = event("stranger", "private", day, "health")
    assert rows(ask((*events, stranger), END, perspective)) == rows(ask(events, END, perspective))


@given(histories(), st.integers(2, 20), st.sampled_from(("risk.a", "risk.b")), st.sampled_from(("care", "police")))
def test_promise_7_adding_a_risk_never_removes_a_duty_or_a_signal(
    events: tuple[Event, ...], day: int, kind: str, agency: str
) -> None:
    before, after = rows(ask(events, END)), rows(ask((*events, event("worse", kind, day, agency)), END))
    assert before.keys() <= after.keys()


@given(histories(), st.sampled_from(("faith", "language")))
def test_promise_8_protected_facts_change_nothing(events: tuple[Event, ...], field: str) -> None:
    one, other = (event("p", "private", 4, "care", **{field: value}) for value in ("one", "other"))
    assert rows(ask((*events, one), END)) == rows(ask((*events, other), END))


@given(histories(), EYES)
def test_promise_9_no_rung_comes_before_its_deadline_and_no_reminder_after_it(
    events: tuple[Event, ...], perspective: str
) -> None:
    for duty in ask(events, END, perspective).duties:
        assert all(rung.at >= duty.due_at for rung in duty.rungs)
        assert all(duty.opened_at < reminder.at < duty.due_at for reminder in duty.reminders)


@given(histories())
def test_promise_10_no_agency_is_ahead_of_the_pooled_record(events: tuple[Event, ...]) -> None:
    uncorrected = [each for each in events if each.corrects is None]
    for gap in gaps(history(*uncorrected), RULES, CALENDAR, END):
        assert all(seen is None or gap.pooled_at <= seen for seen in gap.by_agency.values())


@given(histories(), EYES, st.randoms(use_true_random=False))
def test_promise_11_the_order_in_which_events_are_handed_in_changes_nothing(
    events: tuple[Event, ...], perspective: str, chance: random.Random
) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert ask(shuffled, END, perspective) == ask(events, END, perspective)


@given(histories())
def test_promise_12_what_precision_could_change_is_flagged(events: tuple[Event, ...]) -> None:
    """Sharpen every vague event to its earliest or latest instant: an unflagged closing state may not change."""
    kept = [each for each in events if each.corrects is None and each.kind in ("trigger", "closing")]
    vague = {duty.id: duty for duty in ask(kept, END).duties if duty.procedure == "plain-duty"}
    for end in ("occurred_from", "occurred_to"):
        sharp = [replace(each, occurred_from=getattr(each, end), occurred_to=getattr(each, end)) for each in kept]
        for duty in ask(sharp, END).duties:
            held = vague.get(duty.id)
            if held is not None and not held.is_uncertain and duty.due_at == held.due_at:
                assert _in_time(duty.state) == _in_time(held.state)


def _in_time(state: DutyState) -> bool:
    return state in (DutyState.MET, DutyState.MET_RECORDED_LATE)


# -- the machinery itself


def test_the_generator_reaches_every_state_and_every_procedure() -> None:
    """A promise about rows that are never made would prove nothing."""
    states: set[str] = set()
    procedures: set[str] = set()

    @settings(max_examples=400, deadline=None, database=None, derandomize=True)
    @given(histories())
    def collect(events: tuple[Event, ...]) -> None:
        for version in ask(events, END).versions:
            states.add(version.row.state.value)
            procedures.add(version.row.procedure)

    collect()
    assert procedures == set(RULES.by_id)
    assert states >= {state.value for state in DutyState}
    assert states >= {"stands", "ended", "withdrawn"}


HOUR = timedelta(hours=1)


class Often(folding.Sight):
    """Makes the engine look at every hour as well as at the instants that it finds for itself."""

    def __init__(self, reading: Reading, instant: datetime) -> None:
        super().__init__(reading, instant)
        if instant < END:
            self.note(instant.replace(minute=0, second=0, microsecond=0) + HOUR)


def look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "Sight", Often)


def hourly(events: tuple[Event, ...]) -> Answer:
    with pytest.MonkeyPatch.context() as monkeypatch:
        look_often(monkeypatch)
        return ask(events, END)


@given(histories())
def test_promise_13_looking_more_often_finds_nothing_more(events: tuple[Event, ...]) -> None:
    assert hourly(events).versions == ask(events, END).versions


def _takes_the_latest_only(self: folding._Versions, rows: list[Row], instant: datetime) -> None:
    """A planted fault in the row versions: what stood before is overwritten."""
    for row in rows:
        self._open[row.id] = (row, self._open[row.id][1] if row.id in self._open else instant)


def _is_late(self: folding._Versions, rows: list[Row], instant: datetime, sound: Callable[..., None]) -> None:
    """A planted fault in the row versions: a new version begins a microsecond late."""
    sound(self, rows, instant + TICK)


def _wakes_nobody(self: folding.Sight, instant: datetime) -> None:
    """A planted fault: no deadline and no silence wakes anybody."""


def is_caught() -> bool:
    """Whether stepping live or looking often differs from the whole for any of many histories."""
    differing: list[object] = []

    @settings(max_examples=150, deadline=None, database=None, derandomize=True)
    @given(histories())
    def look(events: tuple[Event, ...]) -> None:
        if differing:
            return
        whole = ask(events, END)
        if step_live(events, POOLED) != spans(whole, END) or hourly(events).versions != whole.versions:
            differing.append(events)

    look()
    return bool(differing)


def test_a_planted_fault_in_the_row_versions_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding._Versions, "take", _takes_the_latest_only)
    assert is_caught()


def test_a_version_that_begins_late_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = folding._Versions.take
    monkeypatch.setattr(folding._Versions, "take", lambda *args: _is_late(*args, sound=sound))
    assert is_caught()


def test_an_engine_that_wakes_nobody_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding.Sight, "wake", _wakes_nobody)
    assert is_caught()
