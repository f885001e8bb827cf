"""Silence climbs: at its time, exactly once, in order, and without a word about what was history before."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from followthrough.procedures.model.event import TICK
from followthrough.service.core.audit.models import AuditRow
from followthrough.service.core.clock import FixedClock
from followthrough.service.ledger import assessing, rulebook, sweep
from followthrough.service.ledger.actions import go_live
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Outbox, Rung, SubjectState
from integration.ledger import practice
from integration.ledger.practice import ADA, BEN, DAY, HOUR, NURSE, START, WORKER, happens, ledger, records, sent

pytestmark = pytest.mark.django_db


def fired() -> list[tuple[str, int, int]]:
    with as_assessor():
        return list(Rung.objects.order_by("at", "kind").values_list("kind", "index", "repeat"))


def letters() -> Counter[str]:
    """To whom letters about silence were written, and how many."""
    with as_assessor():
        return Counter(Outbox.objects.exclude(key__endswith=":opened").values_list("to", flat=True))


def test_a_duty_is_breached_after_its_deadline_and_not_at_it(time: FixedClock) -> None:
    records(sent())
    time.at = START + HOUR
    sweep.run_once()
    assert list(ledger()) == ["ada share-received open"]
    time.at += TICK
    sweep.run_once()
    assert list(ledger()) == ["ada share-received breached"]


def test_no_rung_fires_before_or_at_the_deadline(time: FixedClock) -> None:
    records(sent())
    time.at = START + HOUR
    sweep.run_once()
    assert ("rung", 0, 0) not in fired()
    time.at += TICK
    sweep.run_once()
    assert ("rung", 0, 0) in fired()


def test_a_reminder_comes_before_the_deadline_and_goes_to_the_debtor(time: FixedClock) -> None:
    records(sent())
    time.at = START + timedelta(minutes=40) - TICK
    sweep.run_once()
    assert fired() == []
    time.at += TICK
    sweep.run_once()
    assert fired() == [("reminder", 0, 0)]
    assert letters() == {"social-care/front-door/": 1}


def test_each_rung_fires_once_however_often_one_sweeps(time: FixedClock) -> None:
    records(sent())
    for _ in range(12):
        time.at += HOUR
        sweep.run_once()
        sweep.run_once()
    assert fired() == [("reminder", 0, 0), ("rung", 0, 0), ("rung", 1, 0), ("rung", 2, 0)]
    assert letters()["hospital//safeguarding-lead"] == 1


def test_a_second_sweep_finds_nothing_to_do(time: FixedClock) -> None:
    records(sent())
    time.at += 2 * DAY
    assert sweep.run_once()
    rows = AuditRow.objects.count()
    assert not sweep.run_once()
    assert AuditRow.objects.count() == rows


def test_rungs_that_come_due_together_are_one_notice_to_each(time: FixedClock) -> None:
    records(sent())
    time.at += DAY
    sweep.run_once()
    assert [each for each in fired() if each[0] == "rung"] == [("rung", 0, 0), ("rung", 1, 0), ("rung", 2, 0)]
    assert letters()["social-care/front-door/team-manager"] == 1
    assert letters()["hospital//safeguarding-lead"] == 1


def test_what_was_done_in_time_never_climbs(time: FixedClock) -> None:
    records(sent())
    time.at += HOUR / 4
    records(happens("share.received", leg="leg-1"), by=WORKER)
    time.at += DAY
    sweep.run_once()
    assert fired() == []


def test_after_an_outage_a_closing_finds_the_rungs_fired_that_a_sweep_would_have_fired(time: FixedClock) -> None:
    records(sent())
    time.at += 4 * HOUR
    records(happens("share.received", leg="leg-1"), by=WORKER)
    assert list(ledger()) == ["ada share-received met late"]
    assert [each for each in fired() if each[0] == "rung"] == [("rung", 0, 0), ("rung", 1, 0)]
    time.at += DAY
    sweep.run_once()
    assert ("rung", 2, 0) not in fired()


def test_what_was_due_before_the_subject_was_live_never_climbs(time: FixedClock) -> None:
    records(sent(at=START - 30 * DAY))
    assert list(ledger()) == ["ada share-received breached"]
    time.at += DAY
    sweep.run_once()
    assert (fired(), letters()) == ([], {})
    with as_assessor():
        assert not Outbox.objects.exists()


def test_a_subject_goes_live_from_when_it_is_told(time: FixedClock) -> None:
    records(sent(at=START - DAY))
    go_live([ADA], at=START - 2 * DAY, by=NURSE)
    sweep.run_once()
    assert [each for each in fired() if each[0] == "rung"] == [("rung", 0, 0), ("rung", 1, 0), ("rung", 2, 0)]


def test_an_excuse_after_the_deadline_stops_the_climbing(time: FixedClock) -> None:
    (duty,) = records(sent()).duty_ids_opened
    time.at += HOUR + TICK
    sweep.run_once()
    records(happens("duty.excused", duty=duty, reason="It went astray"), by=WORKER)
    time.at += DAY
    sweep.run_once()
    assert ledger()["ada share-received breached"].ended_at == START + HOUR + TICK
    assert [each for each in fired() if each[0] == "rung"] == [("rung", 0, 0)]


# Standing duties


def test_a_standing_duty_keeps_speaking_while_it_stays_breached(time: FixedClock) -> None:
    records(happens("plan.began"), by=WORKER)
    due = ledger()["ada seen-on-plan open"].due_at
    for day in range(1, 13):
        time.at = START + day * DAY
        sweep.run_once()
    with as_assessor():
        times = list(Rung.objects.order_by("repeat").values_list("repeat", "at"))
    assert times == [(n, due + n * 2 * DAY) for n in range(len(times))]
    assert len(times) == 4
    assert letters() == {"social-care/front-door/team-manager": 4}


def test_repeats_missed_in_an_outage_fire_once_each_and_are_one_notice(time: FixedClock) -> None:
    records(happens("plan.began"), by=WORKER)
    time.at = START + 12 * DAY
    sweep.run_once()
    assert fired() == [("rung", 0, n) for n in range(4)]
    assert letters() == {"social-care/front-door/team-manager": 1}


def test_being_seen_silences_it_and_the_next_one_begins(time: FixedClock) -> None:
    records(happens("plan.began"), by=WORKER)
    time.at = START + 8 * DAY
    sweep.run_once()
    records(happens("child.seen"), by=WORKER)
    spoken = fired()
    time.at += 2 * DAY
    sweep.run_once()
    assert fired() == spoken
    assert {"ada seen-on-plan met late", "ada seen-on-plan open"} == set(ledger())


# Missed changes


def test_every_missed_change_is_stepped_in_order(time: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    records(happens("plan.began"), sent(), by=WORKER)
    looked_at: list[datetime] = []
    whole = assessing.assess

    def remembering(history, rules, days, as_of):  # type: ignore[no-untyped-def]
        answer = whole(history, rules, days, as_of)
        looked_at.append(as_of)
        changes.append(answer.changes_at)
        return answer

    changes: list[datetime | None] = []
    monkeypatch.setattr(assessing, "assess", remembering)
    time.at += 9 * DAY
    sweep.run_once()
    assert looked_at == sorted(set(looked_at))
    assert START + HOUR + TICK in looked_at
    assert looked_at[-1] <= time.at
    assert all(after <= before for before, after in zip(changes, looked_at[1:], strict=False) if before)
    with as_assessor():
        state = SubjectState.objects.get(subject_id="ada")
    assert state.changes_at is None or state.changes_at > time.at


def test_one_long_absence_of_the_sweep_fires_the_same_rungs_as_sweeping_all_along(time: FixedClock) -> None:
    def ten_days(pause: timedelta) -> set[tuple[object, ...]]:
        with transaction.atomic():
            time.at = START
            records(
                happens("plan.began", BEN, id="p"), sent("leg-a", ADA, id="a"), sent("leg-b", BEN, id="b"), by=WORKER
            )
            while time.at < START + 10 * DAY:
                time.at += pause
                sweep.run_once()
            with as_assessor():
                rungs = set(Rung.objects.values_list("duty__subject_id", "duty", "kind", "index", "repeat", "at"))
            transaction.set_rollback(True)
        return rungs

    at_once = ten_days(10 * DAY)
    assert at_once == ten_days(6 * HOUR)
    assert Counter(row[0] for row in at_once) == {"ada": 4, "ben": 4 + 3}


def test_a_reminder_that_comes_too_late_says_so(time: FixedClock) -> None:
    records(sent())
    time.at += DAY
    sweep.run_once()
    with as_assessor():
        reminder = Outbox.objects.get(key__contains=":reminder:")
    assert "overdue" in reminder.sentence


def test_a_new_rulebook_looks_again_at_everybody(time: FixedClock) -> None:
    records(sent())
    with rulebook.use(practice.rulebook("test-2", without="share-received")):
        assert sweep.run_once(adopts=False).assessed == 0
        assert sweep.run_once().assessed == 1
        assert not sweep.run_once()
    assert list(ledger()) == ["ada share-received superseded"]


def test_a_history_that_cannot_be_assessed_silences_no_other(
    time: FixedClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    records(sent("leg-a", ADA))
    records(sent("leg-b", BEN))
    whole = assessing.assess

    def fails_for_ada(history, *rest):  # type: ignore[no-untyped-def]
        if history.subject == ADA:
            raise RuntimeError("a fault of the engine")
        return whole(history, *rest)

    monkeypatch.setattr(assessing, "assess", fails_for_ada)
    time.at += 2 * HOUR
    report = sweep.run_once()
    assert (report.assessed, report.in_trouble) == (1, 1)
    assert "ben share-received breached" in ledger(BEN)
    monkeypatch.setattr(assessing, "assess", whole)
    assert sweep.run_once().in_trouble == 0
    assert "ada share-received breached" in ledger(ADA)


def test_a_history_that_cannot_be_assessed_still_climbs_with_what_is_known(
    time: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    records(sent())
    time.at += HOUR + TICK
    sweep.run_once()
    before = fired()

    def fails(*_: object) -> None:
        raise RuntimeError("a fault of the engine")

    monkeypatch.setattr(assessing, "assess", fails)
    with as_assessor():
        SubjectState.objects.update(changes_at=time.at)
    time.at += DAY
    assert sweep.run_once().in_trouble == 1
    assert before == [("reminder", 0, 0), ("rung", 0, 0)]
    assert fired() == [("reminder", 0, 0), ("rung", 0, 0), ("rung", 1, 0), ("rung", 2, 0)]
