"""The one door: what goes in, what follows from it, and that it is all or nothing."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from followthrough.procedures.model.event import TICK
from followthrough.service.core.audit.models import AuditRow
from followthrough.service.core.clock import FixedClock
from followthrough.service.core.viewer import acting
from followthrough.service.ledger import assessing, rulebook
from followthrough.service.ledger.actions import AlreadyRecorded, CannotRecord, record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.histories import children_of, history
from followthrough.service.ledger.models import Duty, Event, Outbox, Signal, SubjectState
from integration.ledger import practice
from integration.ledger.practice import (
    ADA,
    BEN,
    DAY,
    HOME,
    HOUR,
    NURSE,
    START,
    WORKER,
    happens,
    ledger,
    lives_together,
    records,
    sent,
)

pytestmark = pytest.mark.django_db


def test_an_event_is_appended_and_the_duty_that_follows_stands() -> None:
    done = records(sent())
    duty = ledger()["ada share-received open"]
    assert done.duty_ids_opened == (duty.id,)
    assert (duty.debtor_agency, duty.debtor_team) == ("social-care", "front-door")
    assert (duty.opened_at, duty.due_at) == (START, START + HOUR)
    assert (duty.title, duty.source["clause"], duty.adoption) == ("Share received", "Key learning", "on")
    assert (duty.rulebook_version, duty.trigger) == ("test-1", done.event_ids[0])


def test_a_closing_closes_it(time: FixedClock) -> None:
    opened = records(sent())
    time.at += HOUR / 2
    closed = records(happens("share.received", leg="leg-1"), by=WORKER)
    assert closed.duty_ids_closed == opened.duty_ids_opened
    assert ledger()["ada share-received met"].closed_at == START + HOUR / 2


def test_data_come_back_with_their_types() -> None:
    data = {"items": ("one", "two"), "accept_by": START + HOUR}
    records(sent(**data), happens("child.born", born_on=date(2010, 1, 15), at=START - 1000 * DAY))
    with as_assessor():
        chains = history(ADA, practice.vocabulary()).chains_by_kind
    assert chains["share.sent"][0].root.data["items"] == ("one", "two")
    assert chains["share.sent"][0].root.data["accept_by"] == START + HOUR
    assert chains["child.born"][0].root.data["born_on"] == date(2010, 1, 15)


def test_knowledge_is_derived_from_shares_and_what_is_stated_is_kept() -> None:
    seen = records(happens("child.seen", stated_known={"police": START - HOUR}, at=START - 2 * HOUR))
    records(sent(items=seen.event_ids))
    with as_assessor():
        known = history(ADA, practice.vocabulary()).chains[seen.event_ids[0]].root.known
    assert {agency: first.at for agency, (first, *_) in known.items()} == {
        "hospital": START - 2 * HOUR, "police": START - HOUR, "social-care": START,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (happens("no.such-kind", at=START), "is no kind of event"),
        (happens("child.seen", at=START, colour="blue"), "is no field of child.seen"),
        (happens("child.seen", at=START + HOUR), "before it happens"),
        (happens("child.seen", at=START.replace(tzinfo=None)), "names no time zone"),
        (happens("child.seen", at=START, corrects="nothing"), "to correct"),
        (happens("child.seen", at=START, stated_known={"police": START + HOUR}), "later than it is recorded"),
        (happens("child.seen", at=START, is_retraction=True), "must name what it takes back"),
    ],
)
def test_what_does_not_fit_is_refused_in_words_and_nothing_is_kept(event: practice.NewEvent, reason: str) -> None:
    with pytest.raises(CannotRecord, match=reason):
        records(sent(), event)
    with as_assessor():
        assert (Event.objects.count(), Duty.objects.count(), SubjectState.objects.count()) == (0, 0, 0)


def test_the_same_id_is_refused() -> None:
    records(sent(id="once"))
    with pytest.raises(AlreadyRecorded):
        records(sent(id="once"))


def test_a_correction_must_be_of_the_same_child() -> None:
    seen = records(happens("child.seen", BEN))
    with pytest.raises(CannotRecord, match="to correct"):
        records(happens("child.seen", ADA, corrects=seen.event_ids[0]))


def ledger_audit() -> QuerySet[AuditRow]:
    """Without what tests of refusals have left: rows written apart outlive the tests that wrote them."""
    return AuditRow.objects.filter(action__in=["events.recorded", "duties.assessed"])


def test_when_assessing_fails_nothing_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("the engine has a fault")

    monkeypatch.setattr(assessing, "assess", fails)
    with pytest.raises(RuntimeError, match="fault"):
        records(sent())
    with as_assessor():
        assert not Event.objects.exists()
        assert not Outbox.objects.exists()
    assert not ledger_audit().exists()


def test_events_duties_letters_and_audit_go_with_the_callers_transaction() -> None:
    with pytest.raises(LookupError), transaction.atomic():
        records(sent())
        assert ledger()
        raise LookupError
    with as_assessor():
        assert not Event.objects.exists()
        assert not Duty.objects.exists()
        assert not Outbox.objects.exists()
    assert not ledger_audit().exists()


def test_the_audit_names_who_recorded_what_and_what_followed() -> None:
    done = records(sent())
    recorded, assessed = ledger_audit().order_by("id")
    assert (recorded.action, recorded.viewer, recorded.subject_id) == ("events.recorded", "p-nurse", "ada")
    assert recorded.detail == {"events": list(done.event_ids)}
    assert (assessed.action, assessed.detail["opened"]) == ("duties.assessed", list(done.duty_ids_opened))


def test_a_new_duty_tells_its_team_once_and_says_nothing_of_the_child() -> None:
    records(sent(text="Bruises on both arms"))
    records(happens("child.seen"))
    with as_assessor():
        letter = Outbox.objects.get()
    assert letter.to == "social-care/front-door/"
    assert letter.state == "waiting"
    told = f"{letter.sentence} {letter.reference} {letter.link}".replace(letter.duty_id, "")
    said = re.findall(r"\b[a-z]+\b", told.lower().replace("-", "_"))
    assert not {"ada", "bruises", "share", "hospital"} & set(said)


def test_times_of_record_increase_strictly_while_the_clock_stands_still() -> None:
    times = [records(sent(f"leg-{n}"), sent(f"leg-b-{n}")).recorded_at for n in range(3)]
    assert times == [START + n * TICK for n in (1, 3, 5)]


def test_a_clock_that_goes_back_does_not_take_the_record_with_it(time: FixedClock) -> None:
    first = records(sent()).recorded_at
    time.at -= HOUR
    assert records(happens("share.received", leg="leg-1")).recorded_at == first + TICK


def test_recording_more_changes_no_duty_that_it_does_not_concern() -> None:
    records(sent())
    before = ledger()
    done = records(happens("child.seen"))
    after = ledger()
    assert done.changes.rewritten == ()
    assert {key: duty.id for key, duty in before.items()} == {key: duty.id for key, duty in after.items()}


def test_the_same_events_give_the_same_ids_of_duties() -> None:
    with pytest.raises(LookupError), transaction.atomic():
        first = records(sent(id="s-1")).duty_ids_opened
        raise LookupError
    assert records(sent(id="s-1")).duty_ids_opened == first


def test_a_correction_re_dates_the_same_duty(time: FixedClock) -> None:
    first = records(sent(id="s-1"))
    time.at += HOUR / 2
    records(sent(id="s-2", corrects="s-1", at=START - HOUR / 4))
    duty = ledger()["ada share-received open"]
    assert duty.id == first.duty_ids_opened[0]
    assert duty.due_at == START + 3 * HOUR / 4


def test_a_retraction_supersedes_the_duty() -> None:
    first = records(sent(id="s-1"))
    done = records(sent(id="s-2", corrects="s-1", is_retraction=True))
    assert done.duty_ids_closed == first.duty_ids_opened
    assert list(ledger()) == ["ada share-received superseded"]


def test_a_procedure_that_is_taken_out_leaves_no_duty_open() -> None:
    records(sent())
    with rulebook.use(practice.rulebook("test-2", without="share-received")):
        records(happens("child.seen"))
    assert list(ledger()) == ["ada share-received superseded"]


def test_who_has_taken_a_duty_outlives_an_assessment() -> None:
    (duty_id,) = records(sent(id="s-1")).duty_ids_opened
    with as_assessor():
        Duty.objects.filter(pk=duty_id).update(taken_by="p-worker", taken_at=START)
    records(sent(id="s-2", corrects="s-1", at=START - HOUR / 4))
    duty = ledger()["ada share-received open"]
    assert (duty.due_at, duty.taken_by, duty.taken_at) == (START + 3 * HOUR / 4, "p-worker", START)


# Others whom an event concerns


def test_what_happens_in_the_household_reaches_every_child_of_it() -> None:
    lives_together(ADA, BEN)
    records(happens("da.incident", HOME, at=START - DAY), happens("da.incident", HOME, at=START), by=WORKER)
    assert set(ledger(ADA, BEN)) == {"ada meet-about-it open", "ben meet-about-it open"}


def test_what_happens_to_a_brother_reaches_the_sister() -> None:
    lives_together(ADA, BEN)
    records(happens("da.incident", BEN, at=START - DAY), happens("da.incident", BEN, at=START), by=WORKER)
    assert set(ledger(ADA, BEN)) == {"ada meet-about-it open", "ben meet-about-it open"}


def test_a_child_who_joins_later_is_looked_at_with_what_the_household_then_sees() -> None:
    records(happens("da.incident", HOME, at=START - DAY), happens("da.incident", HOME, at=START), by=WORKER)
    assert not ledger(ADA)
    records(happens("household.joined", ADA, household=HOME.id, at=START - 2 * DAY))
    assert set(ledger(ADA)) == {"ada meet-about-it open"}


def test_a_child_elsewhere_is_left_alone() -> None:
    lives_together(ADA)
    records(happens("da.incident", BEN, at=START - DAY), happens("da.incident", BEN), by=WORKER)
    assert set(ledger(ADA, BEN)) == {"ben meet-about-it open"}


def test_a_signal_stands_with_its_evidence() -> None:
    done = records(happens("da.incident", at=START - DAY, id="i-1"), happens("da.incident", id="i-2"))
    with as_assessor():
        signal = Signal.objects.get()
    assert done.changes.raised == (signal.id,)
    assert (signal.root, set(signal.evidence), signal.state) == ("i-2", {"i-1", "i-2"}, "stands")


# What the database refuses, whoever asks


def test_nobody_records_in_anothers_name() -> None:
    records(sent())
    with as_assessor():
        event = Event.objects.get()
    event.id, event.recorded_at, event.author = "forged", START + HOUR, "p-worker"
    with acting(NURSE), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Event.objects.bulk_create([event])


def test_record_needs_an_event() -> None:
    with pytest.raises(CannotRecord, match="nothing to record"):
        record([], by=NURSE)


def test_who_shares_a_home_is_found_by_index() -> None:
    """Asked with every record and every reading: it must not read the events of the whole partnership."""
    with as_assessor(), connection.cursor() as cursor, CaptureQueriesContext(connection) as asked:
        children_of(["home"])
        (sql,) = [each["sql"] for each in asked.captured_queries if "household.joined" in each["sql"]]
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(f"explain {sql}")
        assert "ledger_event_household" in " ".join(line for (line,) in cursor.fetchall())
