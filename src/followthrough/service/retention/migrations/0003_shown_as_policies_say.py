"""A proposal to destroy a record is shown by the database to those to whom the policies show it, and to nobody else.

`retention_shows` says what `policies.Hidden` says: the board's reviewers see every one; an agency's own see those of
which it holds something, or on which it decided; and nobody sees a record that is closed to them or of their own people.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION, OWNER = roles.name("application"), roles.name("owner")
HOLDING = "coalesce(current_setting('app.holding', true), '') <> ''"
COUNTED = ("ledger_event", "ledger_duty", "access_involvement")

# The owner, who serves no page, counts whose records they are, within this function alone.
SHOWS = f"""
{"".join(f"create policy owner_counts on {each} for select to {OWNER} using ({HOLDING});" for each in COUNTED)}
create function retention_shows(child text, proposer text, answerer text) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare shows boolean;
begin
    perform set_config('app.holding', 'on', true);
    shows := (
        (select app_agency()) = 'board'
        or (select app_agency()) in (split_part(proposer, '/', 1), split_part(answerer, '/', 1))
        or exists (
            select from unnest(app_records_of(array[child])) record (id)
            where exists (select from access_involvement worked where worked.subject_kind = 'child'
                    and worked.subject_id = record.id and worked.agency_id = (select app_agency()))
                or exists (select from ledger_event wrote where wrote.subject_kind = 'child'
                    and wrote.subject_id = record.id and wrote.agency = (select app_agency()))
                or exists (select from ledger_duty owed where owed.subject_kind = 'child'
                    and owed.subject_id = record.id and owed.debtor_agency = (select app_agency()))
        )
    ) and not (child = any (app_hidden())) and not exists (
        select from access_restriction closed
        where closed.subject_kind = 'child' and closed.subject_id = child and closed.to_at is null and not exists (
            select from access_grant held
            where held.viewer_id = (select app_viewer()) and held.subject_kind = 'child' and held.subject_id = child
              and held.record_class = 'core' and held.of_agency = ''
              and (held.until is null or held.until > (select app_moment()))
        )
    );
    perform set_config('app.holding', '', true);
    return shows;
end $$;
revoke execute on function retention_shows(text, text, text) from public;
grant execute on function retention_shows(text, text, text) to {APPLICATION};
"""
NO_SHOWS = f"""
drop function retention_shows(text, text, text);
{"".join(f"drop policy owner_counts on {each};" for each in COUNTED)}
"""


def _policies(shown: str, open_to: str) -> str:
    return f"""
drop policy keepers_see on retention_disposal;
drop policy keepers_propose on retention_disposal;
drop policy keepers_answer on retention_disposal;
create policy keepers_see on retention_disposal for select to {APPLICATION}
    using ((select app_is_system()) or (select retention_keeps()) {shown});
create policy keepers_propose on retention_disposal for insert to {APPLICATION}
    with check (proposed_by = (select app_viewer()) and proposed_for = any ((select app_seats())::text[])
        and agreed is null and destroyed_at is null and (select retention_keeps()) {open_to});
create policy keepers_answer on retention_disposal for update to {APPLICATION}
    using (agreed is null and (select retention_keeps()) {open_to})
    with check (answered_by = (select app_viewer()) and answered_for = any ((select app_seats())::text[]));
"""


SHOWN = "and retention_shows(subject_id, proposed_for, answered_for)"
OPEN_TO = "and retention_shows(subject_id, '', '')"


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0002_two_people"),
        ("access", "0012_sealed_with_the_rest"),
        ("ledger", "0008_same_child"),
    ]
    operations = [
        migrations.RunSQL(SHOWS, NO_SHOWS),
        migrations.RunSQL(_policies(SHOWN, OPEN_TO), _policies("", "")),
    ]
