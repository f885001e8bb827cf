"""Whoever has a grant on a review reads its rows and writes them; the policies say who of them may write what."""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION = roles.name("application")


def granted(review: str) -> str:
    """Whether the viewer has to do with the review whose id stands in this column."""
    return f"""exists (
        select from access_grant held
        where held.viewer_id = (select app_viewer()) and held.subject_kind = 'review' and held.subject_id = {review}
          and held.record_class = 'core' and held.of_agency = ''
          and (held.until is null or held.until > (select app_moment()))
    )"""


RULES = {
    "reviews_review": granted("reviews_review.id"),
    "reviews_reviewed": granted("reviews_reviewed.review_id"),
    "reviews_finding": granted("reviews_finding.review_id"),
    # Row-level security holds inside the question too.
    "reviews_citation": "exists (select from reviews_finding found where found.id = reviews_citation.finding_id)",
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


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial"), ("access", "0014_events_by_index")]
    operations = [secured(table, rule) for table, rule in RULES.items()]
