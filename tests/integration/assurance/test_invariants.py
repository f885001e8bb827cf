"""Each sentence of the ledger holds of a lived evening, and each is broken by the fault that it is there for."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import DatabaseError, connection

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.agencies.models import Team
from followthrough.service.assurance import invariants
from followthrough.service.config.commands.check_ledger import say
from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from followthrough.service.intake import actions as intake
from followthrough.service.intake.arrivals import from_mail
from followthrough.service.ledger import sweep
from followthrough.service.outside import people
from integration.agencies import making
from integration.attachments.sending import with_file
from integration.sharing import world as made
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, RESPONSE, World
from support.database import TestDatabase

pytestmark = pytest.mark.django_db(transaction=True)
OF_URGENT = "(select id from sharing_leg where state = 'acted')"
# What a fault of ours, or somebody with the superuser's password, would do; with the sentences that it breaks.
FAULTS = {
    "a share's words were changed": ("update sharing_share set words = 'All is well.'", {"I1"}),
    "a share was kept and what happened lost": (
        "delete from ledger_event where id = (select items->>0 from sharing_share limit 1)",
        {"I1"},
    ),
    "the key that makes a share one is gone, and it was sent twice": (
        "alter table sharing_share drop constraint sharing_share_once; insert into sharing_share select 'again', "
        "'FT-AGAIN', " + "{columns} from sharing_share limit 1",
        {"I1", "I2"},
    ),
    "a recipient's part was lost": ("delete from sharing_leg where state = 'acted'", {"I2", "I10"}),
    "a team that was added lost its sight of the share": (
        "update sharing_share set teams = teams[:1] where asks = 'information'",
        {"I2"},
    ),
    "a part was never sent": (
        f"delete from ledger_event where kind = 'share.sent' and data->>'leg' = {OF_URGENT}",
        {"I2", "I10"},
    ),
    "everybody of a team left": (
        "update agencies_membership set to_at = now() from agencies_team team "
        "where team.id = team_id and team.agency_id = 'police'",
        {"I3"},
    ),
    "the key that makes a step one is gone": (
        "alter table ledger_rung drop constraint ledger_rung_exactly_once; insert into ledger_rung "
        "(duty_id, kind, index, repeat, at, tell_agency, tell_team, tell_role, fired_at) "
        "select duty_id, kind, index, repeat, at, tell_agency, tell_team, tell_role, fired_at from ledger_rung limit 1",
        {"I4"},
    ),
    "a step was not told": ("delete from ledger_rung where kind = 'rung'", {"I5"}),
    "nobody looks at what is overdue": (
        "update ledger_duty set state = 'open' where state = 'breached'",
        {"I5"},
    ),
    "what happened was not audited": (
        "delete from core_auditrow where action = 'events.recorded' and id = (select max(id) from core_auditrow "
        "where action = 'events.recorded')",
        {"I6"},
    ),
    "the audit came later, by a job of its own": (
        "update core_auditrow set xid = '7' where action = 'events.recorded'",
        {"I6"},
    ),
    "a duty was closed by nothing": (
        "update ledger_duty set closed_by = 'nothing' where state like 'met%'",
        {"I8"},
    ),
    "an answer without an outcome": (
        "update sharing_leg set steps = replace(steps::text, '\"outcome\"', '\"was\"')::jsonb where state = 'acted'",
        {"I8"},
    ),
    "a clock was stopped": ("update ledger_duty set adoption = 'off' where state in ('open', 'breached')", {"I9"}),
    "a question was asked and no clock ran": (
        "delete from ledger_duty where procedure = 'share-question-answered'",
        {"I9"},
    ),
    "a share was corrected and nobody has to know": (
        "delete from ledger_duty where procedure = 'share-change-acknowledged'",
        {"I9"},
    ),
    "a question is not shown": (
        "update sharing_leg set steps = (select jsonb_agg(step) from jsonb_array_elements(steps) step "
        "where step->>'step' <> 'asked')",
        {"I10"},
    ),
    "a notice waits for ever": ("update ledger_outbox set state = 'waiting', due_at = '2013-03-01'", {"I9"}),
    "a notice is in no letter": ("delete from ledger_carried", {"I9"}),
    "a notice found nobody, in silence": ("update ledger_outbox set state = 'failed'", {"I9"}),
    "a link was not made": ("delete from outside_link", {"I9"}),
    "a link was made and no letter written": ("delete from ledger_outbox where key like 'link:%'", {"I9"}),
    "everybody left the team that sent a link": (
        "update agencies_membership set to_at = now() from agencies_team team "
        "where team.id = team_id and team.agency_id = 'hospital'",
        {"I3"},
    ),
    "a letter waits for ever": ("update ledger_letter set state = 'waiting', due_at = '2013-03-01'", {"I9"}),
    "a letter failed in silence": ("update ledger_letter set state = 'failed'", {"I9"}),
    "a letter came back in silence": ("update ledger_letter set state = 'bounced'", {"I9"}),
    "a file was lost": ("delete from attachments_content", {"I11"}),
    "what a file is was lost": ("delete from attachments_attachment", {"I11"}),
    "a file's entry was lost": ("update attachments_attachment set event_id = 'nothing'", {"I11"}),
    "a file's draft was lost": (
        "update attachments_attachment set draft = 'nothing', event_id = null, share = '', subject_id = ''",
        {"I11"},
    ),
    "a file is another one": ("update attachments_attachment set digest = repeat('0', 64)", {"I11"}),
    "a file was changed": ("update attachments_content set sealed = sealed || 'AAAA'", {"I11"}),
    "everybody left the team to which mail comes": (
        "update agencies_membership set to_at = now() from agencies_team team "
        "where team.id = team_id and team.slug = 'out-of-hours'",
        {"I12"},
    ),
    "the clock of what came in was stopped": (
        "update ledger_duty set adoption = 'off' where procedure = 'incoming-item-placed'",
        {"I12"},
    ),
    "what came in was put away without a word": (
        "update intake_item set outcome = 'not ours' where outcome = ''",
        {"I12"},
    ),
    "the entry of what was matched was lost": (
        "delete from ledger_event where kind = 'information.came-in'",
        {"I12"},
    ),
    "a state was written over": ("update sharing_leg set state = 'received' where state = 'sent'", {"I10"}),
}


@pytest.fixture
def lived(transactional_db: None) -> Iterator[World]:
    """An urgent share that was acted on, one for information that nobody took, one for action; three hours later."""
    with clock.use(made.started()) as at:
        world = made.build(at)
        leg = world.leg(world.send())
        world.do("receive", leg, "duty")
        world.do("accept", leg, "duty")
        world.do("act", leg, "duty", outcome="acted", what="I saw him with an interpreter.")
        with_file(world, FRONT_DOOR, RESPONSE, asks="urgent")
        asked = world.leg(world.send(OUT_OF_HOURS, asks="action"))
        world.do("ask", asked, "duty", words="Who was at home?")
        world.do("correct", asked, "nurse", words="It was the left hand.")
        world.send(OUT_OF_HOURS, asks="information")
        people.enter(
            title="Mill Lane Surgery",
            kind="gp",
            email="reception@mill-lane.example",
            telephone="01632 960333",
            code_number="07700 900333",
            by=world.viewer("sister"),
        )
        world.send("mill-lane-surgery/by-link", asks="information")
        sweep.run_once()
        came_in(world)
        world.later(hours=3)
        sweep.run_once()
        yield world


def came_in(world: World) -> None:
    """One mail that waits, and one that was matched to the child."""
    team = Team.objects.get(agency="social-care", slug="front-door")
    for n in (1, 2):
        mail = f"Message-ID: <{n}@school.example>\r\nFrom: office@school.example\r\nSubject: S\r\n\r\nWords {n}"
        item = intake.take_in(arrival=from_mail(mail.encode()), team=team)
    assert item is not None
    access.involve(
        agency="social-care", team="out-of-hours", subject=Subject("child", world.child.pk), reason="t", by=making.SETUP
    )
    duty = world.viewer("duty")
    with acting(duty):
        intake.match(item=item, child_id=world.child.pk, by=duty)


def test_all_hold_of_a_lived_evening(lived: World) -> None:
    assert [(each.invariant.number, each.id, each.what) for each in invariants.broken()] == []
    assert say(invariants.INVARIANTS, []) == 0


def test_each_fault_breaks_the_sentence_that_it_is_there_for(lived: World, tests_database: TestDatabase) -> None:
    caught = {}
    with psycopg.connect(tests_database.administrator, dbname=tests_database.name) as superuser:
        columns = superuser.execute(
            "select string_agg(column_name, ', ' order by ordinal_position) from information_schema.columns "
            "where table_name = 'sharing_share' and column_name not in ('id', 'reference')"
        ).fetchone()
        assert columns is not None
        for name, (sql, _) in FAULTS.items():
            with superuser.transaction(force_rollback=True), superuser.cursor() as cursor:
                cursor.execute("set local session_replication_role = replica")  # guards and keys sleep
                changed = cursor.execute(sql.replace("{columns}", str(columns[0])))  # type: ignore[arg-type]
                assert changed.rowcount, f"nothing to break: {name}"
                caught[name] = {each.invariant.number for each in invariants.found_by(cursor, clock.now())}
    missed = {name: caught[name] for name, (_, wanted) in FAULTS.items() if not wanted <= caught[name]}
    assert missed == {}
    assert set().union(*(wanted for _, wanted in FAULTS.values())) == {
        each.number for each in invariants.INVARIANTS if each.sql
    }


def test_a_sweep_that_is_down_for_a_minute_shows(lived: World) -> None:
    at = clock.now()
    assert invariants.broken(at) == []
    lived.later(hours=20)
    found = invariants.broken()
    assert {each.invariant.number for each in found} == {"I5", "I9"}
    assert {each.what for each in found if each.invariant.number == "I9"} == {
        "is a notice that still waits for a letter"
    }
    sweep.run_once()
    assert invariants.broken() == []


def test_what_is_broken_is_named_and_a_long_list_cut(capsys: pytest.CaptureFixture[str]) -> None:
    found = [invariants.Broken(invariants.CLOCKED, f"leg-{n}", "is sent and no clock runs") for n in range(25)]
    assert say(invariants.INVARIANTS, found) == 1
    said = capsys.readouterr().out
    assert " I9 BROKEN Nothing waits without a clock.\n      leg-0: is sent and no clock runs\n" in said
    assert "… and 5 more." in said and " I1 holds " in said


def test_all_hold_of_the_example_partnership(demo_db: None) -> None:
    assert [(each.invariant.number, each.id, each.what) for each in invariants.broken()] == []


def test_the_application_cannot_choose_the_transaction_of_an_event(db: None) -> None:
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="permission denied"):
        cursor.execute("insert into ledger_event (id, xid) values ('x', '7')")
