"""Who decides has the history beside the form; that it was read is in the record; a second person signs what ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.procedures.model.event import Subject
from followthrough.service.children import actions as children
from followthrough.service.children.models import Household
from followthrough.service.chronology import deciding, places
from followthrough.service.chronology.framework import capacity_from_16
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import acting
from followthrough.service.decisions import actions
from followthrough.service.decisions.forms import ReferralForm
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from followthrough.service.strategy import actions as strategy
from followthrough.service.strategy import forms as strategy_forms
from integration.chronology.writing import parts_of, plain, text_of, write
from integration.reliability.test_questions import ours
from integration.sharing.world import World, duties, local

SignIn = Callable[[str], Client]
REFERRAL = {"referral": "r-1", "from_agency": "hospital", "from_team": "ward", "words": "A burn."}


@pytest.fixture
def home(world: World) -> str:
    """Social care knows the child: the ward has shared."""
    world.send()
    return f"/children/{world.child.pk}/decisions/"


@pytest.fixture
def referral(world: World, home: str) -> str:
    """The address at which it is decided."""
    return f"{home}referrals/{write(world, 'referral.received', local(2013, 3, 28, 17, 0), by='duty', data=REFERRAL)}/"


@pytest.fixture
def case(world: World, home: str) -> str:
    return f"{home}cases/{write(world, 'case.opened', local(2013, 3, 20, 9, 0), by='duty', data={'case': 'c-1'})}/"


def said(**more: Any) -> dict[str, Any]:
    return {"key": new_id(), "has_read": "on", "reason": "The plan has worked.", **more}


def events(kind: str) -> list[Event]:
    with as_assessor():
        return list(Event.objects.filter(kind=kind).order_by("recorded_at"))


def done(client: Client, path: str, data: dict[str, Any]) -> str:
    answer = client.post(path, data)
    assert answer.status_code == 302, plain(answer.content.decode())
    return str(answer.headers["Location"])


def test_who_decides_reads_the_history_of_child_siblings_and_home_beside_the_form(
    world: World, referral: str, signed_in: SignIn
) -> None:
    nurse = world.viewer("nurse")
    with acting(nurse):
        brother = children.register_child(
            about=children.About("Max Weber", date(2011, 2, 1), "boy"), reason="t", by=nurse,
            household=Household.objects.get(),
        )  # fmt: skip
    write(world, "neglect.seen", local(2012, 5, 1, 9, 0), data={"words": "No food in the house."})
    write(world, "neglect.seen", local(2013, 2, 1, 9, 0), data={"words": "He is always hungry."})
    world.send(child_id=brother.pk)
    write(
        world, "injury.seen", local(2013, 1, 9, 9, 0), subject=Subject("child", brother.pk), text="A bite on his arm."
    )
    home_of = Subject("household", Household.objects.get().pk)
    write(world, "alcohol.misuse", local(2012, 9, 1, 9, 0), subject=home_of, text="Bottles on the stairs.")
    for n in range(12):
        write(world, "concern.raised", local(2013, 3, n + 1, 9, 0), data={"category": "neglect"}, text=f"Worry {n}.")
    worker = signed_in("duty")
    page = plain(text_of(worker, referral))
    assert "Read this first" in page and "Then decide" in page
    assert "worries: 1 in 2012, 14 in 2013" in page
    assert "A bite on his arm." in page and "Max Weber" in page and "Bottles on the stairs." in page
    assert "Worry 11." in page and "Worry 5." in page and "Worry 3." not in page  # the latest eight of his own
    unread = plain(worker.post(referral, {**said(decision="assess need"), "has_read": ""}).content.decode())
    assert "Read the history on this page first" in unread and "The plan has worked." in unread
    assert not events("referral.decided") and not events("history.read")


def test_a_referral_is_decided_with_its_reading_and_the_case_that_it_opens(
    world: World, home: str, referral: str, signed_in: SignIn
) -> None:
    worker = signed_in("duty")
    (owed,) = duties("referral-decided")
    assert worker.get(f"/children/{world.child.pk}/record/?for={owed.pk}").headers["Location"] == referral
    given = said(decision="assess need", opens_case="on")
    done(worker, referral, given)
    (decided,), (read,), (opened,) = events("referral.decided"), events("history.read"), events("case.opened")
    assert decided.data["referral"] == "r-1" and decided.data["from_agency"] == "hospital"
    assert read.data["earlier"] >= 1 and read.author == world.people["duty"].pk
    assert opened.data["case"]
    assert not duties("referral-decided") and not duties("history-read-before-decision")
    assert len(duties("referrer-told")) == 1
    page = plain(text_of(worker, home))
    assert "The referrer is told the decision" in page
    assert "Assess need. The plan has worked. Children Act 1989 section 17" in page and "Opened 28 Mar 2013" in page
    assert "was decided" in plain(worker.get(referral, follow=True).content.decode())


def test_no_action_and_a_closure_wait_for_another_person_who_reads_too(
    world: World, home: str, referral: str, case: str, signed_in: SignIn
) -> None:
    worker, manager = signed_in("duty"), signed_in("duty.manager")
    done(worker, referral, said(decision="no further action"))
    done(worker, case, said(onward="no further help"))
    assert not events("referral.decided") and not events("case.closed")
    asked = {each.data["decision"]: each.pk for each in events("decision.proposed")}
    assert {each.debtor_role for each in duties("proposal-answered")} == {"team-manager"}
    assert "Waits for a second person" in plain(text_of(worker, home))
    for decision, kind in (("no further action", "referral.decided"), ("close the case", "case.closed")):
        page = f"{home}waiting/{asked[decision]}/"
        assert "A manager of the same agency signs this" in plain(text_of(worker, page))
        assert worker.post(page, said(answer="sign")).status_code == 403
        assert "Read this first" in plain(text_of(manager, page))
        done(manager, page, said(answer="sign", reason="I read it all, and it holds."))
        (ended,) = events(kind)
        assert ended.data.get("decision", "no further action") == "no further action"
        assert manager.post(page, said(answer="sign")).status_code == 403  # answered already
    signed = events("decision.signed")
    assert [(each.data["about"], each.author) for each in signed] == [
        (key, world.people["duty.manager"].pk) for key in ("r-1", "c-1")
    ]
    for gate in ("closure-signed", "no-action-signed", "proposal-answered"):
        assert not duties(gate), gate
    assert len(events("history.read")) == 4


def test_nobody_signs_what_they_put_forward_and_what_is_sent_back_can_be_put_again(
    world: World, home: str, case: str, signed_in: SignIn
) -> None:
    manager, worker = signed_in("duty.manager"), signed_in("duty")
    done(manager, case, said(onward="early help"))
    own = f"{home}waiting/{events('decision.proposed')[0].pk}/"
    assert "Another person has to sign" in plain(text_of(manager, own))
    assert manager.post(own, said(answer="sign")).status_code == 403
    assert not events("decision.signed") and not events("case.closed")
    # Put forward by a worker, sent back by the manager, put forward again.
    write(world, "case.opened", local(2013, 3, 21, 9, 0), by="duty", data={"case": "c-2"})
    second = f"{home}cases/{events('case.opened')[-1].pk}/"
    done(worker, second, said(onward="no further help"))
    waits = f"{home}waiting/{events('decision.proposed')[-1].pk}/"
    done(manager, waits, said(answer="back", reason="Nobody has seen him for a month."))
    assert "Nobody has seen him for a month." in plain(text_of(worker, second))
    done(worker, second, said(onward="no further help", reason="He was seen on Tuesday."))
    assert len(duties("proposal-answered")) == 2


def test_who_signs_is_told_which_rules_would_not_be_kept(world: World, home: str, signed_in: SignIn) -> None:
    for day in (1, 8, 15):
        write(
            world, "referral.received", local(2013, 3, day, 9, 0), by="duty", data={**REFERRAL, "referral": f"r-{day}"}
        )
    last = f"{home}referrals/{events('referral.received')[-1].pk}/"
    done(signed_in("duty"), last, said(decision="no further action"))
    world.later(minutes=5)
    page = f"{home}waiting/{events('decision.proposed')[0].pk}/"
    manager = signed_in("duty.manager")
    shown = plain(text_of(manager, page))
    assert "A repeated referral is not closed before the history was read" in shown and "A third referral" in shown
    done(manager, f"{home}history/", {
        "key": new_id(), "has_read": "on", "what": "manager.reviewed", "decision": "no change",
        "words": "Each was an error.",
    })  # fmt: skip
    assert "would not be kept" not in plain(text_of(manager, page))
    assert events("manager.reviewed")[0].data["decision"] == "no change"


def test_an_assessment_on_the_plain_page_has_the_history_beside_it_too(
    world: World, home: str, signed_in: SignIn
) -> None:
    worker = signed_in("duty")
    draft = worker.post(f"/children/{world.child.pk}/record/", {"kind": "assessment.finished"}).headers["Location"]
    assert "Read this first" in plain(text_of(worker, draft))
    given = {**parts_of((2013, 3, 28)), "field_referral": "", "field_finding": "Good enough care."}
    assert "Read the history on this page first" in plain(worker.post(draft, given).content.decode())
    done(worker, draft, {**given, "has_read": "on"})
    assert len(events("assessment.finished")) == len(events("history.read")) == 1
    given = {**parts_of((2013, 3, 28)), "field_incident": "P-1", "field_outcome": "kept for the pattern"}
    draft = worker.post(f"/children/{world.child.pk}/record/", {"kind": "triage.decided"}).headers["Location"]
    assert "Read the history on this page first" in plain(worker.post(draft, given).content.decode())
    done(worker, draft, {**given, "has_read": "on"})
    assert len(events("triage.decided")) == 1 and len(events("history.read")) == 2
    seen = worker.post(f"/children/{world.child.pk}/record/", {"kind": "child.seen"}).headers["Location"]
    assert "Read this first" not in plain(text_of(worker, seen))


def test_other_agencies_read_and_do_not_decide_and_strangers_see_nothing(
    world: World, home: str, referral: str, case: str, signed_in: SignIn
) -> None:
    nurse, stranger = signed_in("nurse"), signed_in("stranger")
    assert "Children’s social care decides on them" in plain(text_of(nurse, home))
    for page in (referral, case):
        assert nurse.post(page, said(decision="assess need", onward="early help")).status_code == 403
        assert stranger.get(page).status_code == 404
    done(nurse, f"{home}history/", {"key": new_id(), "has_read": "on", "what": "history.read", "words": "Two burns."})
    assert events("history.read")[0].data["words"] == "Two burns."
    assert "manager.reviewed" not in text_of(nurse, f"{home}history/")


def test_the_pages_ask_as_few_questions_for_many_as_for_one(
    world: World, home: str, referral: str, signed_in: SignIn
) -> None:
    worker = signed_in("duty")

    def counted(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert worker.get(path).status_code == 200
        number = len(ours([each["sql"].strip() for each in asked.captured_queries]))
        assert number <= 12, path
        return number

    worker.get(referral)
    before = [counted(home), counted(referral)]
    for n in range(4):
        data = {**REFERRAL, "referral": f"more-{n}"}
        write(world, "referral.received", local(2013, 3, 2 + n, 9, 0), by="duty", data=data)
    assert [counted(home), counted(referral)] == before


@pytest.mark.parametrize("who", ["nurse", "duty", "duty.manager"])
def test_nobody_signs_on_the_plain_page(world: World, home: str, case: str, signed_in: SignIn, who: str) -> None:
    done(signed_in("duty"), case, said(onward="no further help"))
    client = signed_in(who)
    choose = f"/children/{world.child.pk}/record/"
    told = plain(client.post(choose, {"kind": "decision.signed"}, follow=True).content.decode())
    assert "A manager of the agency that decided signs it here" in told and "Close the case" in told
    # A form for it that was opened before this rule came leads there too, and writes nothing.
    with mock.patch.object(places, "own_page", return_value=""):
        draft = client.post(choose, {"kind": "decision.signed"}).headers["Location"]
    by_hand = {
        **parts_of((2013, 3, 28)), "field_decision": "close the case", "field_about": "c-1", "field_reason": "Mine.",
    }  # fmt: skip
    assert client.post(draft, by_hand).headers["Location"] == home
    assert not events("decision.signed") and not events("case.closed")


def test_a_stray_signature_answers_nothing_and_keeps_nobody_from_the_real_one(
    world: World, home: str, case: str, signed_in: SignIn
) -> None:
    """Those that an earlier version let through: of another agency, of who put it forward, of a colleague."""
    done(signed_in("duty"), case, said(onward="no further help"))
    waits = f"{home}waiting/{events('decision.proposed')[0].pk}/"
    world.later(minutes=1)
    stray = {"decision": "close the case", "about": "c-1", "reason": "Mine."}
    for by in ("nurse", "duty", "constable", "duty.manager"):
        write(world, "decision.signed", world.at.at, by=by, data=stray)
    assert "Waits for a signature" in plain(text_of(signed_in("duty"), home))
    done(signed_in("duty.manager"), waits, said(answer="sign"))
    assert len(events("case.closed")) == 1
    assert "was answered already" in plain(text_of(signed_in("duty.manager"), waits))


def test_what_two_people_said_is_neither_put_right_nor_taken_back_by_one(
    world: World, home: str, case: str, signed_in: SignIn
) -> None:
    done(signed_in("duty"), case, said(onward="no further help"))
    asked = events("decision.proposed")[0].pk
    manager = signed_in("duty.manager")
    done(manager, f"{home}waiting/{asked}/", said(answer="sign"))
    for entry in (asked, events("decision.signed")[0].pk):
        for page in ("correct", "take-back"):
            refused = manager.get(f"/children/{world.child.pk}/entries/{entry}/{page}/")
            assert refused.status_code == 403, page


def test_whatever_decides_or_ends_something_on_the_plain_page_has_the_history_beside_it(
    world: World, home: str, signed_in: SignIn
) -> None:
    worker, choose = signed_in("duty"), f"/children/{world.child.pk}/record/"
    for kind in deciding.ON_THE_PLAIN_PAGE:
        draft = worker.post(choose, {"kind": kind}).headers["Location"]
        assert draft.startswith(choose), f"{kind} has a page of its own"
        with CaptureQueriesContext(connection) as asked:
            page = text_of(worker, draft)
        assert "Read this first" in page and 'name="has_read"' in page, kind
        assert len(ours([each["sql"].strip() for each in asked.captured_queries])) <= 12, kind


@pytest.mark.parametrize(
    ("begins", "key", "kind", "more", "gate"),
    [
        ("early-help.agreed", "help", "early-help.ended", {"why": "moved away"}, "early-help-end-signed"),
        ("child-in-need.opened", "plan", "child-in-need.closed", {}, "child-in-need-end-signed"),
    ],
)
def test_early_help_and_a_child_in_need_plan_end_when_a_second_person_signs(
    world: World, home: str, signed_in: SignIn, begins: str, key: str, kind: str, more: dict[str, str], gate: str
) -> None:
    began = write(world, begins, local(2013, 3, 1, 9, 0), by="duty", data={key: "x-1"})
    worker, manager, nurse = signed_in("duty"), signed_in("duty.manager"), signed_in("nurse")
    led = worker.post(f"/children/{world.child.pk}/record/", {"kind": kind}).headers["Location"]
    assert led == home and "Goes on" in plain(text_of(worker, home)), "the plain page ends nothing"
    page = f"{home}ending/{began}/"
    assert "Read this first" in plain(text_of(worker, page))
    unread = plain(worker.post(page, {**said(**more), "has_read": ""}).content.decode())
    assert "Read the history on this page first" in unread
    done(worker, page, said(**more))
    assert not events(kind) and len(duties("proposal-answered")) == 1
    (asked,) = events("decision.proposed")
    waits = f"{home}waiting/{asked.pk}/"
    for client in (worker, nurse):
        assert client.post(waits, said(answer="sign")).status_code == 403
    done(manager, waits, said(answer="sign", reason="The school sees her each day."))
    (ended,) = events(kind)
    assert ended.data == {key: "x-1", **more} and ended.author == world.people["duty.manager"].pk
    assert not duties(gate) and not duties("proposal-answered")
    assert manager.get(page).status_code == 404, "it has ended"
    with CaptureQueriesContext(connection) as counted:
        assert "Goes on" not in plain(text_of(worker, home))
    assert len(ours([each["sql"].strip() for each in counted.captured_queries])) <= 12


def test_early_help_ended_with_no_signature_is_a_breach_of_the_gate(world: World, home: str) -> None:
    write(world, "early-help.agreed", local(2013, 3, 1, 9, 0), by="duty", data={"help": "x-1"})
    write(world, "early-help.ended", local(2013, 3, 28, 16, 0), by="duty", data={"help": "x-1"})
    assert [each.debtor_role for each in duties("early-help-end-signed", ["breached"])] == ["team-manager"]


def test_each_decision_names_its_law_which_can_be_changed_and_capacity_counts_from_16(
    world: World, referral: str, signed_in: SignIn
) -> None:
    worker, manager = signed_in("duty"), signed_in("duty.manager")
    page = plain(text_of(worker, referral))
    assert "Which law do you decide under?" in page and "Mental Capacity Act 2005 holds" not in page, "he is three"
    done(worker, referral, said(decision="enquiry into harm"))
    assert events("referral.decided")[0].data["framework"] == "Children Act 1989 section 47"
    duty = world.viewer("duty")
    with acting(duty):
        about = children.About("Finn Weber", date(1997, 3, 28), "boy")  # 16 today
        young = children.register_child(about=about, reason="is known to us", by=duty)
    finn = Subject("child", young.pk)
    opened = write(world, "case.opened", local(2013, 3, 20, 9, 0), by="duty", subject=finn, data={"case": "c-16"})
    his = f"/children/{young.pk}/"
    case = f"{his}decisions/cases/{opened}/"
    draft = worker.post(f"{his}record/", {"kind": "discharge.agreed"}).headers["Location"]
    for each in (case, f"{his}judgement/", draft):
        assert "is 16 or over: the Mental Capacity Act 2005 holds" in plain(text_of(worker, each)), each
    done(worker, case, said(onward="adult services", framework="Mental Capacity Act 2005"))
    waits = f"{his}decisions/waiting/{events('decision.proposed')[0].pk}/"
    assert "Legal framework Mental Capacity Act 2005" in plain(text_of(manager, waits))
    done(manager, waits, said(answer="sign"))
    for kind in ("decision.proposed", "decision.signed", "case.closed"):
        assert events(kind)[0].data["framework"] == "Mental Capacity Act 2005", kind
    assert not capacity_from_16(date(1997, 3, 29), world.at.at), "he is 16 tomorrow"
    assert not capacity_from_16(None, world.at.at)


def test_every_outcome_of_a_strategy_discussion_and_of_a_referral_has_a_law() -> None:
    held = [each.value for each in strategy_forms.DECISIONS.values()]
    assert set(held) == set(strategy.FRAMEWORKS)
    decided = [value for value, _ in ReferralForm(None, may_open=True).fields["decision"].choices]
    assert set(decided) == set(actions.FRAMEWORKS)
    offered = rulebook.current().vocabulary
    for kind, laws in (("strategy.held", strategy.FRAMEWORKS), ("referral.decided", actions.FRAMEWORKS)):
        assert set(laws.values()) <= set(offered.kind(kind).fields["framework"].choices)
