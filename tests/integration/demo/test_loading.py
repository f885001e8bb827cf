"""The example partnership as `load_demo` makes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from followthrough.service.access import policies
from followthrough.service.agencies import queries
from followthrough.service.agencies.models import ADMINISTRATOR, Agency, Practitioner, Team
from followthrough.service.children.models import Child, HouseholdMember
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.demo import loading, people, wealdshire
from followthrough.service.demo.clock import LIVE_FROM, START, DemoClock
from followthrough.service.demo.models import DemoTime
from followthrough.service.ledger.models import Duty, Event, Rung, Signal
from followthrough.service.sharing import actions as sharing
from followthrough.service.sharing.models import Leg


@pytest.fixture(autouse=True)
def wealdshire_time(demo_db: None) -> Iterator[None]:
    with clock.use(DemoClock()):
        yield


def person(username: str) -> Viewer:
    return queries.viewer_of(Practitioner.objects.get_by_natural_key(username))


def test_it_is_half_past_five_on_the_evening_before_good_friday() -> None:
    assert clock.now() == START


def test_everybody_is_there_and_every_agency_has_a_default_team() -> None:
    assert set(Practitioner.objects.values_list("username", flat=True)) == {each.username for each in people.PEOPLE}
    with_default = Team.objects.filter(is_default=True).values_list("agency", flat=True)
    assert set(with_default) == set(Agency.objects.values_list("pk", flat=True))


def test_every_telephone_is_one_that_nobody_has() -> None:
    numbers = [each.telephone for each in wealdshire.AGENCIES]
    numbers += [team.telephone for each in wealdshire.AGENCIES for team in each.teams]
    assert all(number.startswith("01632 960") and len(number) == 12 for number in numbers)


def test_everybody_has_a_team_and_the_password_that_is_shown() -> None:
    """One hash stands for all: to try it for each would take a third of a second for each."""
    assert len(set(Practitioner.objects.values_list("password", flat=True))) == 1
    assert Practitioner.objects.get_by_natural_key("ines.doyle").check_password(people.PASSWORD)
    everybody = {username: person(username) for username, _, _ in (*people.SIGN_INS, *people.OTHERS)}
    assert len(everybody) == len(people.PEOPLE)
    assert [name for name, who in everybody.items() if not who.teams and who.roles != (ADMINISTRATOR,)] == []


def test_every_agency_has_somebody_who_answers_and_somebody_who_works_with_children() -> None:
    """So that each duty finds a person: its team, a manager to climb to, a lead."""
    roles: dict[str, set[str]] = {}
    for each in people.PEOPLE:
        roles.setdefault(each.agency, set()).update(role for _, role in each.seats)
    without = {key: {"team-manager", "safeguarding-lead"} - held for key, held in roles.items()}
    assert {key: missing for key, missing in without.items() if missing} == {}
    assert set(roles) == {each.key for each in wealdshire.AGENCIES}


def test_the_three_children_live_in_their_homes() -> None:
    assert {"child-one", "child-two", "child-three"} <= set(Child.objects.values_list("pk", flat=True))
    assert not Child.objects.filter(born_on=None).exists()
    assert HouseholdMember.objects.filter(child="child-one", household="household-one", to_on=None).exists()
    mother = HouseholdMember.objects.get(household="household-one", relation="mother")
    assert mother.person is not None and mother.person.interpreter_needed


def test_what_was_recorded_keeps_its_own_time_and_nothing_later_is_there() -> None:
    with acting(person("fatima.noor")):
        events = list(Event.objects.filter(subject_id="child-one").order_by("recorded_at"))
    assert events and events[-1].recorded_at <= START
    form = next(event for event in events if event.id == "c1-11")
    assert (form.recorded_at.isoformat(), form.kind) == ("2011-05-03T09:00:00+00:00", "vulnerable-child.form")


def test_the_ledger_holds_what_the_newsletter_tells() -> None:
    with acting(person("martin.oakes")):
        assert Signal.objects.filter(subject_id="child-one").exists(), "the under-two watch in her earlier history"
        assert Duty.objects.filter(subject_id="child-one", state="breached").exists()
        assert Duty.objects.filter(subject_id="child-one", state="open", due_at__gt=START).exists()


def test_nothing_of_the_past_has_climbed() -> None:
    with acting(person("martin.oakes")):
        assert not Rung.objects.filter(duty__due_at__lt=LIVE_FROM).exists()


def test_the_urgent_share_that_nobody_received_has_begun_to_climb() -> None:
    """Sent at 16:20, due within one clock hour; ten minutes later the visitor arrives."""
    with acting(person("martin.oakes")):
        duty = Duty.objects.get(trigger="c1-41", due_at=datetime(2013, 3, 28, 17, 20, tzinfo=UTC))
        first = Rung.objects.filter(duty=duty, kind="rung").earliest("fired_at")
    assert (duty.state, duty.debtor_agency) == ("breached", "social-care")
    assert first.fired_at - duty.due_at < timedelta(seconds=1)


def test_the_urgent_share_waits_at_the_front_door_for_a_named_person() -> None:
    with acting(person("ines.doyle")):
        leg = Leg.objects.get(share__reference="FT-ONE-6")
        assert (leg.state, leg.team.key, leg.share.asks) == ("sent", "social-care/front-door", "urgent")
        sharing.receive(leg_id=leg.pk, by=person("ines.doyle"))
        duty = Duty.objects.get(trigger="c1-41", due_at=datetime(2013, 3, 28, 17, 20, tzinfo=UTC))
    assert duty.state == "met late"


def test_every_share_of_the_stories_is_folded_from_its_events_and_names_a_person() -> None:
    for team, username in (("hospital/ward", "amy.croft"), ("school-hillside/safeguarding", "helen.marsh")):
        with acting(person(username)):
            for leg in Leg.objects.filter(share__teams__0=team):
                events = Event.objects.filter(data__leg=leg.pk).order_by("recorded_at")
                assert [step["event"] for step in leg.steps] == [event.id for event in events]
                assert all(Practitioner.objects.filter(pk=step["by"]).exists() for step in leg.steps)
                received = [event.data["by"] for event in events if event.kind == "share.received"]
                assert all(Practitioner.objects.filter(pk=by).exists() for by in received)


def test_who_never_had_to_do_with_a_child_does_not_see_them() -> None:
    seen = {name: set(policies.visible_to(person(name))) for name in ("martin.oakes", "helen.marsh", "ewan.blythe")}
    assert "child-one" in seen["martin.oakes"]
    assert "child-one" not in seen["helen.marsh"] | seen["ewan.blythe"]


def test_loading_again_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_demo")
    assert "loaded already" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_emptying_begins_again() -> None:
    before = _ledger()
    call_command("load_demo", "--reset")
    assert loading.is_loaded()
    assert _ledger() == before


def _ledger() -> list[tuple[object, ...]]:
    """Without ids: what cover and rotas record, and a review, are numbered anew each time, and a duty's id follows its
    trigger's.
    """
    with acting(person("martin.oakes")):
        of_reviews = Duty.objects.filter(subject_kind="review").values_list(
            "procedure", "subject_kind", "state", "due_at"
        )
        of_others = Duty.objects.exclude(subject_kind="review").values_list(
            "procedure", "subject_id", "state", "due_at"
        )
        return sorted([*of_reviews, *of_others])


@pytest.mark.parametrize("words", [(), ("--reset",)])
def test_a_real_partnership_is_neither_loaded_nor_emptied(words: tuple[str, ...]) -> None:
    DemoTime.objects.update(is_loaded=False)
    Practitioner.objects.filter(username="amy.croft").update(email="amy.croft@hospital.example")
    with pytest.raises(CommandError, match="holds 1 people who are not the demo's"):
        call_command("load_demo", *words, verbosity=0)
    assert Practitioner.objects.count() == len(people.PEOPLE)
