"""An agency's managers, its safeguarding lead and its director keep its register; the Board reads posts, and no name."""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION, ASSESSOR = roles.name("application"), roles.name("assessor")
SYSTEM = "(select app_is_system())"


def _holds(*held: str) -> str:
    listed = ", ".join(f"'{each}'" for each in held)
    return f"""exists (select from unnest((select app_roles())::text[]) held
        where split_part(held, '/', 2) in ({listed}))"""


_KEEPS = _holds("team-manager", "duty-manager", "service-manager", "on-call-manager", "safeguarding-lead", "director")
OWN = f"(agency_id = (select app_agency()) and {_KEEPS})"
BOARD = f"((select app_agency()) = 'board' and {_holds('business-manager', 'chair', 'board-member', 'worker')})"
OF_OWN = f"""({_KEEPS} and exists (select from posts_post held
    where held.id = posts_holding.post_id and held.agency_id = (select app_agency())))"""

# By table and command: which rows are meant, and as what they may be left.
POLICIES = {
    "posts_post": {
        "select": (f"{SYSTEM} or {OWN} or {BOARD}", ""),
        "insert": ("", f"{OWN} and ended_on is null"),
        "update": (f"{OWN} and ended_on is null", OWN),
    },
    "posts_holding": {
        "select": (f"{SYSTEM} or {OF_OWN}", ""),
        "insert": ("", OF_OWN),
        "update": (f"{OF_OWN} and until is null", OF_OWN),
    },
}
CHANGED = {
    "posts_post": "vacant_since, ended_on",
    "posts_holding": "until, covered_by, level_held, trained_on, updated_on, events",
}


def _secured(table: str) -> migrations.RunSQL:
    made = "".join(
        f"create policy {command}s on {table} for {command} to {APPLICATION} "
        + (f"using ({using}) " if using else "")
        + (f"with check ({check});" if check else ";")
        for command, (using, check) in POLICIES[table].items()
    )
    gone = "".join(f"drop policy {command}s on {table};" for command in POLICIES[table])
    return migrations.RunSQL(
        f"""
        alter table {table} enable row level security, force row level security;
        {made}
        revoke all on {table} from {APPLICATION}, {ASSESSOR};
        grant select, insert, update ({CHANGED[table]}) on {table} to {APPLICATION};
        """,
        f"{gone} alter table {table} no force row level security, disable row level security;",
    )


class Migration(migrations.Migration):
    dependencies = [("posts", "0001_initial"), ("access", "0014_events_by_index")]
    operations = [_secured(table) for table in POLICIES]
