"""Who sees the numbers of a child? Whoever sees the child. They go with the child's row when a record is destroyed."""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION, OWNER = roles.name("application"), roles.name("owner")
SECURED = f"""
do $$ declare found text; begin
    select conname into found from pg_constraint
    where conrelid = 'children_number'::regclass and confrelid = 'children_child'::regclass;
    execute format('alter table children_number drop constraint %I', found);
end $$;
alter table children_number add constraint children_number_child_id_fk
    foreign key (child_id) references children_child (id) on delete cascade deferrable initially deferred;
alter table children_number enable row level security, force row level security;
create policy viewer_sees on children_number for select to {APPLICATION} using (exists (
    select from access_grant held
    where held.viewer_id = (select app_viewer()) and held.subject_kind = 'child'
      and held.subject_id = children_number.child_id and held.record_class = 'core' and held.of_agency = ''
      and (held.until is null or held.until > (select app_moment()))
));
create policy app_itself on children_number to {APPLICATION}
    using ((select app_is_system())) with check ((select app_is_system()));
create policy owner_looks on children_number for select to {OWNER} using (true);
"""

OPEN = """
drop policy owner_looks on children_number;
drop policy app_itself on children_number;
drop policy viewer_sees on children_number;
alter table children_number disable row level security, no force row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("children", "0004_numbers"), ("access", "0011_records_of_one_child")]
    operations = [
        migrations.RunSQL(SECURED, OPEN),
    ]
