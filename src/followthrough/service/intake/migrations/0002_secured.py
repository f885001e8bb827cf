"""Who sees what came in? The team that has it, and those who answer for the team: as long as it belongs to no record.
What was matched to a child is seen by those of them who may see the child, and goes with the child's record.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles
from followthrough.service.core.sql import grants, rotated

APPLICATION, ASSESSOR = roles.name("application"), roles.name("assessor")
SEES = """exists (
    select from agencies_team team where team.id = intake_item.team_id and (
        team.agency_id || '/' || team.slug = any ((select app_seats())::text[])
        or sharing_managers(array[team.agency_id || '/' || team.slug]) && (select app_roles())::text[])
) and (child_id is null or exists (
    select from access_grant held
    where held.viewer_id = (select app_viewer()) and held.subject_kind = 'child'
      and held.subject_id = intake_item.child_id and held.record_class = 'core' and held.of_agency = ''
      and (held.until is null or held.until > (select app_moment()))
))"""
SECURED = f"""
do $$ declare found text; begin
    select conname into found from pg_constraint
    where conrelid = 'intake_item'::regclass and confrelid = 'children_child'::regclass;
    execute format('alter table intake_item drop constraint %I', found);
end $$;
alter table intake_item add constraint intake_item_child_id_fk
    foreign key (child_id) references children_child (id) on delete cascade deferrable initially deferred;
alter table intake_item enable row level security, force row level security;
create policy those_who_have_it on intake_item for select to {APPLICATION} using ({SEES});
create policy app_itself on intake_item to {APPLICATION}
    using ((select app_is_system())) with check ((select app_is_system()));
create policy checked on intake_item for select to {ASSESSOR} using (true);
alter table intake_mailbox enable row level security, force row level security;
create policy app_itself on intake_mailbox to {APPLICATION}
    using ((select app_is_system())) with check ((select app_is_system()));
"""

OPEN = """
drop policy app_itself on intake_mailbox;
drop policy checked on intake_item;
drop policy app_itself on intake_item;
drop policy those_who_have_it on intake_item;
alter table intake_mailbox disable row level security, no force row level security;
alter table intake_item disable row level security, no force row level security;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_initial"),
        ("access", "0011_records_of_one_child"),
        ("sharing", "0005_moved_shares"),
    ]
    operations = [
        migrations.RunSQL(SECURED, OPEN),
        grants("intake_item", application="select, insert, update", assessor="select"),
        grants("intake_mailbox", application="select, insert, update"),
        rotated("intake_item", "true"),
    ]
