"""Who reads an example does not yet write it: each step is written by whom `policies` names, as what it is.

Released, its words stay, whoever asks. An origin is written by whoever may see the child, and never changed.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles
from followthrough.service.core.sql import grants

APPLICATION = roles.name("application")
_SYSTEM, _ME = "(select app_is_system())", "(select app_viewer())"
_ANSWERABLE = ("duty-manager", "on-call-manager", "safeguarding-lead", "service-manager", "team-manager")
_OF_AGENCY = ", ".join(f"app_agency() || '/{each}'" for each in _ANSWERABLE)
FUNCTIONS = f"""
create function commissioning_answers() returns boolean language sql stable parallel safe as $$
    select coalesce(app_roles() && array[{_OF_AGENCY}], false)
$$;
create function commissioning_releases() returns boolean language sql stable parallel safe as $$
    select coalesce(app_agency() = 'board' and app_roles() && array['board/business-manager', 'board/chair'], false)
$$;
"""
# As they were: who reads. Row-level security holds inside the questions too.
_KNOWS = "exists (select from commissioning_origin origin where origin.example_id = commissioning_caseexample.id)"
_READS = f"""{_SYSTEM} or (select app_agency()) = 'board' or written_by = {_ME}
    or released_at is not null and commissioner = (select app_agency()) or {_KNOWS}"""
_SEES_CHILD = f"""{_SYSTEM} or exists (
    select from access_grant held
    where held.viewer_id = {_ME} and held.subject_kind = 'child' and held.subject_id = child_id
      and held.record_class = 'core' and held.of_agency = ''
      and (held.until is null or held.until > (select app_moment())))
    and child_id <> all ((select app_hidden())::text[])"""
_SECOND = f"""written_by <> {_ME}
    and ((select commissioning_releases()) or (select commissioning_answers()) and {_KNOWS})"""
_PAYS = "commissioner = (select app_agency()) and (select commissioning_answers())"
_BEFORE = f"""{_SYSTEM} or released_at is null and (written_by = {_ME} or {_SECOND})
    or released_at is not null and replied_at is null and {_PAYS}"""
_AFTER = f"""{_SYSTEM} or released_at is null and written_by = {_ME}
    or replied_at is null and released_by = {_ME} and {_SECOND} or replied_by = {_ME} and {_PAYS}"""
SECURED = f"""
drop policy viewer_reads on commissioning_origin;
drop policy viewer_reads on commissioning_caseexample;
create policy may_read on commissioning_origin for select to {APPLICATION} using ({_SEES_CHILD});
create policy may_write on commissioning_origin for insert to {APPLICATION} with check ({_SEES_CHILD});
create policy may_read on commissioning_caseexample for select to {APPLICATION} using ({_READS});
create policy may_write on commissioning_caseexample for insert to {APPLICATION}
    with check ({_SYSTEM} or written_by = {_ME} and released_at is null and {_KNOWS});
create policy may_go_on on commissioning_caseexample for update to {APPLICATION} using ({_BEFORE}) with check ({_AFTER});
"""
OPEN = f"""
drop policy may_go_on on commissioning_caseexample;
drop policy may_write on commissioning_caseexample;
drop policy may_read on commissioning_caseexample;
drop policy may_write on commissioning_origin;
drop policy may_read on commissioning_origin;
create policy viewer_reads on commissioning_origin to {APPLICATION} using ({_SEES_CHILD}) with check ({_SEES_CHILD});
create policy viewer_reads on commissioning_caseexample to {APPLICATION} using ({_READS}) with check ({_READS});
"""
STANDS = """
create function commissioning_stands() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'a released example stays: write a correction' using errcode = 'restrict_violation';
    end if;
    if (new.id, new.key, new.tier, new.title, new.words, new.stays_because, new.commissioner, new.written_by,
        new.written_at, new.corrects_id) is distinct from
       (old.id, old.key, old.tier, old.title, old.words, old.stays_because, old.commissioner, old.written_by,
        old.written_at, old.corrects_id) then
        raise exception 'a released example stays as it was read: write a correction'
            using errcode = 'restrict_violation';
    end if;
    if old.released_at is not null and (new.released_by, new.released_at) is distinct from
            (old.released_by, old.released_at)
       or old.replied_at is not null and (new.reply, new.replied_by, new.replied_at) is distinct from
            (old.reply, old.replied_by, old.replied_at) then
        raise exception 'who released an example and what was answered stay' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger example_stands before update on commissioning_caseexample
    for each row when (new.released_at is not null or old.released_at is not null)
    execute function commissioning_stands();
create trigger example_is_kept before delete on commissioning_caseexample
    for each row when (old.released_at is not null) execute function commissioning_stands();
"""
FALLS = """
drop trigger example_is_kept on commissioning_caseexample;
drop trigger example_stands on commissioning_caseexample;
drop function commissioning_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("commissioning", "0003_corrections"), ("access", "0014_events_by_index")]
    operations = [
        migrations.RunSQL(FUNCTIONS, "drop function commissioning_releases(); drop function commissioning_answers();"),
        migrations.RunSQL(SECURED, OPEN),
        migrations.RunSQL(STANDS, FALLS),
        grants("commissioning_caseexample", application="select, insert, update"),
        grants("commissioning_origin", application="select, insert"),
    ]
