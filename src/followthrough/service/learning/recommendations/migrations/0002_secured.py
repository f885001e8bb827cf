"""A recommendation is read by whoever has to do with its review, and by the agencies that it asks; the former write it."""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION = roles.name("application")
_OF_REVIEW = """(select app_is_system()) or exists (
    select from reviews_review held where held.id = recommendations_recommendation.review_id
)"""
_OF_ROW = """exists (
    select from recommendations_recommendation held
    where held.id = recommendations_recommendation_findings.recommendation_id
)"""
_UNDO = """
drop policy {policy} on {table};
alter table {table} no force row level security, disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0001_initial"), ("reviews", "0002_secured")]
    operations = [
        migrations.RunSQL(
            f"""
            alter table recommendations_recommendation enable row level security, force row level security;
            create policy of_review on recommendations_recommendation to {APPLICATION}
                using ({_OF_REVIEW}) with check ({_OF_REVIEW});
            create policy asked_reads on recommendations_recommendation for select to {APPLICATION}
                using ((select app_agency()) = any (asked));
            """,
            "drop policy asked_reads on recommendations_recommendation;"
            + _UNDO.format(policy="of_review", table="recommendations_recommendation"),
        ),
        migrations.RunSQL(
            f"""
            alter table recommendations_recommendation_findings enable row level security, force row level security;
            create policy of_recommendation on recommendations_recommendation_findings to {APPLICATION}
                using ((select app_is_system()) or {_OF_ROW}) with check ((select app_is_system()) or {_OF_ROW});
            """,
            _UNDO.format(policy="of_recommendation", table="recommendations_recommendation_findings"),
        ),
    ]
