"""A change is proposed, tried out over the past, agreed by two others, and asked from its day on; never loosened."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from followthrough.procedures.model.answer import SignalRow, SignalState
from followthrough.procedures.model.event import Subject
from followthrough.service.access.models import Level, Restriction
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.changes import replaying, summing
from followthrough.service.learning.changes.comparing import Difference, first_signals
from followthrough.service.learning.changes.models import Agreement, Proposal, Replay
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.ledger import rulebook, sweep
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Amendment, SubjectState
from integration.chronology.writing import plain
from integration.learning.changes.conftest import SignIn
from integration.sharing.world import World, duties

NEW = "ask-after-a-child-who-was-not-brought"
BECAUSE = {
    "source_words": "Somebody asks after a child who was not brought.",
    "reason": "Nobody asked after him for a month.",
    "in_force_on_day": "3",
    "in_force_on_month": "4",
    "in_force_on_year": "2013",
}
RULE = {
    "title": "Ask after a child who was not brought",
    "event": "child.not-brought",
    "agency": "",
    "role": "team-manager",
    "action": "Ask the family why",
    "value": "2 working days",
    "closed_by": "child.seen",
}


def propose(client: Client, asked: Recommendation, at: str, **said: str) -> str:
    """The page that follows: of the proposal, or the form with what is wrong."""
    sent = {**BECAUSE, "recommendation": asked.key, **said}
    shown = client.post(f"/changes/propose/{at}/", sent).content.decode()
    checked = re.search(r'name="checked" value="([^"]*)"', shown)
    if checked is None:
        return shown
    assert "Check what you propose" in shown
    sent["checked"] = html.unescape(checked[1])
    return client.post(f"/changes/propose/{at}/", sent, follow=True).content.decode()


def new_rule(client: Client, asked: Recommendation, **said: str) -> Proposal:
    propose(client, asked, "new/owed", **{**RULE, **said})
    return Proposal.objects.get()


def do(client: Client, found: Proposal, how: str, words: str = "Minuted on 29 March.") -> str:
    return plain(client.post(f"/changes/{found.pk}/{how}/", {"words": words}, follow=True).content.decode())


def not_brought(world: World) -> str:
    """The id of an event that would begin the new rule."""
    viewer = world.viewer("nurse")
    with acting(viewer):
        found = record([missed(world.child.pk)], by=viewer).event_ids[0]
    world.later(minutes=1)
    return found


def several_not_brought(world: World, number: int) -> list[str]:
    children = [new_id() for _ in range(number)]
    viewer = world.viewer("nurse")
    for child in children:
        with acting(viewer):
            record([missed(child)], by=viewer)
    world.later(minutes=1)
    return children


def close(child: str, level: Level) -> None:
    with acting(Viewer.system("test")):
        Restriction.objects.create(
            subject_kind="child", subject_id=child, level=level, reason="t", review_by=date(2013, 6, 1), set_by="t",
            agency="hospital", from_at=clock.now(),
        )  # fmt: skip


def missed(child: str) -> NewEvent:
    at, data = clock.now(), {"appointment": "a-1"}
    return NewEvent(kind="child.not-brought", subject=Subject("child", child), occurred_from=at, data=data)


def agree(signed_in: SignIn, found: Proposal) -> str:
    do(signed_in("policy.lead"), found, "replay")
    do(signed_in("board.manager"), found, "agree")
    return do(signed_in("chair"), found, "agree")


def test_what_two_others_agree_is_owed_for_what_happens_from_its_day_on_and_not_before(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    before = not_brought(world)
    found = new_rule(signed_in("policy.lead"), asked)
    assert (found.name, found.in_force_on) == (NEW, date(2013, 4, 3))
    assert "Agreed" in agree(signed_in, found)
    not_brought(world)
    assert duties(NEW) == [] and before
    world.later(days=6)  # the third of April, in the evening
    after = not_brought(world)
    (owed,) = duties(NEW)
    assert (owed.trigger, owed.debtor_agency, owed.debtor_role) == (after, "hospital", "team-manager")
    assert owed.version == 1 and owed.adoption == "on" and "+" in owed.rulebook_version


def test_a_change_and_its_recommendation_lead_to_each_other(asked: Recommendation, signed_in: SignIn) -> None:
    found = new_rule(signed_in("policy.lead"), asked)
    address, manager = f"/recommendations/{asked.key}/", signed_in("board.manager")
    assert "What carries it" not in plain(manager.get(address).content.decode()), "it is proposed, and carries nothing"
    agree(signed_in, found)
    shown = manager.get(address).content.decode()
    assert f"Change of the rules: {found}" in plain(shown) and f'href="/changes/{found.pk}/"' in shown
    assert f'href="{address}"' in manager.get(f"/changes/{found.pk}/").content.decode()
    assert address not in signed_in("nurse").get(f"/changes/{found.pk}/").content.decode(), "who may not read it"


def test_nobody_agrees_to_their_own_proposal_nor_twice_nor_before_it_was_replayed(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    proposer, manager = signed_in("policy.lead"), signed_in("board.manager")
    found = new_rule(proposer, asked)
    assert proposer.post(f"/changes/{found.pk}/agree/", {"words": "Yes"}).status_code == 403
    assert "Replay it over past histories first" in do(manager, found, "agree")
    do(proposer, found, "replay")
    assert "1 of 2 agreed" in do(manager, found, "agree")
    assert "You have agreed already" in do(manager, found, "agree")
    assert signed_in("nurse").post(f"/changes/{found.pk}/agree/", {"words": "Yes"}).status_code == 403
    assert Amendment.objects.count() == 0


def test_what_was_refused_or_taken_back_stays_with_the_reason(asked: Recommendation, signed_in: SignIn) -> None:
    lead, manager = signed_in("policy.lead"), signed_in("board.manager")
    found = new_rule(lead, asked)
    assert manager.post(f"/changes/{found.pk}/withdraw/", {"words": "No"}).status_code == 403
    assert "Refused" in do(manager, found, "refuse", "It asks too much of the ward.")
    shown = plain(lead.get(f"/changes/{found.pk}/").content.decode())
    assert "It asks too much of the ward." in shown and "Nobody asked after him for a month." in shown
    assert "decided already" in do(signed_in("chair"), found, "agree")
    propose(lead, asked, "new/owed", **RULE)
    other = Proposal.objects.exclude(pk=found.pk).get()
    assert "Taken back" in do(lead, other, "withdraw", "We ask for something else.")


def test_a_time_of_the_law_is_tightened_and_never_loosened(asked: Recommendation, signed_in: SignIn) -> None:
    lead = signed_in("policy.lead")
    shown = propose(lead, asked, "time/conference-held-within", value="20 working days")
    assert "This time is 15 working days and rests on a source: " in plain(shown)
    assert "What you wrote, 20 working days, may loosen it. It may only be tightened: use the same unit" in plain(shown)
    assert "Nobody asked after him for a month." in shown and 'value="20 working days"' in shown
    assert Proposal.objects.count() == 0
    shown = plain(propose(lead, asked, "time/conference-held-within", value="half a fortnight"))
    assert "half a fortnight" in shown and "write a number and a unit" in shown
    shown = plain(propose(lead, asked, "time/conference-held-within", value="12 working days"))
    assert "15 working days" in shown and "12 working days" in shown and "Rules that would ask otherwise" in shown


def test_a_time_of_the_partnership_changes_each_rule_that_it_stands_in_from_its_day(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    propose(signed_in("policy.lead"), asked, "time/strategy-discussion-within", value="12 clock hours")
    agree(signed_in, Proposal.objects.get())
    old, new = rulebook.current().by_id["strategy-discussion"]
    assert (old.version, old.in_force_to, new.version, new.in_force_from) == (1, date(2013, 4, 3), 2, date(2013, 4, 3))
    assert [str(each.limits[0].within) for each in (old, new)] == ["24 clock hours", "12 clock hours"]  # type: ignore[union-attr]


def test_what_was_agreed_for_a_later_day_is_not_undone_unsaid_by_a_change_of_the_same_for_an_earlier_one(
    asked: Recommendation, signed_in: SignIn
) -> None:
    later = {"value": "12 clock hours", "in_force_on_day": "3", "in_force_on_month": "5"}
    propose(signed_in("policy.lead"), asked, "time/strategy-discussion-within", **later)
    agree(signed_in, Proposal.objects.get())
    propose(signed_in("policy.lead"), asked, "time/strategy-discussion-within", value="8 clock hours")
    said = agree(signed_in, Proposal.objects.get(ended=""))
    assert "agreed that holds from a later day" in said and Amendment.objects.count() == 1


def test_the_deadline_and_the_condition_of_one_rule_are_changed_in_the_languages_own_words(
    asked: Recommendation, signed_in: SignIn
) -> None:
    lead = signed_in("policy.lead")
    assert "24 clock hours" in plain(propose(lead, asked, "deadline/strategy-discussion", value="10 clock hours"))
    shown = propose(lead, asked, "condition/strategy-discussion", condition="age: {undr: 2}")
    assert "has no “undr”" in plain(shown) or "undr" in plain(shown)
    assert "age: {undr: 2}" in plain(shown) and Proposal.objects.count() == 1
    propose(lead, asked, "condition/strategy-discussion", condition="age: {under: 2}")
    found = Proposal.objects.latest("proposed_at", "id") if Proposal.objects.count() == 2 else None
    assert found is not None and "if:\n  age: {under: 2}" in Proposal.objects.get(what="condition").text


def test_what_holds_now_is_said_in_words_and_then_in_the_language_of_the_rules(signed_in: SignIn) -> None:
    lead = signed_in("policy.lead")
    shown = plain(lead.get("/changes/propose/deadline/strategy-discussion/").content.decode())
    assert "Now: The earliest of two times that apply: Within 24 clock hours" in shown
    assert "The same in the language of the rules {earliest: [{setting: strategy-discussion-within}" in shown
    assert "Now: 15 working days" in plain(lead.get("/changes/propose/time/conference-held-within/").content.decode())


def test_what_would_be_said_is_read_before_it_is_proposed_and_again_when_it_was_changed_meanwhile(
    asked: Recommendation, signed_in: SignIn
) -> None:
    lead, at = signed_in("policy.lead"), "/changes/propose/deadline/strategy-discussion/"
    sent = {**BECAUSE, "recommendation": asked.key, "value": "10 clock hours"}
    page = lead.post(at, sent).content.decode()
    shown = plain(page)
    assert "Check what you propose" in shown and Proposal.objects.count() == 0
    assert "What it says now By when: The earliest of two times that apply:" in shown, "one of them would be gone"
    assert "What it would say By when: Within 10 clock hours" in shown
    found = re.search(r'name="checked" value="([^"]*)"', page)
    assert found is not None
    sent |= {"checked": html.unescape(found[1])}
    again = plain(lead.post(at, {**sent, "value": "9 clock hours"}).content.decode())
    assert "What it would say By when: Within 9 clock hours" in again and Proposal.objects.count() == 0
    lead.post(at, sent)
    assert Proposal.objects.get().says_then == "By when: Within 10 clock hours."


def test_a_deadline_read_in_a_source_is_not_loosened_in_one_step_nor_in_two(
    asked: Recommendation, signed_in: SignIn
) -> None:
    lead, at = signed_in("policy.lead"), "deadline/recommendation-evidenced"
    looser = "{earliest: [{at: due_on, plus: 5 working days}]}"
    shown = propose(lead, asked, at, value=looser)
    assert "has a time that rests on a source" in plain(shown) and "Keep each time" in plain(shown)
    assert f'value="{looser}"' in shown and "Nobody asked after him for a month." in shown
    assert Proposal.objects.count() == 0
    propose(lead, asked, at, value="{before: due_on, by: 10 working days}")
    agree(signed_in, Proposal.objects.get())
    assert "deadline_confidence: partly read" in Amendment.objects.get().text
    for value in ("{before: due_on, by: 5 working days}", "{at: due_on}", looser):
        assert "rests on a source" in plain(propose(lead, asked, at, value=value))


def test_a_sourced_time_of_the_partnerships_own_is_only_tightened_and_goes_on_to_name_its_source(
    asked: Recommendation, signed_in: SignIn
) -> None:
    lead, at = signed_in("policy.lead"), "time/early-help-reviewed-every"
    assert "What you wrote, 8 weeks, may loosen it" in plain(propose(lead, asked, at, value="8 weeks"))
    propose(lead, asked, at, value="5 weeks")
    agree(signed_in, Proposal.objects.get())
    assert "confidence: read\n  source: HEE" in Amendment.objects.get().text
    assert "What you wrote, 6 weeks, may loosen it" in plain(propose(lead, asked, at, value="6 weeks"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("all: &- [{age: {under: 2}}]\nany: *-", "stand for other text. Write it out."),
        (f"all: {'[' * 40}{']' * 40}", "nested too deep. Write at most 16 levels"),
    ],
)
def test_what_could_stop_the_reader_is_refused_in_words_and_nothing_typed_is_lost(
    asked: Recommendation, signed_in: SignIn, typed: str, said: str
) -> None:
    shown = propose(signed_in("policy.lead"), asked, "condition/strategy-discussion", condition=typed)
    assert said in plain(shown) and "Nobody asked after him for a month." in shown
    assert html.escape(typed) in shown and Proposal.objects.count() == 0


def test_a_replay_counts_what_would_be_asked_by_agency_and_role_and_shows_nobody_a_small_number(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    several_not_brought(world, 4)
    lead = signed_in("policy.lead")
    found = new_rule(lead, asked)
    do(lead, found, "replay")
    for person in ("policy.lead", "board.manager", "nurse"):
        shown = plain(signed_in(person).get(f"/changes/{found.pk}/").content.decode())
        assert "Histories that it would change fewer than 5" in shown and "Duties that would be new hidden" in shown
        assert "Hospital (team manager) New hidden" in shown and "Everybody reads the same" in shown
    several_not_brought(world, 1)
    shown = do(lead, found, "replay")
    assert "Duties that would be new 5" in shown and "Hospital (team manager) New 5 No more 0" in shown


def test_a_replay_leaves_out_children_whose_record_is_sealed(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    children = several_not_brought(world, 6)
    lead = signed_in("policy.lead")
    found = new_rule(lead, asked)
    assert "Duties that would be new 6" in do(lead, found, "replay")
    before = Replay.objects.get().total
    close(children[0], Level.SEALED)
    assert "Duties that would be new 5" in do(lead, found, "replay")
    close(children[1], Level.INVISIBLE)
    assert "Duties that would be new hidden" in do(lead, found, "replay")
    assert Replay.objects.get().total == before - 2


def test_a_replay_under_rules_that_have_changed_since_is_said_to_be_so_and_nobody_agrees_on_it(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    lead, manager = signed_in("policy.lead"), signed_in("board.manager")
    found = new_rule(lead, asked)
    do(lead, found, "replay")
    propose(lead, asked, "time/strategy-discussion-within", value="12 clock hours")
    agree(signed_in, Proposal.objects.get(what="time"))
    shown = plain(manager.get(f"/changes/{found.pk}/").content.decode())
    assert "The rules have changed since then. Replay it again before anybody agrees." in shown
    refused = do(manager, found, "agree", "Minuted on the third of April.")
    assert "The rules have changed since it was replayed. Replay it again" in refused
    assert "Minuted on the third of April." in refused and found.agreements.count() == 0
    assert "The rules have changed since" not in do(lead, found, "replay")
    assert "1 of 2 agreed" in do(manager, found, "agree")


def test_a_replay_that_is_half_done_begins_again_when_the_rules_change(
    world: World, asked: Recommendation, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    several_not_brought(world, 6)
    lead = signed_in("policy.lead")
    monkeypatch.setattr(replaying, "AT_ONCE", 4)
    found = new_rule(lead, asked)
    do(lead, found, "replay")
    monkeypatch.setattr(replaying, "AT_ONCE", 100)
    propose(lead, asked, "time/strategy-discussion-within", value="12 clock hours")
    agree(signed_in, Proposal.objects.get(what="time"))
    replaying.go_on()
    assert found.replay.rules == rulebook.current().version and found.replay.is_finished
    assert "Duties that would be new 6" in plain(lead.get(f"/changes/{found.pk}/").content.decode())


def test_a_long_replay_goes_on_with_the_sweep(
    world: World, asked: Recommendation, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "AT_ONCE", 1)
    world.send()
    for number in range(2):
        viewer = world.viewer("nurse")
        with acting(viewer):
            record([missed(f"other-{number}")], by=viewer)
    found = new_rule(signed_in("policy.lead"), asked)
    shown = do(signed_in("policy.lead"), found, "replay")
    total = Replay.objects.get().total
    assert total > 1 and f"1 of {total} histories are replayed" in shown
    assert "Duties that would be new" not in shown, "two looks would tell what lies between them"
    for _ in range(total):
        sweep.run_once(adopts=False)
    assert Replay.objects.get().is_finished


def test_the_reviewed_case_is_replayed_for_whoever_has_to_do_with_the_review(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    not_brought(world)
    found = new_rule(signed_in("policy.lead"), asked)
    shown = plain(signed_in("board.manager").get(f"/changes/{found.pk}/case/").content.decode())
    assert "Child 1" in shown and "A duty would have been raised, due 3 Apr 2013" in shown
    read = AuditRow.objects.filter(action="child.read", subject_id=world.child.pk)
    assert read.filter(viewer=world.people["board.manager"].pk).count() == 1, "its record was opened"
    assert signed_in("policy.lead").get(f"/changes/{found.pk}/case/").status_code == 404
    assert signed_in("nurse").get(f"/changes/{found.pk}/case/").status_code == 404


def test_it_can_be_carried_into_the_pack_as_a_file(asked: Recommendation, signed_in: SignIn) -> None:
    found = new_rule(signed_in("policy.lead"), asked)
    said = signed_in("nurse").get(f"/changes/{found.pk}/file/").content.decode()
    assert said.startswith(f"# Change {found.reference}, in force from 2013-04-03.") and f"id: {NEW}" in said


def test_a_day_that_has_come_is_refused_when_proposed_and_when_agreed(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    lead = signed_in("policy.lead")
    told = {"in_force_on_day": "28", "in_force_on_month": "3"}
    assert "must be after today" in plain(propose(lead, asked, "new/owed", **RULE, **told))
    found = new_rule(lead, asked)
    do(lead, found, "replay")
    world.at.at += timedelta(days=7)
    assert "must be after today" in do(signed_in("board.manager"), found, "agree")


def test_a_change_that_no_longer_fits_the_files_is_left_out_and_stops_nobody(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    kept = found_and_agreed(world, name="gone", text="gone: {value: 3 moons}\n")
    assert Amendment.objects.get().proposal == kept.pk
    not_brought(world)
    assert "gone" not in rulebook.current().settings


def found_and_agreed(world: World, name: str, text: str) -> Proposal:
    """As if the files had been others when two people agreed."""
    lead, now = world.viewer("policy.lead"), clock.now()
    with acting(lead):
        found = Proposal.objects.create(
            what="time", name=name, theme="x", title="t", text=text, says_then="t", reaches="t", recommendation="r",
            source_words="s", reason="r", in_force_on=date(2013, 4, 1), proposed_by=lead.practitioner_id,
            proposed_at=now,
        )  # fmt: skip
        Replay.objects.create(proposal=found, asked_by=lead.practitioner_id, as_of=now, rules="")
    with acting(Viewer.system("replay")):
        Replay.objects.update(held=0, total=0)
    for person in ("board.manager", "chair"):
        viewer = world.viewer(person)
        with acting(viewer):
            Agreement.objects.create(proposal=found, by=viewer.practitioner_id, at=now, words="Yes")
    with acting(world.viewer("chair")):
        Amendment.objects.create(
            kind="setting", name=name, theme="x", text=text, in_force_on=found.in_force_on, proposal=found.pk,
            agreed_at=now,
        )  # fmt: skip
    return found


def test_only_the_group_and_the_boards_office_propose_and_what_is_not_there_is_not_found(signed_in: SignIn) -> None:
    assert signed_in("nurse").get("/changes/").status_code == 200
    assert signed_in("nurse").get("/changes/propose/").status_code == 403
    lead = signed_in("policy.lead")
    assert lead.get("/changes/propose/").status_code == 200
    for address in ("propose/time/nothing/", "propose/deadline/referral-decided/", "FT-NONE-NONE/", "propose/x/new/"):
        assert lead.get(f"/changes/{address}").status_code == 404
    assert "Select a time" in lead.post("/changes/propose/", {"what": "time"}).content.decode()
    assert (
        lead.post("/changes/propose/", {"what": "new", "pattern": "owed"}).headers["Location"]
        == "/changes/propose/new/owed/"
    )


def test_a_page_of_another_process_hears_of_a_change_within_seconds(
    world: World, asked: Recommendation, signed_in: SignIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = new_rule(signed_in("policy.lead"), asked)
    agree(signed_in, found)
    monkeypatch.setattr(rulebook, "_known", ())  # as a process that was at work meanwhile
    nurse = signed_in("nurse")
    assert nurse.get(f"/rules/{NEW}/").status_code == 404
    settings.FOLLOWTHROUGH_RULEBOOK_ASKED_EVERY = 0
    assert nurse.get(f"/rules/{NEW}/").status_code == 200


def test_the_sweep_looks_again_at_everybody_when_it_hears_of_a_change(
    world: World, asked: Recommendation, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    not_brought(world)
    sweep.run_once(adopts=False)
    propose(signed_in("policy.lead"), asked, "time/strategy-discussion-within", value="12 clock hours")
    agree(signed_in, Proposal.objects.get())
    monkeypatch.setattr(rulebook, "_known", ())
    sweep.run_once(adopts=False)
    with as_assessor():
        versions = set(SubjectState.objects.filter(subject_kind="child").values_list("rulebook_version", flat=True))
    assert versions == {rulebook.current().version} and "+" in rulebook.current().version


def test_a_page_asks_the_database_little(asked: Recommendation, signed_in: SignIn) -> None:
    lead = signed_in("policy.lead")
    found = new_rule(lead, asked)
    do(lead, found, "replay")
    for address in ("/changes/", f"/changes/{found.pk}/"):
        lead.get(address)
        with CaptureQueriesContext(connection) as made:
            assert lead.get(address).status_code == 200
        ours = [each["sql"] for each in made if "set_config" not in each["sql"] and "SAVEPOINT" not in each["sql"]]
        assert len(ours) <= 12, "\n".join(ours)


def test_a_first_alert_that_comes_earlier_is_told_in_days() -> None:
    def row(watch: str, day: int) -> SignalRow:
        at = datetime(2013, 3, day, 12, tzinfo=UTC)
        return SignalRow(f"{watch}{day}", watch, 1, Subject("child", "c"), "e", at, SignalState.STANDS, ("e",))

    found = [Difference(row("a", 20), row("a", 20)), Difference(None, row("a", 8)), Difference(None, row("b", 1))]
    assert first_signals(found) == [12.0]
    sums: dict[str, Any] = {}
    summing.add(sums, found)
    numbers = sums["numbers"]
    assert (numbers["found"], numbers["signals"]) == ({"earlier": [1, 1]}, {"new": [2, 1]})
    assert (sums["days"], sums["reached"]) == ({"found earlier": 12.0}, 1)
