"""An example is read by whoever works with the child, by the Board, and once released by the commissioner it went to.

From which child it was written is read by those alone who may see the child.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION = roles.name("application")
_SYSTEM = "(select app_is_system())"
# Row-level security holds inside the question too: an origin is there for whoever may see its child.
_EXAMPLE = f"""{_SYSTEM} or (select app_agency()) = 'board' or written_by = (select app_viewer())
    or released_at is not null and commissioner = (select app_agency())
    or exists (select from commissioning_origin origin where origin.example_id = commissioning_caseexample.id)"""
_ORIGIN = f"""{_SYSTEM} or exists (
    select from access_grant held
    where held.viewer_id = (select app_viewer()) and held.subject_kind = 'child' and held.subject_id = child_id
      and held.record_class = 'core' and held.of_agency = ''
      and (held.until is null or held.until > (select app_moment())))
    and child_id <> all ((select app_hidden())::text[])"""


def _secured(table: str, rule: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        alter table {table} enable row level security, force row level security;
        create policy viewer_reads on {table} to {APPLICATION} using ({rule}) with check ({rule});
        """,
        f"""
        drop policy viewer_reads on {table};
        alter table {table} no force row level security, disable row level security;
        """,
    )


class Migration(migrations.Migration):
    dependencies = [("commissioning", "0001_initial"), ("access", "0014_events_by_index")]
    operations = [_secured("commissioning_origin", _ORIGIN), _secured("commissioning_caseexample", _EXAMPLE)]
