"""What must hold of the ledger whatever happened: process killed, disk full, clock moved? Twelve sentences as SQL.

Each statement finds what breaks the sentence, as (id, what is wrong), and finds nothing in a whole ledger. They read as
the assessor, past every viewer's row-level security, so nothing that they find may go to a page: identifiers only, for
whoever runs the service. The seventh, that the audit is whole, is proved by `core.audit.checking` and has no SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from followthrough.service.attachments import checking
from followthrough.service.core import clock
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models.event import SEALED_CLASSES
from followthrough.service.sharing.projecting import KINDS as STEPS

PATIENCE: Final = timedelta(seconds=60)  # a sweep looks more often than this
LETTERS: Final = timedelta(hours=1)  # all tries of a letter take half an hour


@dataclass(frozen=True)
class Invariant:
    number: str
    says: str
    sql: str


@dataclass(frozen=True)
class Broken:
    """`id` is that of a share, a leg, an event, a duty or a letter."""

    invariant: Invariant
    id: str
    what: str


_WAITING: Final = "duty.state in ('open', 'breached') and duty.ended_at is null and duty.adoption = 'on'"
_NOBODY_ASKED: Final = """not exists (select from ledger_event event
            where event.kind = 'delivery.failed' and event.data->>'message' = {message})"""

ONCE = Invariant(
    "I1",
    "Every share that was sent is there once, with the words that were sent.",
    """
    select share.reference, 'what happened is not in the record' from sharing_share share
        left join ledger_event event on event.id = share.items->>0 where event.id is null
    union all
    select share.reference, 'the record has other words' from sharing_share share
        join ledger_event event on event.id = share.items->>0
        where share.request_digest <> '' and event.text <> share.words and event.text <> ''
        and event.record_class <> all (%(sealed)s)
    union all
    select min(reference), 'the same request was taken ' || count(*) || ' times' from sharing_share
        group by sender_id, idempotency_key having count(*) > 1
    """,
)
ONE_PART_EACH = Invariant(
    "I2",
    "Every recipient of a share has one part in it, and each part was sent once.",
    """
    select share.reference, 'no part for ' || recipient.key from sharing_share share
        cross join lateral unnest(share.teams[2:]) recipient (key)
        where not exists (select from sharing_leg leg join agencies_team team on team.id = leg.team_id
            where leg.share_id = share.id and team.agency_id || '/' || team.slug = recipient.key)
    union all
    select leg.id, 'its team does not see the share' from sharing_leg leg
        join sharing_share share on share.id = leg.share_id join agencies_team team on team.id = leg.team_id
        where team.agency_id || '/' || team.slug <> all (share.teams)
    union all
    select min(share.reference), 'a recipient has ' || count(*) || ' parts' from sharing_leg leg
        join sharing_share share on share.id = leg.share_id where leg.passed_on_from_id is null
        group by leg.share_id, leg.team_id, leg.role, leg.person_id having count(*) > 1
    union all
    select leg.id, 'was sent ' || coalesce(sent.times, 0) || ' times' from sharing_leg leg
        left join (select data->>'leg' as leg, count(*) as times from ledger_event
            where kind = 'share.sent' and corrects is null group by 1) sent on sent.leg = leg.id
        where sent.times is distinct from 1
    """,
)
OWNED = Invariant(
    "I3",
    "Whoever owes an open duty is a team in which somebody sits.",
    f"""
    with seat as (
        select team.agency_id as agency, team.slug as team, team.is_default, held.role from agencies_membership held
        join agencies_team team on team.id = held.team_id
        join agencies_practitioner person on person.id = held.practitioner_id
        where held.to_at is null and person.is_active and held.role <> 'administrator'
    )
    select duty.id, 'nobody sits at ' || debtor_agency || '/' || debtor_team || '/' || debtor_role
    from ledger_duty duty where {_WAITING} and not case
        when exists (select from agencies_team where agency_id = debtor_agency and slug = debtor_team)
            then exists (select from seat where agency = debtor_agency and team = debtor_team)
        when exists (select from seat where agency = debtor_agency and role = debtor_role) then true
        else exists (select from seat where agency = debtor_agency and is_default) end
    union all
    select link.id, 'is a link, and nobody sits in the team that sent it' from outside_link link
        join sharing_leg leg on leg.id = link.leg_id join sharing_share share on share.id = leg.share_id
        join agencies_team sender on sender.id = share.sender_team_id
        where leg.state in ('sent', 'received', 'accepted', 'acted')
        and not exists (select from seat where seat.agency = sender.agency_id)
    """,
)
CLIMBS_ONCE = Invariant(
    "I4",
    "No step of a duty’s ladder is told twice.",
    """
    select duty_id, kind || ' ' || index || ' was told ' || count(*) || ' times' from ledger_rung
        group by duty_id, kind, index, repeat having count(*) > 1
    union all
    select 'ledger_rung', 'its unique key is missing'
        where not exists (select from pg_constraint where conname = 'ledger_rung_exactly_once')
    """,
)
CLIMBS = Invariant(
    "I5",
    "What is overdue is known as overdue, and each step of its ladder was told within a minute.",
    f"""
    select duty.id, 'was due at ' || due_at || ' and nobody has looked' from ledger_duty duty
        where {_WAITING} and state = 'open' and due_at < %(late)s
    union all
    select duty.id, 'step ' || (step->>'index') || ' was not told' from ledger_duty duty
        join ledger_subjectstate subject using (subject_kind, subject_id)
        cross join lateral jsonb_array_elements(duty.rungs) step
        where {_WAITING} and state = 'breached' and due_at >= live_from and (step->>'at')::timestamptz < %(late)s
        and (climbs_from is null or (step->>'at')::timestamptz >= climbs_from) and not exists (
            select from ledger_rung rung where rung.duty_id = duty.id and rung.kind = 'rung'
            and rung.index = (step->>'index')::int and rung.repeat = (step->>'repeat')::int)
    """,
)
AUDITED = Invariant(
    "I6",
    "Every change has its row in the audit, written in the same transaction.",
    """
    with named as (
        select jsonb_array_elements_text(detail->'events') as event, xid
        from core_auditrow where action = 'events.recorded'
    )
    select event.id, 'the audit does not name it' from ledger_event event
        left join named on named.event = event.id where named.event is null
    union all
    select event.id, 'its audit was written apart from it' from ledger_event event
        join named on named.event = event.id where event.xid <> named.xid
    union all
    select leg.id, 'the audit does not name its step ' || (step->>'step') from sharing_leg leg
        cross join lateral jsonb_array_elements(leg.steps) step
        left join named on named.event = step->>'event' where named.event is null
    union all
    select rung.duty_id, 'the audit does not name its ' || rung.kind || ' ' || rung.index from ledger_rung rung
        where not exists (select from core_auditrow row where row.action = 'duty.climbed'
            and row.detail->>'duty' = rung.duty_id
            and row.detail->'steps' @> jsonb_build_array(jsonb_build_array(rung.kind, rung.index, rung.repeat)))
    """,
)
ANSWERED = Invariant(
    "I8",
    "What is closed says how, by whom and when.",
    """
    select duty.id, 'is ' || duty.state || ' by nothing that is in the record' from ledger_duty duty
        left join ledger_event event on event.id = duty.closed_by
        where duty.state in ('met', 'met late', 'met, recorded late')
        and (duty.closed_at is null or event.id is null or event.author = '')
    union all
    select leg.id, 'is ' || leg.state || ' and says not by whom, or when' from sharing_leg leg
        where leg.state <> 'sent' and not exists (select from jsonb_array_elements(leg.steps) step
            where step->>'step' = leg.state and step->>'by' <> '' and step->>'at' <> '')
    union all
    select leg.id, 'was acted on and says not what was done' from sharing_leg leg
        cross join lateral jsonb_array_elements(leg.steps) step
        where step->>'step' = 'acted' and coalesce(step->>'outcome', '') = ''
    """,
)
CLOCKED = Invariant(
    "I9",
    "Nothing waits without a clock.",
    f"""
    select leg.id, 'is ' || leg.state || ' and no clock runs' from sharing_leg leg
        join sharing_share share on share.id = leg.share_id
        where leg.state in ('sent', 'received', 'accepted', 'acted')
        and not (leg.state = 'received' and share.asks = 'information') and not exists (
            select from jsonb_array_elements(leg.steps) step
            join ledger_duty duty on duty.trigger = step->>'event' where {_WAITING})
    union all
    select leg.id, 'was passed on to nobody' from sharing_leg leg where leg.state = 'redirected'
        and not exists (select from sharing_leg next where next.passed_on_from_id = leg.id)
    union all
    select leg.id, 'its ' || (step->>'step') || ' asks for an answer, and no clock ever ran' from sharing_leg leg
        cross join lateral jsonb_array_elements(leg.steps) step
        where (step->>'step' = 'asked' or step->>'step' in ('corrected', 'withdrawn', 'recalled')
            and (step->>'had_it')::boolean)
        and not exists (select from ledger_duty duty where duty.trigger = step->>'event' and duty.adoption = 'on')
    union all
    select leg.id, 'goes to nobody with an account, and no link was made' from sharing_leg leg
        join sharing_share share on share.id = leg.share_id
        join agencies_outside outside on outside.team_id = leg.team_id
        where leg.state = 'sent' and share.sent_at < %(late)s
        and not exists (select from outside_link link where link.leg_id = leg.id)
    union all
    select link.id, 'is a link with no letter' from outside_link link where link.made_at < %(late)s
        and not exists (select from ledger_outbox notice where notice.key = 'link:' || link.id)
    union all
    select notice.id, 'is a notice that still waits for a letter' from ledger_outbox notice
        where notice.state = 'waiting' and notice.due_at < %(letters)s
    union all
    select notice.id, 'is a notice that stands in no letter' from ledger_outbox notice
        where notice.state = 'addressed' and not exists (
            select from ledger_carried held where held.notice_id = notice.id)
    union all
    select notice.id, 'is a notice that found nobody, and nobody was asked' from ledger_outbox notice
        where notice.state = 'failed' and {_NOBODY_ASKED.format(message="notice.id")}
        and not exists (select from ledger_duty duty join ledger_event event on event.id = duty.trigger
            where duty.id = notice.duty_id and event.kind = 'delivery.failed')
    union all
    select letter.id, 'is a letter that still waits' from ledger_letter letter
        where letter.state = 'waiting' and letter.due_at < %(letters)s
    union all
    select letter.id, 'is a letter that did not arrive, and nobody was asked' from ledger_letter letter
        where letter.state in ('failed', 'bounced') and {_NOBODY_ASKED.format(message="letter.id")}
        and exists (select from ledger_carried held join ledger_outbox notice on notice.id = held.notice_id
            where held.letter_id = letter.id and not exists (
                select from ledger_duty duty join ledger_event event on event.id = duty.trigger
                where duty.id = notice.duty_id and event.kind = 'delivery.failed'))
    """,
)
ADDED_UP = Invariant(
    "I10",
    "Sent is open and closed together, and each part stands where its last event left it.",
    """
    select 'all', sent.n || ' were sent and ' || held.n || ' parts are there' from
        (select count(*) as n from ledger_event where kind = 'share.sent' and corrects is null) sent,
        (select count(*) as n from sharing_leg) held where sent.n <> held.n
    union all
    select leg.id, 'is ' || leg.state || ' and its last event says ' || coalesce(last.state, 'nothing')
        from sharing_leg leg left join (
            select distinct on (data->>'leg') data->>'leg' as leg, replace(kind, 'share.', '') as state
            from ledger_event where kind in ('share.sent', 'share.received', 'share.accepted', 'share.redirected',
                'share.acted', 'share.confirmed', 'share.withdrawn') and corrects is null
            order by data->>'leg', recorded_at desc) last on last.leg = leg.id
        where last.state is distinct from leg.state
    union all
    select leg.id, 'shows ' || jsonb_array_length(leg.steps) || ' steps of ' || coalesce(told.n, 0) from sharing_leg leg
        left join (select data->>'leg' as leg, count(*) as n from ledger_event
            where kind = any (%(steps)s) and corrects is null group by 1) told
            on told.leg = leg.id
        where told.n is distinct from jsonb_array_length(leg.steps)
    """,
)
FILES = Invariant(
    "I11",
    "Every file that was passed on is there with its entry, and is what was passed on.",
    """
    select file.id, 'says that there is a file, and there is none' from attachments_attachment file
        left join attachments_content held on held.attachment_id = file.id where held.attachment_id is null
    union all
    select held.attachment_id, 'is a file of which nobody knows what it is' from attachments_content held
        left join attachments_attachment file on file.id = held.attachment_id where file.id is null
    union all
    select file.id, 'is a file of an entry that is not there' from attachments_attachment file
        left join ledger_event event on event.id = file.event_id where file.draft = '' and event.id is null
    union all
    select file.id, 'is a file of a draft that is not there' from attachments_attachment file
        left join sharing_draft draft on draft.id = file.draft where file.draft <> '' and draft.id is null
    """,
)
PLACED = Invariant(
    "I12",
    "What came in lies with a team in which somebody sits, under a clock, until a person says where it belongs.",
    f"""
    select item.reference, 'waits, and nobody sits in the team that has it' from intake_item item
        where item.outcome = '' and not exists (
            select from agencies_membership held join agencies_practitioner person on person.id = held.practitioner_id
            where held.team_id = item.team_id and held.to_at is null and person.is_active
            and held.role <> 'administrator')
    union all
    select item.reference, 'waits, and no clock runs' from intake_item item
        where item.outcome = '' and not exists (
            select from ledger_duty duty where duty.trigger = item.trigger and {_WAITING})
    union all
    select item.reference, 'is ' || item.outcome || ' and the record does not say so' from intake_item item
        where item.outcome <> '' and not exists (
            select from ledger_event event where event.kind = 'item.placed' and event.data->>'item' = item.reference
            and event.data->>'outcome' = item.outcome)
    union all
    select item.reference, 'is matched to a child in whose record it does not stand' from intake_item item
        where item.outcome = 'matched' and not exists (
            select from ledger_event event where event.id = item.entry and event.kind = 'information.came-in')
    """,
)
WHOLE_AUDIT = Invariant("I7", "The audit’s chain is whole, and its heads are those that were kept elsewhere.", "")
INVARIANTS: Final = (
    ONCE,
    ONE_PART_EACH,
    OWNED,
    CLIMBS_ONCE,
    CLIMBS,
    AUDITED,
    WHOLE_AUDIT,
    ANSWERED,
    CLOCKED,
    ADDED_UP,
    FILES,
    PLACED,
)


def broken(now: datetime | None = None, *, part: int | None = None) -> list[Broken]:
    """Everything that breaks a sentence but the seventh, in one view of the database. With `part`, only that part of
    the files is opened.
    """
    with as_assessor(), connection.cursor() as cursor:
        return found_by(cursor, now or clock.now(), part=part)


def found_by(cursor: Any, now: datetime, *, part: int | None = None) -> list[Broken]:
    """The same through a cursor of the caller's, whose role must see every row."""
    values = {"late": now - PATIENCE, "letters": now - LETTERS, "sealed": sorted(SEALED_CLASSES), "steps": list(STEPS)}
    found: list[Broken] = []
    for invariant in (each for each in INVARIANTS if each.sql):
        cursor.execute(invariant.sql, values)
        found += [Broken(invariant, *row) for row in cursor.fetchall()]
    return found + [Broken(FILES, *each) for each in checking.differing(cursor, part)]
