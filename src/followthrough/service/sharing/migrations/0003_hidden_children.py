"""A share about a child who is hidden from somebody is hidden too, but for what they sent themselves. And whoever sees
a share sees about whom it is.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION = roles.name("application")
TEAMS = """(teams::text[] && (select app_seats())::text[]
    or sharing_managers(teams::text[]) && (select app_roles())::text[])"""
UNLESS_HIDDEN = "and (child_id <> all ((select app_hidden())::text[]) or sender_id = (select app_viewer()))"


def _replaced(unless: str) -> str:
    return f"""
        drop policy those_involved on sharing_share;
        create policy those_involved on sharing_share to {APPLICATION}
            using ({TEAMS} {unless}) with check ({TEAMS});
    """


class Migration(migrations.Migration):
    dependencies = [("sharing", "0002_sealed_drafts"), ("children", "0002_row_level_security")]
    operations = [
        migrations.RunSQL(_replaced(UNLESS_HIDDEN), _replaced("")),
        migrations.RunSQL(
            f"""
            create policy through_share on children_child for select to {APPLICATION} using (exists (
                select from sharing_share share where share.child_id = children_child.id
            ));
            """,
            "drop policy through_share on children_child",
        ),
    ]
