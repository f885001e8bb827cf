"""Off, in shadow, on: what nobody has adopted asks nobody for anything, and adopting pages nobody about the past."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connections
from django.utils.module_loading import import_string
from pytest_django import Settings

from followthrough.procedures.model import answer
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.config.settings import base
from followthrough.service.core.clock import FixedClock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger import adoption, amending, checks, rulebook, sweep
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.loads import WEEKS, loads
from followthrough.service.ledger.models import Adoption, AdoptionDecision, Duty, Event, Outbox, Rung, Signal
from followthrough.service.ledger.queries import duties_for, signals_for
from integration.ledger.practice import ADA, DAY, HOUR, WORKER, happens, ledger, records, sent

pytestmark = pytest.mark.django_db(databases=["default", "owner", "assessor"])
BOARD = Viewer("p-board", "manager", "board", ("board/office",), ("business-manager",))


@pytest.fixture(autouse=True)
def nobody_has_decided(settings: Settings) -> None:
    settings.FOLLOWTHROUGH_UNDECIDED = "shadow"


def decide(procedure: str, stance: Adoption, reason: str = "Minuted on Thursday") -> AdoptionDecision:
    with acting(BOARD):
        stances = adoption.current(rulebook.current())
        return adoption.decide(procedure=procedure, adoption=stance, reason=reason, by=BOARD, stances=stances)


def adopt_all() -> None:
    for identity in rulebook.current().by_id:
        decide(identity, Adoption.ON)


def stance(procedure: str) -> Adoption:
    return adoption.current(rulebook.current()).of(procedure)


def told() -> tuple[int, int]:
    """Rungs that have fired, and letters."""
    with as_assessor():
        return Rung.objects.count(), Outbox.objects.count()


def adoptions() -> dict[str, str]:
    with as_assessor():
        return dict(Duty.objects.values_list("procedure", "adoption"))


def test_what_nobody_has_decided_about_is_in_shadow_and_says_nothing_to_anybody(time: FixedClock) -> None:
    records(sent())
    time.at += 3 * HOUR
    sweep.run_once()
    assert adoptions() == {"share-received": "shadow"}
    assert list(ledger()) == ["ada share-received breached"]
    assert told() == (0, 0)
    with acting(WORKER):
        assert list(duties_for(WORKER)) == []


def test_a_signal_in_shadow_is_shown_to_nobody(time: FixedClock) -> None:
    records(happens("da.incident"), happens("da.incident"))
    with as_assessor():
        assert [each.adoption for each in Signal.objects.all()] == ["shadow"]
        assert list(signals_for(WORKER, ADA)) == []


def test_adopted_it_asks_and_climbs(time: FixedClock) -> None:
    adopt_all()
    records(sent())
    assert adoptions() == {"share-received": "on"}
    assert told()[1] == 1
    time.at += 2 * HOUR
    sweep.run_once()
    assert told()[0] > 0


def test_what_is_open_when_a_rule_is_adopted_is_asked_for_from_then_on(time: FixedClock) -> None:
    records(sent())
    time.at += HOUR / 2
    decide("share-received", Adoption.ON)
    sweep.run_once()
    assert adoptions() == {"share-received": "on"}
    time.at += HOUR
    sweep.run_once()
    with as_assessor():
        assert list(Rung.objects.filter(kind="rung").values_list("index", flat=True)) == [0]


def test_adopting_tells_nobody_of_what_was_due_before_and_yet_shows_it(time: FixedClock) -> None:
    """Its first rung fell before the decision and is never fired; those after it are."""
    records(sent())
    time.at += HOUR * 1.5
    decide("share-received", Adoption.ON)
    sweep.run_once()
    assert (adoptions(), list(ledger())) == ({"share-received": "on"}, ["ada share-received breached"])
    assert told() == (0, 0)
    time.at += 2 * HOUR
    sweep.run_once()
    with as_assessor():
        assert list(Rung.objects.values_list("index", flat=True)) == [1]


def test_put_back_into_shadow_it_climbs_no_more(time: FixedClock) -> None:
    adopt_all()
    records(sent())
    decide("share-received", Adoption.SHADOW, "Too many of them")
    time.at += 3 * HOUR
    sweep.run_once()
    assert adoptions() == {"share-received": "shadow"}
    assert told()[0] == 0


def test_what_was_done_while_a_rule_was_on_stays_in_sight(time: FixedClock) -> None:
    adopt_all()
    records(sent())
    records(happens("share.received", leg="leg-1"), by=WORKER)
    decide("share-received", Adoption.SHADOW, "Too many of them")
    sweep.run_once()
    assert (adoptions(), list(ledger())) == ({"share-received": "on"}, ["ada share-received met"])


def test_what_is_off_is_not_worked_out(time: FixedClock) -> None:
    decide("share-received", Adoption.OFF)
    records(sent())
    assert ledger() == {}


def test_switched_off_what_waits_is_put_aside(time: FixedClock) -> None:
    adopt_all()
    records(sent())
    decide("share-received", Adoption.OFF)
    sweep.run_once()
    assert list(ledger()) == ["ada share-received superseded"]


def test_a_rule_that_is_fed_by_one_in_shadow_stays_in_shadow(time: FixedClock) -> None:
    decide("meet-about-it", Adoption.ON)
    assert stance("meet-about-it") is Adoption.SHADOW
    assert adoption.current(rulebook.current()).held_back_by("meet-about-it") == "twice"
    decide("twice", Adoption.ON)
    assert stance("meet-about-it") is Adoption.ON


def test_a_watch_that_is_off_still_feeds_the_rule_that_is_tried_out_in_shadow(time: FixedClock) -> None:
    decide("twice", Adoption.OFF)
    records(happens("da.incident"), happens("da.incident"))
    records(happens("signal.told", signal=signal_id(), recipient_agency="social-care"), by=WORKER)
    with as_assessor():
        assert Signal.objects.count() == 0
    assert adoptions() == {"meet-about-it": "shadow"}


def signal_id() -> str:
    with as_assessor():
        last = Event.objects.filter(kind="da.incident").order_by("occurred_from", "pk").reverse()[0]
    return answer.signal_id("twice", ADA, last.pk)


def test_a_rule_that_waits_for_its_page_stays_in_shadow_and_says_for_what(settings: Settings) -> None:
    settings.FOLLOWTHROUGH_RECORDS = ["integration.ledger.test_adoption.all_but_meetings"]
    adopt_all()
    stances = adoption.current(rulebook.current())
    assert stances.waits_for("meet-about-it") == ("meeting.held",)
    assert (stance("meet-about-it"), stance("share-received")) == (Adoption.SHADOW, Adoption.ON)
    (said,) = checks.procedures_that_wait(["default"])
    assert "meet-about-it: meeting.held" in said.msg and not said.is_serious()


def all_but_meetings(vocabulary: Vocabulary) -> list[str]:
    return [kind for kind in vocabulary.kinds if kind != "meeting.held"]


def test_the_service_records_what_its_adopted_procedures_need() -> None:
    """Of the real rulebook and the real pages: what a share asks for can be done."""
    functions = [import_string(name) for name in base.FOLLOWTHROUGH_RECORDS]
    with rulebook.use(amending.loaded(rulebook.folder(), rulebook.packs())):
        vocabulary = rulebook.current().vocabulary
        kinds = {kind for function in functions for kind in function(vocabulary)}
    assert {"share.sent", "share.received", "duty.excused", "delivery.failed", "child.seen"} <= kinds
    assert kinds <= set(vocabulary.kinds), "a page says that it records what the vocabulary does not know"


@pytest.mark.parametrize(
    ("procedure", "reason", "said"),
    [("nothing", "Minuted", "no such procedure"), ("share-received", "  ", "Say why")],
)
def test_a_decision_that_cannot_be_is_refused(procedure: str, reason: str, said: str) -> None:
    with pytest.raises(adoption.CannotDecide, match=said):
        decide(procedure, Adoption.ON, reason)
    assert AdoptionDecision.objects.count() == 0


def test_the_same_decision_twice_is_refused() -> None:
    decide("share-received", Adoption.ON)
    with pytest.raises(adoption.CannotDecide, match="on already"):
        decide("share-received", Adoption.ON)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("change", ["update {} set reason = 'another'", "delete from {}", "truncate {}"])
def test_a_decision_cannot_be_edited_or_deleted(change: str) -> None:
    decide("share-received", Adoption.ON)
    with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError, match="append-only"):
        cursor.execute(change.format("ledger_adoptiondecision"))


def test_the_load_is_counted_by_week_and_by_whom(time: FixedClock) -> None:
    records(sent("leg-1"), sent("leg-2"))
    time.at += 7 * DAY + HOUR
    records(sent("leg-3"))
    (load,) = loads("share-received", of_all=True)
    assert (load.agency, load.team, load.total, load.most) == ("social-care", "front-door", 3, 2)
    assert load.by_week == (*[0] * (WEEKS - 2), 2, 1)
    assert loads("twice", of_all=True) == []
    time.at += WEEKS * 7 * DAY
    assert loads(of_all=True) == []


def test_a_look_writes_nothing_again_when_nothing_was_decided(time: FixedClock) -> None:
    records(sent())
    decide("share-received", Adoption.ON)
    sweep.run_once()
    assert sweep.run_once().assessed == 0
