"""The same rule for who sees an event, written so that the grant is found by its index.

Whose event it is was worked out inside the comparison with the grant. The grants' own row-level security lets no such
question be asked of a row that is not yet known to be the viewer's, so every event was held against every grant of the
viewer: five thousand children made it minutes. Worked out first, it is one look into the index.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION = roles.name("application")
_PLACED = """coalesce((
    select put.child from ledger_placement put where put.event_id = ledger_event.id order by put.number desc limit 1
), ledger_event.subject_id)"""
_GRANT = """held.viewer_id = (select app_viewer())
          and held.subject_kind = ledger_event.subject_kind and held.subject_id = {whose}
          and held.record_class = ledger_event.record_class and held.of_agency in ('', ledger_event.agency)
          and (held.from_at is null or held.from_at <= ledger_event.occurred_to)
          and (held.to_at is null or held.to_at > ledger_event.occurred_from)
          and (held.until is null or held.until > (select app_moment()))"""
# `offset 0` keeps the two questions apart.
_FIRST_WHOSE = f"""select from (select {_PLACED} as child offset 0) placed cross join access_grant held
        where {_GRANT.format(whose="placed.child")}"""
_TOGETHER = f"""select from access_grant held
        where {_GRANT.format(whose=_PLACED)}"""


def _events(granted: str) -> str:
    return f"""
drop policy viewer_sees on ledger_event;
create policy viewer_sees on ledger_event for select to {APPLICATION} using (
    (handling <> 'police restricted' or agency = (select app_agency()) or (select app_is_police()))
    and exists (
        {granted}
    )
);
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0013_sealed_passkeys")]
    operations = [migrations.RunSQL(_events(_FIRST_WHOSE), _events(_TOGETHER))]
