"""A privacy officer reads the openings of the agency's own people; the Board's reads everybody's."""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

OWN = "practitioner_id = (select app_viewer()) or "
OF_ALL = "exists (select from unnest((select app_roles())::text[]) role where role like '%/privacy-officer')"
OF_THEIRS = """exists (
    select from unnest((select app_roles())::text[]) role
    where role like '%/privacy-officer' and split_part(role, '/', 1) in (
        'board', (select agency_id from agencies_practitioner person where person.id = practitioner_id)
    )
)"""


def _policy(who: str) -> str:
    return f"""
        drop policy own on access_opening;
        create policy own on access_opening for select to {roles.name("application")} using ({OWN}{who})
    """


class Migration(migrations.Migration):
    dependencies = [("access", "0008_administrators_see_no_child"), ("agencies", "0001_initial")]
    operations = [migrations.RunSQL(_policy(OF_THEIRS), _policy(OF_ALL))]
