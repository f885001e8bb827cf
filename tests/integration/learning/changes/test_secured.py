"""Past every page: the database itself asks for two people, and never for the one who proposed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.changes import replaying
from followthrough.service.learning.changes.models import Agreement, Proposal, Replay
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.ledger.models import Amendment
from integration.learning.changes.conftest import SignIn
from integration.learning.changes.test_changes import do, new_rule
from integration.sharing.world import World

REFUSED = "row-level security|append-only|permission denied"


@pytest.fixture
def found(world: World, asked: Recommendation, signed_in: SignIn) -> Iterator[Proposal]:
    """Proposed by the policy lead, and replayed."""
    made = new_rule(signed_in("policy.lead"), asked)
    do(signed_in("policy.lead"), made, "replay")
    yield made


def run(viewer: Viewer, sql: str, *values: object) -> int:
    """As the application's role, which every page works with. The number of rows that were written."""
    with acting(viewer), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("followthrough_app",)
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def refused(viewer: Viewer, sql: str, *values: object) -> None:
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        run(viewer, sql, *values)


AGREE = "insert into changes_agreement (proposal_id, by, at, words) values (%s, %s, now(), 'Yes')"
END = "update changes_proposal set ended = %s, ended_by = %s, ended_at = now() where id = %s"
IN_FORCE = """
    insert into ledger_amendment (kind, name, theme, text, in_force_on, proposal, agreed_at)
    select 'procedure', name, theme, text, in_force_on, id, now() from changes_proposal where id = %s
"""


def test_only_the_group_and_the_boards_office_propose_and_in_their_own_name(world: World, found: Proposal) -> None:
    copied = """
        insert into changes_proposal (id, reference, what, name, theme, title, text, says_now, says_then, reaches,
            recommendation, source_words, reason, in_force_on, proposed_by, proposed_at, ended, ended_by, ended_because)
        select %s, %s, what, name, theme, title, text, says_now, says_then, reaches, recommendation, source_words,
            reason, in_force_on, %s, proposed_at, '', '', '' from changes_proposal where id = %s
    """
    lead, nurse, chair = (world.viewer(each) for each in ("policy.lead", "nurse", "chair"))
    refused(nurse, copied, "c1", "FT-1", nurse.practitioner_id, found.pk)
    refused(lead, copied, "c2", "FT-2", chair.practitioner_id, found.pk)
    assert run(lead, copied, "c3", "FT-3", lead.practitioner_id, found.pk) == 1


def test_nobody_agrees_who_proposed_nor_for_another_nor_from_outside(world: World, found: Proposal) -> None:
    lead, nurse, chair = (world.viewer(each) for each in ("policy.lead", "nurse", "chair"))
    refused(lead, AGREE, found.pk, lead.practitioner_id)
    refused(nurse, AGREE, found.pk, nurse.practitioner_id)
    refused(lead, AGREE, found.pk, chair.practitioner_id)
    assert run(chair, AGREE, found.pk, chair.practitioner_id) == 1
    refused(chair, AGREE, found.pk, chair.practitioner_id.upper())
    refused(chair, "delete from changes_agreement")
    refused(chair, "update changes_agreement set by = %s", lead.practitioner_id)


def test_nobody_agrees_before_it_was_replayed_nor_when_it_is_decided(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    made = new_rule(signed_in("policy.lead"), asked)
    chair = world.viewer("chair")
    refused(chair, AGREE, made.pk, chair.practitioner_id)
    do(signed_in("policy.lead"), made, "replay")
    do(signed_in("board.manager"), made, "refuse")
    refused(chair, AGREE, made.pk, chair.practitioner_id)


def test_nothing_is_in_force_without_two_others(world: World, found: Proposal) -> None:
    lead, chair, manager = (world.viewer(each) for each in ("policy.lead", "chair", "board.manager"))
    for viewer in (lead, chair, world.viewer("nurse"), Viewer.system("sweep")):
        refused(viewer, IN_FORCE, found.pk)
    run(chair, AGREE, found.pk, chair.practitioner_id)
    refused(chair, IN_FORCE, found.pk)
    refused(chair, END, "agreed", chair.practitioner_id, found.pk)
    run(manager, AGREE, found.pk, manager.practitioner_id)
    refused(lead, IN_FORCE, found.pk)
    refused(manager, IN_FORCE.replace("'procedure', name, theme, text", "'procedure', name, theme, 'other'"), found.pk)
    refused(manager, IN_FORCE.replace("'procedure', name", "'procedure', 'other'"), found.pk)
    refused(manager, IN_FORCE.replace("in_force_on, id", "date '2013-03-29', id"), found.pk)
    assert run(manager, IN_FORCE, found.pk) == 1
    assert Amendment.objects.get().in_force_on == date(2013, 4, 3)


def test_a_proposal_is_only_ended_by_whom_the_rule_names_and_never_rewritten(world: World, found: Proposal) -> None:
    lead, nurse, chair = (world.viewer(each) for each in ("policy.lead", "nurse", "chair"))
    assert run(nurse, END, "refused", nurse.practitioner_id, found.pk) == 0
    refused(lead, END, "refused", lead.practitioner_id, found.pk)
    refused(chair, END, "withdrawn", chair.practitioner_id, found.pk)
    refused(chair, END, "refused", lead.practitioner_id, found.pk)
    refused(chair, "update changes_proposal set text = 'other'")
    refused(chair, "update changes_proposal set proposed_by = %s", "nobody")
    refused(chair, "delete from changes_proposal")
    assert run(chair, END, "refused", chair.practitioner_id, found.pk) == 1
    assert run(lead, END, "withdrawn", lead.practitioner_id, found.pk) == 0, "what is decided stands"


def test_whoever_asks_for_a_replay_counts_nothing_into_it(world: World, found: Proposal) -> None:
    lead, nurse = world.viewer("policy.lead"), world.viewer("nurse")
    refused(lead, "update changes_replay set sums = '{\"reached\": 9}', asked_by = %s", lead.practitioner_id)
    refused(lead, "update changes_replay set done = 9, asked_by = %s", lead.practitioner_id)
    again = "update changes_replay set done = 0, sums = '{}', held = null, total = null"
    assert run(nurse, again) == 0
    assert run(lead, f"{again}, asked_by = %s", lead.practitioner_id) == 1
    with acting(Viewer.system("replay")):
        Replay.objects.update(done=1)


BEGUN = "insert into changes_replay (proposal_id, asked_by, as_of, rules, held, total, done, sums)"


def test_a_replay_of_no_histories_is_no_proof_whoever_writes_it(
    world: World, asked: Recommendation, signed_in: SignIn
) -> None:
    made = new_rule(signed_in("policy.lead"), asked)
    lead, chair = world.viewer("policy.lead"), world.viewer("chair")
    refused(lead, f"{BEGUN} values (%s, %s, now(), '', 0, 0, 0, '{{}}')", made.pk, lead.practitioner_id)
    assert run(lead, f"{BEGUN} values (%s, %s, now(), '', null, null, 0, '{{}}')", made.pk, lead.practitioner_id) == 1
    refused(lead, "update changes_replay set total = 0, asked_by = %s", lead.practitioner_id)
    refused(chair, AGREE, made.pk, chair.practitioner_id)
    assert "Replay it over past histories first" in do(signed_in("chair"), made, "agree")
    shown = signed_in("chair").get(f"/changes/{made.pk}/").content.decode()
    assert "Nothing is replayed yet." in shown
    replaying.go_on()
    proof = Replay.objects.get()
    assert proof.is_finished and proof.held == proof.total == proof.done > 0


def test_everybody_who_is_signed_in_reads_what_was_proposed_and_nobody_else(world: World, found: Proposal) -> None:
    with acting(world.viewer("nurse")):
        assert Proposal.objects.exists() and Replay.objects.exists() and not Agreement.objects.exists()
    with acting(Viewer("", "", "")):
        assert not Proposal.objects.exists() and not Replay.objects.exists()
