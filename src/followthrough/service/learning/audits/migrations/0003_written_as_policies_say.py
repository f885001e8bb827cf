"""Who reads and who writes each row of an audit, as the policies say. Until now whoever could read a row could write it.

An agency answers for itself, and reads the cases that it owed; the Board's manager and chair draw, find and report.
What was sent is not answered again, what was reported is not read again, and nothing is taken away.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION = roles.name("application")
_BOARD = "(select app_is_system()) or (select app_agency()) = 'board'"
BEFORE = {
    "audits_selfaudit": f"{_BOARD} or agency_id = (select app_agency())",
    "audits_sampled": f"{_BOARD} or agency = (select app_agency())",
    "audits_caseaudit": f"{_BOARD} or exists (select from audits_sampled held where held.audit_id = audits_caseaudit.key)",
    "audits_auditfinding": _BOARD,
}


def _holds(*held: str) -> str:
    listed = ", ".join(f"'{each}'" for each in held)
    return f"""exists (select from unnest((select app_roles())::text[]) held
        where split_part(held, '/', 2) in ({listed}))"""


_ANSWERABLE = ("team-manager", "duty-manager", "service-manager", "on-call-manager", "safeguarding-lead")
KEEPS = f"((select app_agency()) = 'board' and {_holds('business-manager', 'chair')})"
SYSTEM = "(select app_is_system())"
FOR_ITSELF = f"(agency_id = (select app_agency()) and {_holds(*_ANSWERABLE, 'director')})"
ITS_CASE = f"(agency = (select app_agency()) and {_holds(*_ANSWERABLE)})"
ITS_CASES = "exists (select from audits_sampled held where held.audit_id = audits_caseaudit.key)"
VIEWER = "(select app_viewer())"

# By table and command: which rows are meant, and as what they may be left.
POLICIES = {
    "audits_selfaudit": {
        "select": (f"{SYSTEM} or {KEEPS} or {FOR_ITSELF}", ""),
        "insert": ("", f"{FOR_ITSELF} and returned_at is null and challenge = '' and feedback = ''"),
        "update": (
            f"{FOR_ITSELF} and returned_at is null or {KEEPS} and returned_at is not null",
            f"{FOR_ITSELF} or {KEEPS}",
        ),
    },
    "audits_sampled": {
        "select": (f"{SYSTEM} or {KEEPS} or {ITS_CASE}", ""),
        "insert": ("", f"{KEEPS} and reading = '' and words = '' and read_at is null"),
        "update": (f"{ITS_CASE} and audits_is_read(audit_id)", f"{ITS_CASE} and read_by = {VIEWER}"),
    },
    # Row-level security holds inside the question too, so an agency finds its own cases.
    "audits_caseaudit": {
        "select": (f"{SYSTEM} or {KEEPS} or {ITS_CASES}", ""),
        "insert": ("", f"{KEEPS} and drawn_by = {VIEWER} and reported_at is null"),
        "update": (f"{KEEPS} and reported_at is null", KEEPS),
    },
    "audits_auditfinding": {
        "select": (f"{SYSTEM} or {KEEPS}", ""),
        "insert": ("", f"{KEEPS} and written_by = {VIEWER} and audits_is_read(audit_id)"),
        "update": (KEEPS, KEEPS),
    },
}
# What of a row may be written again.
CHANGED = {
    "audits_selfaudit": "answers, returned_at, signed_by, challenge, challenged_at, feedback, feedback_at",
    "audits_sampled": "reading, words, read_by, read_at",
    "audits_caseaudit": "report, reported_at",
    "audits_auditfinding": "recommendation",
}
# A function, for a policy of one table may not ask a table whose policy asks the first.
_IS_READ = """
create function audits_is_read(asked text) returns boolean language sql stable as $$
    select exists (select from audits_caseaudit where key = asked and reported_at is null)
$$;
"""
_SENT = """
create function audits_sent_stays() returns trigger language plpgsql as $$
begin
    if old.returned_at is not null
        and (new.answers, new.returned_at, new.signed_by) is distinct from (old.answers, old.returned_at, old.signed_by)
    then
        raise exception 'what was sent does not change' using errcode = 'insufficient_privilege';
    elsif old.returned_at is null
        and (new.challenge, new.challenged_at, new.feedback, new.feedback_at)
            is distinct from (old.challenge, old.challenged_at, old.feedback, old.feedback_at)
    then
        raise exception 'nothing is asked before it is sent' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger sent_stays before update on audits_selfaudit for each row execute function audits_sent_stays();
"""


def _policy(table: str, command: str, using: str, check: str) -> str:
    clauses = (f"using ({using}) " if using else "") + (f"with check ({check})" if check else "")
    return f"create policy {command}s on {table} for {command} to {APPLICATION} {clauses};"


def _as_before(table: str) -> str:
    rule = BEFORE[table]
    drops = "".join(f"drop policy {command}s on {table};" for command in POLICIES[table])
    return (
        f"{drops} create policy who_has_to_do on {table} to {APPLICATION} using ({rule}) with check ({rule});"
        f"revoke all on {table} from {APPLICATION};"
        f"grant select, insert, update, delete on {table} to {APPLICATION};"
    )


def _policies(table: str) -> migrations.RunSQL:
    made = "".join(_policy(table, command, *rules) for command, rules in POLICIES[table].items())
    return migrations.RunSQL(f"drop policy who_has_to_do on {table}; {made}", _as_before(table))


def _grants(table: str) -> migrations.RunSQL:
    """The assessor keeps what it was given: it counts findings, and reads no other table of audits."""
    return migrations.RunSQL(
        f"revoke all on {table} from {APPLICATION};"
        f"grant select, insert, update ({CHANGED[table]}) on {table} to {APPLICATION};",
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [("audits", "0002_secured")]
    operations = [
        migrations.RunSQL(_IS_READ, "drop function audits_is_read(text);"),
        *(_policies(table) for table in POLICIES),
        *(_grants(table) for table in POLICIES),
        migrations.RunSQL(_SENT, "drop trigger sent_stays on audits_selfaudit; drop function audits_sent_stays();"),
    ]
