"""A draft is read and written by whoever has to do with all of its reviews; what is released stands, and all may read it.

Who opened an issue is read by the service alone, which counts. What a team said is read by the team.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles
from followthrough.service.core.sql import append_only, grants

APPLICATION = roles.name("application")
OF_ITS_REVIEWS = """(cardinality(reviews) > 0 and not exists (
    select from unnest(reviews) as about(review) where not exists (
        select from access_grant held
        where held.viewer_id = (select app_viewer()) and held.subject_kind = 'review'
          and held.subject_id = about.review and held.record_class = 'core' and held.of_agency = ''
          and (held.until is null or held.until > (select app_moment()))
    )
))"""
RULES = {
    "newsletter_issue": OF_ITS_REVIEWS,
    # Row-level security holds inside the question too.
    "newsletter_answer": "exists (select from newsletter_issue about where about.id = newsletter_answer.issue_id)",
    "newsletter_opened": "false",
    "newsletter_talk": "team = any ((select app_seats())::text[])",
}


def secured(table: str, rule: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        alter table {table} enable row level security, force row level security;
        create policy viewer_has_to_do on {table} to {APPLICATION}
            using ((select app_is_system()) or {rule}) with check ((select app_is_system()) or {rule});
        """,
        f"""
        drop policy viewer_has_to_do on {table};
        alter table {table} no force row level security, disable row level security;
        """,
    )


RELEASED = migrations.RunSQL(
    f"""
    alter table newsletter_release enable row level security, force row level security;
    create policy all_read on newsletter_release for select to {APPLICATION} using (true);
    create policy board_releases on newsletter_release for insert to {APPLICATION}
        with check ((select app_is_system()) or (select app_agency()) = 'board');
    create function newsletter_stands() returns trigger language plpgsql as $$
    begin
        raise exception 'an issue that is out stands: write a correction' using errcode = 'restrict_violation';
    end $$;
    create trigger newsletter_issue_stands before update or delete on newsletter_issue
        for each row when (old.release_id is not null) execute function newsletter_stands();
    """,
    """
    drop trigger newsletter_issue_stands on newsletter_issue;
    drop function newsletter_stands();
    drop policy board_releases on newsletter_release;
    drop policy all_read on newsletter_release;
    alter table newsletter_release no force row level security, disable row level security;
    """,
)


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0001_initial"), ("reviews", "0002_secured"), ("access", "0014_events_by_index")]
    operations = [
        *(secured(table, rule) for table, rule in RULES.items()),
        RELEASED,
        append_only("newsletter_release"),
        grants("newsletter_release", application="select, insert"),
        grants("newsletter_opened", application="select, insert"),
        grants("newsletter_talk", application="select, insert"),
    ]
