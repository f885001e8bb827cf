"""What a review found stays when it has ended, and its end stays. Of a finding only that it is taken back is written
afterwards, once; who decides again on a death does it in their own name.

Whether a review has ended is asked for an agency too, which reads its own part alone: so the owner looks.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION, OWNER = roles.name("application"), roles.name("owner")
# By table: through which column a row belongs to a review.
BELONGS = {
    "reviews_reviewed": "review_id",
    "reviews_finding": "review_id",
    "reviews_seat": "review_id",
    "reviews_agencypart": "review_id",
    "reviews_familynote": "review_id",
    "reviews_deathreview": "review_id",
    "reviews_episode": "child_id",
    "reviews_comment": "child_id",
    "reviews_citation": "finding_id",
}
_HAS_ENDED = f"""
create policy owner_looks on reviews_review for select to {OWNER} using (true);
create function reviews_has_ended(review text) returns boolean language sql stable security definer
set search_path = public, pg_temp as $$
    select exists (select from reviews_review held where held.id = review and held.ended_at is not null)
$$;
create function reviews_review_of(belongs text, written jsonb) returns text language sql stable as $$
    select case belongs
        when 'review_id' then written ->> 'review_id'
        when 'child_id' then (
            select held.review_id from reviews_reviewed held where held.id = (written ->> 'child_id')::bigint)
        when 'finding_id' then (
            select held.review_id from reviews_finding held where held.id = written ->> 'finding_id')
    end
$$;
create function reviews_stays() returns trigger language plpgsql as $$
begin
    if reviews_has_ended(reviews_review_of(tg_argv[0], to_jsonb(old)))
        or reviews_has_ended(reviews_review_of(tg_argv[0], to_jsonb(new))) then
        raise exception 'this review has ended, and nothing of it is written any more'
            using errcode = 'insufficient_privilege';
    end if;
    return coalesce(new, old);
end $$;
create function reviews_end_stays() returns trigger language plpgsql as $$
begin
    raise exception 'this review has ended, and stays as it is' using errcode = 'insufficient_privilege';
end $$;
create trigger end_stays before update on reviews_review
    for each row when (old.ended_at is not null and old.* is distinct from new.*)
    execute function reviews_end_stays();
"""
_NOBODY_LOOKS = """
drop trigger end_stays on reviews_review;
drop function reviews_end_stays();
drop function reviews_stays();
drop function reviews_review_of(text, jsonb);
drop function reviews_has_ended(text);
drop policy owner_looks on reviews_review;
"""


def _stays(table: str, belongs: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        create trigger ended_stays before insert or update or delete on {table}
            for each row execute function reviews_stays('{belongs}');
        """,
        f"drop trigger ended_stays on {table};",
    )


def _changes(table: str, more: str, check: str = "") -> migrations.RunSQL:
    """Who changes a row stays: whoever writes with the panel."""
    panel = f"""exists (select from reviews_review held where held.id = {table}.review_id)
        and reviews_writes({table}.review_id)"""
    system = "(select app_is_system())"
    made = f"create policy writer_changes on {table} for update to {APPLICATION}"
    checked = f"with check ({system} or {panel} {check})" if check else ""
    return migrations.RunSQL(
        f"drop policy writer_changes on {table}; {made} using ({system} or {panel} {more}) {checked};",
        f"drop policy writer_changes on {table}; {made} using ({system} or {panel});",
    )


class Migration(migrations.Migration):
    dependencies = [("reviews", "0007_worked_out")]
    operations = [
        migrations.RunSQL(_HAS_ENDED, _NOBODY_LOOKS),
        *(_stays(table, belongs) for table, belongs in BELONGS.items()),
        _changes("reviews_finding", "and taken_back_at is null", " "),
        _changes("reviews_deathreview", "", "and written_by = (select app_viewer())"),
        migrations.RunSQL(
            f"revoke update on reviews_finding from {APPLICATION};"
            f"grant update (taken_back_at) on reviews_finding to {APPLICATION};",
            f"grant update on reviews_finding to {APPLICATION};",
        ),
    ]
