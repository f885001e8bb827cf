"""How many histories a replay is of, only the service says: one that was said to be of none passed as proof."""

from __future__ import annotations

from django.db import migrations, models

from followthrough.service.core import roles

APPLICATION = roles.name("application")


def _policies(begun: str) -> str:
    """As in 0002, with what whoever asks for a replay may write."""
    open_ = (
        "exists (select from changes_proposal about where about.id = changes_replay.proposal_id and about.ended = '')"
    )
    return f"""
drop policy deciders_ask on changes_replay;
drop policy deciders_ask_again on changes_replay;
create policy deciders_ask on changes_replay for insert to {APPLICATION}
    with check (asked_by = (select app_viewer()) and {begun} and (select changes_decides()) and {open_});
create policy deciders_ask_again on changes_replay for update to {APPLICATION}
    using ((select changes_decides()) and {open_})
    with check (asked_by = (select app_viewer()) and {begun});
"""


BEFORE = "done = 0 and sums = '{}'"
AFTER = f"{BEFORE} and held is null and total is null"
# A replay that is not counted yet is asked for again: without its number it would be of none, and so be finished.
UNCOUNTED = """
alter table changes_replay no force row level security;
delete from changes_replay where total is null;
alter table changes_replay force row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("changes", "0002_secured")]
    operations = [
        migrations.AlterField("replay", "held", models.PositiveIntegerField(null=True)),
        migrations.AlterField("replay", "total", models.PositiveIntegerField(null=True)),
        migrations.RunSQL(migrations.RunSQL.noop, UNCOUNTED),
        migrations.RunSQL(_policies(AFTER), _policies(BEFORE)),
    ]
