"""A rota names who is on duty; a gap is found well ahead, and two people never hold one queue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.models import Shift
from followthrough.service.agencies.ringing import to_ring
from followthrough.service.core import clock
from followthrough.service.core.clock import FixedClock
from followthrough.service.cover.actions import gaps, rota
from followthrough.service.cover.models import Gap, Handing, RotaChange
from followthrough.service.cover.policies import CannotKeep
from followthrough.service.ledger import sweep
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Rung
from integration.cover import rotas
from integration.cover.rotas import START, keep, person, put_in, viewer
from integration.cover.test_cover import plain, signed_in
from integration.sharing.world import local
from integration.worklist.test_home import ours

pytestmark = pytest.mark.django_db
MON, TUE, WED = (local(2013, 3, day, 17) for day in (25, 26, 27))
NINE = timedelta(hours=16)  # from 17:00 to 09:00
WEEK = "/rotas/of/social-care/out-of-hours/"


@pytest.fixture
def at(db: None) -> Iterator[FixedClock]:
    with clock.use(FixedClock(START)) as at:
        rotas.build()
        yield at


def filled() -> None:
    """Two weeks, every night and day off of them, with one name."""
    keep(on=date(2013, 3, 27))
    put_in(local(2013, 3, 26, 17), local(2013, 4, 9, 9), "night.one")


def duties(procedure: str = "rota-gap-filled") -> list[str]:
    with as_assessor():
        return list(Duty.objects.filter(procedure=procedure).order_by("opened_at").values_list("state", flat=True))


def ring(moment: object) -> str:
    with clock.use(FixedClock(moment)):  # type: ignore[arg-type]
        teams = list(agencies.teams())
        door = next(each for each in teams if each.slug == "front-door")
        return to_ring(door, teams, clock.now()).words


def test_whoever_is_on_shift_is_rung_and_else_the_next_of_the_ladder(at: FixedClock) -> None:
    keep("worker", "manager")
    put_in(MON, MON + NINE, "night.one")
    put_in(MON, WED, "night.manager", level="manager", role="Manager on call", telephone="01632 960178")
    shut = "Front-Door is shut until tomorrow, Tuesday 26 March 09:00. Ring "
    assert ring(local(2013, 3, 25, 23)) == f"{shut}Night One, Out-Of-Hours: 01632 960177"
    shut = "Front-Door is shut until tomorrow, Wednesday 27 March 09:00. Ring "
    assert ring(local(2013, 3, 26, 23)) == f"{shut}Night Manager (manager on call), Out-Of-Hours: 01632 960178"
    assert ring(local(2013, 3, 26, 11)).startswith("Ring Front-Door: 01632 960101")
    shut = "Front-Door is shut until tomorrow, Thursday 28 March 09:00. Ring "
    assert ring(local(2013, 3, 27, 23)) == f"{shut}Out-Of-Hours: 01632 960102"


def test_at_its_last_minute_a_shift_still_holds_and_at_its_end_the_next_one_does(at: FixedClock) -> None:
    keep()
    put_in(MON, MON + timedelta(hours=5), "night.one")
    put_in(MON + timedelta(hours=5), MON + NINE, "night.two")
    assert "Night One" in ring(local(2013, 3, 25, 21, 59)) and "Night Two" in ring(local(2013, 3, 25, 22))


def test_two_of_one_level_and_one_person_in_two_places_are_refused_in_words(at: FixedClock) -> None:
    keep("worker", "manager")
    put_in(MON, MON + NINE, "night.one")
    with pytest.raises(rota.CannotRoster, match="Somebody holds this level then: Night One, worker, Mon 25 Mar 17:00"):
        put_in(MON + timedelta(hours=1), TUE, "night.two")
    with pytest.raises(rota.CannotRoster, match="Night One is on duty already"):
        put_in(MON, MON + NINE, "night.one", level="manager")
    put_in(MON + NINE, TUE, "night.two")
    assert Shift.objects.count() == 2


def test_the_database_itself_refuses_a_double_booking(at: FixedClock) -> None:
    keep()
    shift = put_in(MON, MON + NINE, "night.one")
    for change in ({"practitioner": person("night.two")}, {"level": "senior"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            again = Shift.objects.get(pk=shift.pk)
            again.pk = None
            for name, value in change.items():
                setattr(again, name, value)
            again.save()


def test_a_gap_is_found_two_weeks_ahead_once_and_filling_it_meets_the_duty(at: FixedClock) -> None:
    filled()
    assert duties() == []
    at.at += timedelta(days=1, hours=9)  # the fourteen days now reach past the last shift
    assert gaps.find() == 1 and gaps.find() == 0
    assert duties() == ["open"]
    put_in(local(2013, 4, 9, 17), local(2013, 5, 1, 9), "night.two")
    assert duties() == ["met"] and Gap.objects.get().filled_at == clock.now()


def test_a_role_and_a_number_are_enough_far_ahead_and_not_near(at: FixedClock) -> None:
    filled()
    put_in(local(2013, 4, 9, 17), local(2013, 4, 10, 9))
    assert gaps.find() == 0 and duties() == []
    page = plain(signed_in("constable").get(f"{WEEK}?week=2013-04-08").content)
    assert "Name comes later" in page and "Duty social worker" in page
    at.at = local(2013, 3, 26, 17, 1)
    sweep.run_once()
    assert duties() == ["open"]
    assert "Needs a name" in plain(signed_in("constable").get(f"{WEEK}?week=2013-04-08").content)


def test_a_gap_that_nobody_fills_climbs_to_director_and_board(at: FixedClock) -> None:
    keep()
    assert duties() == ["open"]
    at.at = local(2013, 3, 25, 17, 1)
    sweep.run_once()
    assert duties() == ["breached"]
    with as_assessor():
        told = set(Rung.objects.filter(kind="rung").values_list("tell_agency", "tell_role"))
    assert told == {("social-care", "director"), ("board", "business-manager")}


def test_a_shift_taken_out_opens_another_gap_with_a_duty_of_its_own(at: FixedClock) -> None:
    filled()
    for before in ([], ["met"]):
        rota.take_out(shift=Shift.objects.get(), by=viewer("night.manager"))
        assert gaps.find() == 0 and duties() == before, "the manager is at it"
        at.at += timedelta(minutes=30)
        assert gaps.find() == 1 and duties() == [*before, "open"]
        put_in(local(2013, 3, 26, 17), local(2013, 4, 9, 9), "night.two")


def test_a_swap_changes_nothing_until_it_is_accepted_and_then_both_shifts(at: FixedClock) -> None:
    keep()
    first, second = put_in(MON, MON + NINE, "night.one"), put_in(TUE, TUE + NINE, "night.two")
    one, two = signed_in("night.one"), signed_in("night.two")
    said = {"taker": person("night.two").pk, "in_return": str(second.pk)}
    answer = one.post(f"/rotas/shift/{first.pk}/offer/", said, follow=True)
    assert "Night Two is asked. Until they accept, the shift stays as it is." in answer.content.decode()
    assert names() == ["Night One", "Night Two"]
    handing = Handing.objects.get()
    assert one.post(f"/rotas/offers/{handing.pk}/", {"do": "accept"}).status_code == 403
    page = plain(two.get("/rotas/").content)
    assert "Night One asks you to take Mon 25 Mar 17:00 to Tue 26 Mar 09:00" in page
    assert "In return they take Tue 26 Mar 17:00" in page
    two.post(f"/rotas/offers/{handing.pk}/", {"do": "accept"})
    assert names() == ["Night Two", "Night One"]
    again = two.post(f"/rotas/offers/{handing.pk}/", {"do": "accept"}, follow=True)
    assert "This was answered already: accepted." in again.content.decode() and names() == ["Night Two", "Night One"]
    sweep.run_once()
    assert [letter.to for letter in mail.outbox if "take a shift" in letter.body] == [["night.two@example.org"]]


def names() -> list[str]:
    return [shift.practitioner.name if shift.practitioner else "" for shift in Shift.objects.order_by("starts_at")]


def test_a_declined_or_taken_back_offer_leaves_the_shift_where_it_is(at: FixedClock) -> None:
    keep()
    shift = put_in(MON, MON + NINE, "night.one")
    for by, do in (("night.two", "decline"), ("night.one", "take-back")):
        signed_in("night.one").post(f"/rotas/shift/{shift.pk}/offer/", {"taker": person("night.two").pk})
        waiting = Handing.objects.get(answer="waiting")
        signed_in(by).post(f"/rotas/offers/{waiting.pk}/", {"do": do})
    assert names() == ["Night One"]
    assert sorted(Handing.objects.values_list("answer", flat=True)) == ["declined", "taken back"]


def test_who_is_away_loses_the_name_and_is_put_on_no_shift(at: FixedClock) -> None:
    filled()
    answer = signed_in("night.one").post(
        "/rotas/away/",
        {
            "who": person("night.one").pk,
            **{f"from_on_{part}": value for part, value in (("day", 28), ("month", 3), ("year", 2013))},
            **{f"to_on_{part}": value for part, value in (("day", 1), ("month", 4), ("year", 2013))},
        },
        follow=True,
    )
    assert "Night One is away. 1 shift now needs a name." in answer.content.decode()
    at.at += timedelta(minutes=30)
    assert gaps.find() == 1 and duties() == ["open"]
    with pytest.raises(rota.CannotRoster, match="Night One is away then"):
        put_in(local(2013, 4, 10, 17), local(2013, 4, 11, 9), "night.two")
        rota.change(
            shift=Shift.objects.earliest("starts_at"), practitioner=person("night.one"), role="r", telephone="1",
            by=viewer("night.manager"),
        )  # fmt: skip


def test_managers_of_the_agency_keep_its_rotas_and_nobody_else(at: FixedClock) -> None:
    keep()
    shift = put_in(MON, MON + NINE, "night.one")
    for name in ("night.two", "constable", "sergeant", "board.manager"):
        client = signed_in(name)
        for path in ("keep/", "put-in/"):
            assert client.get(f"{WEEK}{path}").status_code == 403
        for path in ("change/", "offer/"):
            assert client.get(f"/rotas/shift/{shift.pk}/{path}").status_code == 403
        assert client.post(f"/rotas/shift/{shift.pk}/take-out/").status_code == 403
        with pytest.raises(CannotKeep):
            rota.take_out(shift=shift, by=viewer(name))
    assert signed_in("constable").get(WEEK).status_code == 200


def test_each_change_stays_written_down_and_nobody_can_change_that(at: FixedClock) -> None:
    keep()
    shift = put_in(MON, MON + NINE, "night.one")
    rota.change(
        shift=shift, practitioner=person("night.two"), role="Duty", telephone="1", by=viewer("night.manager")
    )  # fmt: skip
    page = plain(signed_in("constable").get(WEEK).content)
    assert "Put in: Night One, worker, Mon 25 Mar 17:00" in page and "Now: Night Two" in page
    assert "Night Manager, 25 Mar 2013, 09:00" in page
    with pytest.raises(DatabaseError), transaction.atomic():
        RotaChange.objects.update(words="nothing")


def test_the_week_says_in_its_table_what_the_picture_shows(at: FixedClock) -> None:
    keep("worker", "manager")
    put_in(MON, MON + NINE, "night.one")
    page = signed_in("night.manager").get(WEEK).content.decode()
    picture = page[page.index('<svg viewBox="0 0 1040') : page.index("</svg>", page.index('<svg viewBox="0 0 1040'))]
    assert "Night One" in picture and "Nobody" in picture and "Cover of Out-Of-Hours" in picture
    words = plain(page.encode())
    when = "When Mon 25 Mar 17:00 to Tue 26 Mar 09:00 Level Worker"
    assert f"{when} Who Night One, Duty social worker Telephone 01632 960177" in words
    assert "Manager who can decide: Mon 25 Mar 17:00 to Mon 1 Apr 00:00. Name somebody" in words


def test_a_mistake_is_said_and_nothing_entered_is_lost(at: FixedClock) -> None:
    keep()
    put_in(MON, MON + NINE, "night.one")
    said = {"level": "worker", "who": person("night.two").pk, "role": "Duty social worker", "telephone": "01632 960188"}
    times = {}
    for name, day, hour in (("starts_at", 25, "18:00"), ("ends_at", 26, "09:00")):
        times |= {f"{name}_day": day, f"{name}_month": 3, f"{name}_year": 2013, f"{name}_time": hour}
    client = signed_in("night.manager")
    page = client.post(f"{WEEK}put-in/", {**said, **times}).content.decode()
    assert "Somebody holds this level then" in page and "01632 960188" in page
    early = client.post(f"{WEEK}put-in/", {**said, **times, "ends_at_day": 24}).content.decode()
    assert "A shift must end after it begins" in early


def test_a_link_of_a_gap_brings_level_and_times_along(at: FixedClock) -> None:
    keep()
    page = signed_in("night.manager").get(WEEK).content.decode()
    link = page[page.index(f"{WEEK}put-in/?") : page.index('"', page.index(f"{WEEK}put-in/?"))].replace("&amp;", "&")
    form = signed_in("night.manager").get(link).content.decode()
    assert 'value="17:00"' in form and 'value="25"' in form


def test_the_pages_ask_few_questions_however_long_the_rota(at: FixedClock) -> None:
    keep("worker", "manager")
    for night in range(5):
        put_in(MON + timedelta(days=night), MON + timedelta(days=night) + NINE, "night.one")
    client: Client = signed_in("night.manager")
    shift = Shift.objects.first()
    assert shift is not None
    for path in ("/rotas/", WEEK, f"{WEEK}put-in/", f"/rotas/shift/{shift.pk}/", f"/rotas/shift/{shift.pk}/offer/"):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        assert len(ours(asked)) <= 12, (path, len(ours(asked)))


def test_a_rota_that_begins_later_leaves_the_opening_hours_to_answer(at: FixedClock) -> None:
    keep(on=date(2013, 4, 8))
    assert ring(local(2013, 3, 25, 23)).endswith("Ring Out-Of-Hours: 01632 960102")
    at.at += timedelta(minutes=30)
    gaps.find()
    assert [gap.starts_at for gap in Gap.objects.all()] == [local(2013, 4, 8, 0)]
