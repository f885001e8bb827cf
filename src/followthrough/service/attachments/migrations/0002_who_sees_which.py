"""A file is seen by whoever may read its entry, or sees the share that it came with; a draft's by who added it.

It is sent with its share by the one who sends it, and never changed or taken away after that. It goes when its entry is
destroyed, and the certificate counts it. `sharing` moves nothing here: who sees a share sees its files.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles
from followthrough.service.core.sql import grants, rotated

APPLICATION, ASSESSOR = roles.name("application"), roles.name("assessor")
FILE, CONTENT = "attachments_attachment", "attachments_content"
OWN = "uploaded_by = (select app_viewer())"
SENT_BY_THEM = """exists (select from sharing_share passed where passed.id = share
    and passed.sender_id = (select app_viewer()) and passed.items ->> 0 = event_id)"""
SEEN = f"""{OWN} and (draft <> '' or (select app_is_system()))
    or event_id is not null and exists (select from ledger_event event where event.id = event_id)
    or share <> '' and exists (select from sharing_share passed where passed.id = share)"""
CUSTODIAN = "(select app_viewer()) = 'system:custodian'"
OF_CONTENT = f"select from {FILE} file where file.id = attachment_id"

POLICIES = f"""
alter table {FILE} enable row level security, force row level security;
create policy seen on {FILE} for select to {APPLICATION} using ({SEEN});
create policy added on {FILE} for insert to {APPLICATION} with check ({OWN} and (draft <> '' or {CUSTODIAN}));
create policy sent on {FILE} for update to {APPLICATION}
    using ({OWN} and draft <> '') with check ({OWN} and draft = '' and {SENT_BY_THEM});
create policy taken_off on {FILE} for delete to {APPLICATION} using ({OWN} and draft <> '');
create policy checked on {FILE} for select to {ASSESSOR} using (true);

alter table {CONTENT} enable row level security, force row level security;
create policy seen on {CONTENT} for select to {APPLICATION} using (exists ({OF_CONTENT}));
create policy added on {CONTENT} for insert to {APPLICATION} with check (exists ({OF_CONTENT} and {OWN}));
create policy taken_off on {CONTENT} for delete to {APPLICATION}
    using (exists ({OF_CONTENT} and {OWN} and draft <> ''));
create policy checked on {CONTENT} for select to {ASSESSOR} using (true);

-- Whether a file's draft is still there is asked with the rest of the ledger; what the draft holds is not.
grant select (id) on sharing_draft to {ASSESSOR};
create policy checked on sharing_draft for select to {ASSESSOR} using (true);
"""
NO_POLICIES = "\n".join(
    [f"drop policy checked on sharing_draft; revoke select (id) on sharing_draft from {ASSESSOR};"]
    + [f"drop policy {name} on {FILE};" for name in ("seen", "added", "sent", "taken_off", "checked")]
    + [f"drop policy {name} on {CONTENT};" for name in ("seen", "added", "taken_off", "checked")]
    + [f"alter table {each} no force row level security, disable row level security;" for each in (FILE, CONTENT)]
)

GO = f"""
create function attachments_go_with_entry() returns trigger language plpgsql
security definer set search_path = public, pg_temp as $$
declare gone bigint;
begin
    delete from {CONTENT} held using {FILE} file where held.attachment_id = file.id and file.event_id = old.id;
    delete from {FILE} where event_id = old.id;
    get diagnostics gone = row_count;
    perform set_config(
        'app.destroyed_files',
        (coalesce(nullif(current_setting('app.destroyed_files', true), ''), '0')::bigint + gone)::text,
        true
    );
    return null;
end $$;
create trigger attachments_go_with_entry after delete on ledger_event
    for each row execute function attachments_go_with_entry();

create function attachments_counted() returns trigger language plpgsql as $$
begin
    new.removed := new.removed || jsonb_build_object(
        '{FILE}', coalesce(nullif(current_setting('app.destroyed_files', true), ''), '0')::bigint
    );
    perform set_config('app.destroyed_files', '', true);
    return new;
end $$;
create trigger attachments_counted before update on retention_disposal
    for each row when (old.destroyed_at is null and new.destroyed_at is not null)
    execute function attachments_counted();
"""
STAY = """
drop trigger attachments_counted on retention_disposal;
drop function attachments_counted();
drop trigger attachments_go_with_entry on ledger_event;
drop function attachments_go_with_entry();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("attachments", "0001_initial"),
        ("access", "0006_closed_records"),
        ("retention", "0002_two_people"),
        ("sharing", "0005_moved_shares"),
    ]
    operations = [
        grants(
            FILE,
            application="select, insert, update (draft, event_id, share, subject_kind, subject_id), delete",
            assessor="select",
        ),
        grants(CONTENT, application="select, insert, delete", assessor="select"),
        rotated(FILE, "true"),
        rotated(CONTENT, "true"),
        migrations.RunSQL(POLICIES, NO_POLICIES),
        migrations.RunSQL(GO, STAY),
    ]
