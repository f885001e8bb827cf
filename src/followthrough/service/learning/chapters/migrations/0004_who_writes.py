"""A draft is read and written by those who write chapters, and approved by two who wrote none of it: as `policies` says.

Everybody reads what was approved. A version is never deleted. Nobody drops a recommendation that they may not read.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles
from followthrough.service.core.sql import grants

APPLICATION = roles.name("application")
_SYSTEM = "(select app_is_system())"
_WRITES = "(select chapters_writes())"
# Row-level security holds inside each question too.
_SEEN = "exists (select from chapters_version seen where seen.id = version_id)"
_DRAFT = "exists (select from chapters_version draft where draft.id = version_id and draft.approved_at is null)"
_NOT_OURS = """exists (
    select from chapters_version draft
    where draft.id = version_id and draft.approved_at is null and not (select app_viewer()) = any (draft.writers)
)"""
_KNOWN = "exists (select from recommendations_recommendation known where known.id = recommendation_id)"
RULES = {
    "chapters_chapter": {
        "select": f"{_WRITES} or exists (select from chapters_version told where told.chapter_id = slug)",
        "insert": _WRITES,
        "update": _WRITES,
    },
    "chapters_version": {
        "select": f"approved_at is not null or {_WRITES}",
        "insert": f"{_WRITES} and approved_at is null and writers::text[] = array[(select app_viewer())]",
        "update": _WRITES,
    },
    "chapters_approval": {
        "select": _SEEN,
        "insert": f"{_WRITES} and by_id = (select app_viewer()) and {_NOT_OURS}",
        "delete": f"{_WRITES} and {_DRAFT}",
    },
    "chapters_version_answers": {
        "select": _SEEN,
        "insert": f"{_WRITES} and {_DRAFT} and {_KNOWN}",
        "delete": f"{_WRITES} and {_DRAFT} and {_KNOWN}",
    },
}
WRITES = """
create function chapters_writes() returns boolean language sql stable parallel safe as $$
    select (select app_agency()) = 'board' and (
        'board/policies-and-procedures-group' = any (app_seats())
        or app_roles() && array['board/business-manager', 'board/chair'])
$$;
"""
GUARD = """
create function chapters_two_approve() returns trigger language plpgsql as $$
declare is_changed boolean := (new.text, new.link, new.what_changed, new.must_read, new.change)
    is distinct from (old.text, old.link, old.what_changed, old.must_read, old.change);
begin
    if not new.writers @> old.writers or is_changed and not coalesce(app_viewer(), '') = any (new.writers) then
        raise exception 'whoever wrote in a draft is one of its writers, and stays one'
            using errcode = 'integrity_constraint_violation';
    end if;
    if is_changed and exists (select from chapters_approval given where given.version_id = new.id) then
        raise exception 'a draft that changes loses its approvals first' using errcode = 'integrity_constraint_violation';
    end if;
    if new.approved_at is not null and (
        select count(*) from chapters_approval given
        where given.version_id = new.id and not given.by_id = any (new.writers)
    ) < 2 then
        raise exception 'two people approve a version, and neither wrote it'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;
create trigger two_approve before update on chapters_version
    for each row when (old.approved_at is null) execute function chapters_two_approve();
"""


def _secured(table: str, rules: dict[str, str]) -> migrations.RunSQL:
    made = [f"alter table {table} enable row level security, force row level security;"]
    for verb, rule in rules.items():
        asked = {"insert": "with check ({0})", "update": "using ({0}) with check ({0})"}.get(verb, "using ({0})")
        clause = asked.format(f"{_SYSTEM} or {rule}")
        made.append(f"create policy may_{verb} on {table} for {verb} to {APPLICATION} {clause};")
    gone = [f"drop policy may_{verb} on {table};" for verb in rules]
    gone.append(f"alter table {table} no force row level security, disable row level security;")
    return migrations.RunSQL("\n".join(made), "\n".join(gone))


class Migration(migrations.Migration):
    dependencies = [("chapters", "0003_writers"), ("recommendations", "0003_asked_sees_its_own")]
    operations = [
        migrations.RunSQL(WRITES, "drop function chapters_writes();"),
        *(_secured(table, rules) for table, rules in RULES.items()),
        migrations.RunSQL(GUARD, "drop trigger two_approve on chapters_version; drop function chapters_two_approve();"),
        *(grants(table, application=", ".join(rules)) for table, rules in RULES.items()),
    ]
