"""Bail and orders: what custody writes down, who is told, what is owed, and what a stranger reads at 2 a.m.

The evening before Good Friday 2013, 17:30. The night team of social care is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.children import actions as children
from followthrough.service.children.models import Household
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from followthrough.service.sharing.models import Leg, Share
from integration.chronology.writing import plain, text_of, write
from integration.reliability.test_questions import ours
from integration.sharing import world as made
from integration.sharing.world import OUT_OF_HOURS, World, duties, local

SignIn = Callable[[str], Client]
MOTHER = "Petra Weber"
KNOWS = {"family_told": "yes", "why_not_told": ""}


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Police and social care work with Jonas; his mother alone lives with him."""
    with clock.use(made.started()) as at:
        built = made.build(at)
        system = Viewer.system("children")
        with acting(system):
            home = Household.objects.get()
            children.enter_person(name=MOTHER, household=home, relation="mother", on=date(2009, 5, 4))
            for agency, team in (("police", "response"), ("social-care", "out-of-hours")):
                whom = Subject("child", built.child.pk)
                access.involve(agency=agency, team=team, subject=whom, reason="works with him", by=system)
        yield built


@pytest.fixture
def bail_page(world: World) -> str:
    return f"/children/{world.child.pk}/orders/"


def on(name: str, *parts: int) -> dict[str, str]:
    year, month, day = parts
    return {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": str(year)}


def at(time: str = "17:00") -> dict[str, str]:
    return {**on("at", 2013, 3, 28), "at_time": time}


def release(world: World, **more: Any) -> dict[str, Any]:
    said = {
        "who": MOTHER, "custody": "C-1", "offence": "neglect", "decision": "no contact", "consulted": "social-care",
        "asked": "Duty", "decided_by": "Sergeant Tulloch", "reason": "", "children_meant": [world.child.pk],
        "only_carer": "yes", "not_at": "The ward", "conditions": "To live with her sister",
    }  # fmt: skip
    return {"key": new_id(), **at(), **on("ends_on", 2013, 4, 28), **said, **KNOWS, **more}


def events(*kinds: str) -> list[Event]:
    with as_assessor():
        return list(Event.objects.filter(kind__in=kinds).order_by("recorded_at"))


def legs(kind: str) -> dict[str, tuple[str, str]]:
    with as_assessor():
        found = Leg.objects.filter(share__kind=kind).select_related("team", "share")
        return {leg.team.key: (leg.share.asks, leg.state) for leg in found}


def owed() -> set[str]:
    names = (
        *("no-contact-on-bail", "social-care-asked-before-bail", "bail-conditions-sent", "carer-told-of-bail"),
        *("school-told-of-bail", "sole-carer-safe-carer", "bail-change-told", "bail-change-discussed"),
    )
    return {name for name in names if duties(name)}


def test_a_release_in_one_page_tells_social_care_and_opens_the_childs_care(
    world: World, bail_page: str, signed_in: SignIn
) -> None:
    constable, night = signed_in("constable"), signed_in("duty")
    asked = plain(text_of(constable, f"{bail_page}bail/"))
    assert MOTHER in asked and "Was no contact with the child considered?" in asked
    unsaid = release(world, decision="not asked for", only_carer="", children_meant=[])
    assert "Enter why the child may be seen" in plain(constable.post(f"{bail_page}bail/", unsaid).content.decode())
    assert not events("bail.granted")
    said = release(world)
    for _ in range(2):  # a second press is the first one's
        answer = constable.post(f"{bail_page}bail/", said, follow=True)
        assert "Recorded, and sent to Out-Of-Hours" in plain(answer.content.decode())
    (granted,), (thought,) = events("bail.granted"), events("bail.no-contact-considered")
    assert (granted.data["contact"], granted.data["children_meant"]) == ("no contact", [world.child.pk])
    assert (thought.data["consulted"], thought.data["by"]) == ("social-care", "Sergeant Tulloch")
    assert legs("bail.granted") == {OUT_OF_HOURS: ("urgent", "sent")}, "custody does not have to share it again"
    assert owed() == {"carer-told-of-bail", "school-told-of-bail", "sole-carer-safe-carer"}
    shown = plain(text_of(night, bail_page))
    assert "was the only carer. Settle who cares for Jonas Weber tonight." in shown
    assert "In force, ends in 31 days" in shown and "Decided by Sergeant Tulloch" in shown
    assert "Not told yet Whoever looks after the child School or nursery" in shown
    # At 2 a.m. the same facts answer where and with whom the child may not be.
    tonight = plain(text_of(night, f"/now/children/{world.child.pk}/"))
    assert f"{MOTHER}: no contact, by bail, until 28 Apr 2013" in tonight and "must not be at: The ward" in tonight
    assert f"{MOTHER} is on bail, until 28 Apr 2013. To live with her sister" in tonight
    # What people do there closes what is owed.
    night.post(
        f"{bail_page}{granted.pk}/told/", {"key": new_id(), "to": "the carer", "who": "Inge Weber", **at("17:20")}
    )
    night.post(f"{bail_page}{granted.pk}/told/", {"key": new_id(), "to": "none to tell", "who": "", **at("17:25")})
    assert owed() == {"sole-carer-safe-carer"}
    who = {"who": "Inge Weber", "relation": "his aunt", "telephone": "01632 960555", "how": "Police check, home seen"}
    night.post(f"{bail_page}carer/", {"key": new_id(), **who, "checked": "on", **at("17:30")})
    assert owed() == set()
    shown = plain(text_of(night, bail_page))
    assert "Settle who cares" not in shown and "Carer: Inge Weber, 28 Mar 2013, 17:20" in shown
    assert "Inge Weber, his aunt" in plain(text_of(night, f"/now/children/{world.child.pk}/"))


def test_custody_does_not_wait_and_what_was_not_considered_is_owed(
    world: World, bail_page: str, signed_in: SignIn
) -> None:
    constable = signed_in("constable")
    nothing = release(world, decision="not considered", consulted="", asked="", decided_by="", children_meant=[])
    answer = plain(constable.post(f"{bail_page}bail/", nothing, follow=True).content.decode())
    assert "Nobody considered no contact: that is owed now" in answer
    assert {"no-contact-on-bail", "social-care-asked-before-bail"} <= owed()
    assert "Nobody has written down that it was." in answer
    late = {"key": new_id(), "custody": "C-1", **at("17:10"), "decision": "no contact", "consulted": "social-care"}
    constable.post(f"{bail_page}no-contact/", {**late, "asked": "Duty", "decided_by": "Sergeant", "reason": ""})
    assert not {"no-contact-on-bail", "social-care-asked-before-bail"} & owed()


def test_bail_goes_on_changes_and_ends_and_each_time_social_care_hears(
    world: World, bail_page: str, signed_in: SignIn
) -> None:
    constable = signed_in("constable")
    constable.post(f"{bail_page}bail/", release(world))
    bail = f"{bail_page}{events('bail.granted')[0].pk}/"
    world.later(days=17)
    assert "In force, ends in 14 days" in plain(text_of(constable, bail_page))
    day = {**on("at", 2013, 4, 14), "at_time": "12:00", "key": new_id(), **KNOWS}
    constable.post(f"{bail}longer/", {**day, **on("ends_on", 2013, 5, 28), "authorised_by": "inspector"})
    assert "ends in 44 days" in plain(text_of(constable, bail_page))
    change = {**day, "key": new_id(), "contact": "watched contact only", "children_meant": [world.child.pk]}
    constable.post(f"{bail}conditions/", {**change, "only_carer": "", "not_at": "", "conditions": ""})
    shown = plain(text_of(constable, bail_page))
    assert "Only while somebody watches: Jonas Weber" in shown and "The ward" not in shown
    assert legs("bail.conditions-changed") and legs("bail.extended") and "bail-change-discussed" in owed()
    assert "bail-change-told" not in owed(), "the change was sent in the same breath"
    world.later(days=60)
    assert "Ran out on 28 May 2013: check whether it goes on" in plain(text_of(constable, bail_page))
    ended = {**on("at", 2013, 6, 1), "at_time": "12:00", "key": new_id(), "why": "charged", **KNOWS}
    constable.post(f"{bail}ended/", ended)
    shown = plain(text_of(constable, bail_page))
    assert "Nobody of this home is written down as on bail." in shown and "Charged" in shown
    assert constable.get(f"{bail}longer/").status_code == 404, "what has ended does not change"


def test_an_order_from_made_to_ended_and_to_whom_it_was_sent(world: World, bail_page: str, signed_in: SignIn) -> None:
    night = signed_in("duty")
    made = {"key": new_id(), "type": "non-molestation order", "words": "His father must not come near him", **at()}
    night.post(f"{bail_page}order/", {**made, **on("ends_on", 2013, 3, 30)})
    (order,) = events("order.made")
    shown = plain(text_of(night, bail_page))
    assert "Non-molestation order" in shown and "In force, ends in 2 days" in shown
    assert "His father must not come near him" in plain(text_of(night, f"/now/children/{world.child.pk}/"))
    night.post(
        f"{bail_page}{order.pk}/send/",
        {"key": new_id(), "teams": ["police/response", "hospital/safeguarding-team"], **KNOWS},
    )
    assert set(legs("order.made")) == {"police/response", "hospital/safeguarding-team"}
    assert "Response, Police: sent 28 Mar 2013, 17:30, nobody has it yet" in plain(text_of(night, bail_page))
    night.post(f"{bail_page}{order.pk}/ended/", {"key": new_id(), **at("17:30"), "in_words": "The court ended it"})
    assert "The court ended it" in plain(text_of(night, bail_page))


def test_whether_the_family_knows_is_asked_and_never_assumed(world: World, bail_page: str, signed_in: SignIn) -> None:
    constable, night = signed_in("constable"), signed_in("duty")
    asked = "Does the family know that you share this?"
    assert asked in plain(text_of(constable, f"{bail_page}bail/"))
    unsaid = plain(constable.post(f"{bail_page}bail/", release(world, family_told="")).content.decode())
    assert "Select whether the family knows" in unsaid and not events("bail.granted")
    why = "His mother must not learn where he is."
    constable.post(f"{bail_page}bail/", release(world, family_told="no", why_not_told=why))
    (granted,) = events("bail.granted")
    bail = f"{bail_page}{granted.pk}/"
    day = {**on("at", 2013, 3, 28), "at_time": "17:20"}
    for name, more in (
        ("conditions", {"contact": "no condition", "children_meant": [], "only_carer": ""}),
        ("longer", {**on("ends_on", 2013, 5, 28), "authorised_by": "inspector"}),
        ("ended", {"why": "charged"}),
    ):
        assert asked in plain(text_of(constable, f"{bail}{name}/")), name
        said = {"key": new_id(), **day, "not_at": "", "conditions": "", **more}
        assert "Select whether the family knows" in plain(constable.post(f"{bail}{name}/", said).content.decode()), name
        constable.post(f"{bail}{name}/", {**said, "family_told": "no", "why_not_told": why})
    with as_assessor():
        sent = list(Share.objects.filter(kind__startswith="bail."))
    assert len(sent) == 4 and {(each.family_told, each.why_not_told) for each in sent} == {(False, why)}
    # An order goes to nobody by itself; when it is sent to others, the same is asked.
    made = {"key": new_id(), "type": "non-molestation order", "words": "He must keep away", **at()}
    night.post(f"{bail_page}order/", {**made, **on("ends_on", 2013, 3, 30)})
    order = f"{bail_page}{events('order.made')[0].pk}/"
    assert asked in plain(text_of(night, f"{order}send/")) and asked not in plain(text_of(night, f"{order}longer/"))
    assert asked not in plain(text_of(night, f"{order}ended/"))
    night.post(f"{order}send/", {"key": new_id(), "teams": ["police/response"]})
    assert not legs("order.made")
    night.post(
        f"{order}send/", {"key": new_id(), "teams": ["police/response"], "family_told": "no", "why_not_told": why}
    )
    assert set(legs("order.made")) == {"police/response"}


def test_a_release_under_investigation_and_what_was_agreed_in_writing_stand_beside_bail_and_orders(
    world: World, bail_page: str, signed_in: SignIn
) -> None:
    night, home = signed_in("duty"), Subject("household", Household.objects.get().pk)
    page = plain(text_of(night, bail_page))
    assert "No written agreement is in force." in page and "Released under investigation" not in page
    write(world, "suspect.released-under-investigation", local(2013, 3, 27, 9, 0), by="constable", subject=home,
          data={"custody": "C-9"})  # fmt: skip
    said = {
        "agreement": "a1",
        "words": "She stays at her sister’s",
        "checked_by": "Duty",
        "checked_how_often": "each day",
    }
    write(world, "agreement.signed", local(2013, 3, 27, 10, 0), by="duty", subject=home, data=said)
    page = plain(text_of(night, bail_page))
    assert "No condition holds" in page and "Custody number C-9" in page
    assert "She stays at her sister’s" in page and "Who checks it Duty, each day" in page
    assert "Nobody has written that they looked" in page
    looked = {"of": "written agreement", "agreement": "a1", "finding": "not kept"}
    write(world, "conditions.checked", local(2013, 3, 28, 9, 0), by="duty", subject=home, data=looked)
    assert "28 Mar 2013, 09:00: not kept" in plain(text_of(night, bail_page))
    write(world, "agreement.ended", local(2013, 3, 28, 10, 0), by="duty", subject=home, data={"agreement": "a1"})
    signed_in("constable").post(f"{bail_page}bail/", release(world, custody="C-9"))
    page = plain(text_of(night, bail_page))
    assert "No written agreement is in force." in page and "A written agreement" in page
    assert "No condition holds" not in page, "bail in the same custody has conditions again"


def test_who_may_and_how_little_each_page_asks(world: World, bail_page: str, signed_in: SignIn) -> None:
    constable, nurse = signed_in("constable"), signed_in("nurse")
    constable.post(f"{bail_page}bail/", release(world))
    assert "Record an order" not in plain(text_of(nurse, bail_page)) and "is on bail" in plain(
        text_of(nurse, bail_page)
    )
    for name in ("bail", "no-contact", "order", "carer"):
        assert nurse.get(f"{bail_page}{name}/").status_code == 403
    assert signed_in("duty").get(f"{bail_page}bail/").status_code == 403
    assert signed_in("stranger").get(bail_page).status_code == 404
    bail = f"{bail_page}{events('bail.granted')[0].pk}/"
    counts = {}
    for address in (bail_page, f"{bail_page}bail/", f"{bail}told/", f"{bail}send/", f"{bail}conditions/"):
        with CaptureQueriesContext(connection) as asked:
            assert constable.get(address).status_code == 200
        counts[address] = len(ours([each["sql"] for each in asked.captured_queries]))
    assert max(counts.values()) <= 12, counts
