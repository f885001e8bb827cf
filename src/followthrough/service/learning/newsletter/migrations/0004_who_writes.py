"""Who reads a review does not yet write its newsletter: drafts are the Board’s office’s, as `policies` says.

Whoever changes a draft is one of its writers and stays one; whoever releases it is none. An answer to the check is
written as one’s own, while the draft is one. What a team said is written by somebody of the team, as themselves.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles
from followthrough.service.core.sql import grants

APPLICATION = roles.name("application")
_SYSTEM, _ME, _KEEPS = "(select app_is_system())", "(select app_viewer())", "(select newsletter_keeps())"
KEEPS = """
create function newsletter_keeps() returns boolean language sql stable parallel safe as $$
    select coalesce(app_agency() = 'board' and app_roles() && array['board/business-manager', 'board/chair'], false)
$$;
"""
_OF_ITS_REVIEWS = """cardinality(reviews) > 0 and not exists (
    select from unnest(reviews) as about(review) where not exists (
        select from access_grant held
        where held.viewer_id = (select app_viewer()) and held.subject_kind = 'review'
          and held.subject_id = about.review and held.record_class = 'core' and held.of_agency = ''
          and (held.until is null or held.until > (select app_moment()))
    )
)"""
_DRAFT = f"{_KEEPS} and {_OF_ITS_REVIEWS}"
# Row-level security holds inside the questions too.
_SEEN = "exists (select from newsletter_issue about where about.id = issue_id)"
_OPEN = f"""exists (select from newsletter_issue about
    where about.id = issue_id and about.release_id is null and {_ME} = any (about.writers))"""
_IN_TEAM = "team = any ((select app_seats())::text[])"
RULES = {
    "newsletter_issue": {
        "select": _DRAFT,
        "insert": f"{_DRAFT} and release_id is null and writers::text[] = array[{_ME}]",
        "update": _DRAFT,
    },
    "newsletter_answer": {"select": _SEEN, "insert": f"by = {_ME} and {_OPEN}"},
    "newsletter_opened": {"select": "false", "insert": "false"},
    "newsletter_talk": {"select": _IN_TEAM, "insert": f"{_IN_TEAM} and by = {_ME}"},
}
RELEASES = f"""
drop policy board_releases on newsletter_release;
create policy second_releases on newsletter_release for insert to {APPLICATION}
    with check ({_SYSTEM} or {_KEEPS} and checked_by = {_ME} and not {_ME} = any (writers));
"""
BOARD_RELEASES = f"""
drop policy second_releases on newsletter_release;
create policy board_releases on newsletter_release for insert to {APPLICATION}
    with check ({_SYSTEM} or (select app_agency()) = 'board');
"""
GUARD = """
create function newsletter_writers() returns trigger language plpgsql as $$
begin
    if not new.writers @> old.writers
       or new.content is distinct from old.content and not coalesce(app_viewer(), '') = any (new.writers) then
        raise exception 'whoever wrote in a draft is one of its writers, and stays one'
            using errcode = 'integrity_constraint_violation';
    end if;
    if new.release_id is not null and not exists (
        select from newsletter_release made
        where made.number = new.release_id and made.writers = new.writers and not made.checked_by = any (new.writers)
    ) then
        raise exception 'a second person, who wrote none of it, releases an issue'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;
create trigger newsletter_two_people before update on newsletter_issue
    for each row when (old.release_id is null) execute function newsletter_writers();
"""


def _policy(table: str, verb: str, rule: str) -> str:
    asked = {"insert": "with check ({0})", "update": "using ({0}) with check ({0})"}.get(verb, "using ({0})")
    clause = asked.format(f"{_SYSTEM} or {rule}")
    return f"create policy may_{verb} on {table} for {verb} to {APPLICATION} {clause};"


def _narrowed(table: str, rules: dict[str, str], before: str) -> migrations.RunSQL:
    made = [f"drop policy viewer_has_to_do on {table};", *(_policy(table, *each) for each in rules.items())]
    gone = [f"drop policy may_{verb} on {table};" for verb in rules]
    gone.append(
        f"create policy viewer_has_to_do on {table} to {APPLICATION} "
        f"using ({_SYSTEM} or ({before})) with check ({_SYSTEM} or ({before}));"
    )
    return migrations.RunSQL("\n".join(made), "\n".join(gone))


BEFORE = {
    "newsletter_issue": _OF_ITS_REVIEWS,
    "newsletter_answer": _SEEN,
    "newsletter_opened": "false",
    "newsletter_talk": _IN_TEAM,
}


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0003_no_origins")]
    operations = [
        migrations.RunSQL(KEEPS, "drop function newsletter_keeps();"),
        *(_narrowed(table, rules, BEFORE[table]) for table, rules in RULES.items()),
        migrations.RunSQL(RELEASES, BOARD_RELEASES),
        migrations.RunSQL(
            GUARD, "drop trigger newsletter_two_people on newsletter_issue; drop function newsletter_writers();"
        ),
        grants("newsletter_issue", application="select, insert, update"),
        grants("newsletter_answer", application="select, insert"),
    ]
