"""The Board’s manager and chair write what a review asks. An agency that it asks reads the words, by people with a seat
among children. What carries it is named by whoever keeps reviews and by the people who answer for it.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION = roles.name("application")
_SYSTEM = "(select app_is_system())"
_OF_REVIEW = """exists (
    select from reviews_review held where held.id = recommendations_recommendation.review_id
)"""
_ASKED = "(select app_agency()) = any (asked) and cardinality((select app_seats())::text[]) > 0"
_ANSWERS = """held.review_id in (select id from reviews_review) and reviews_keeps()
    or (select app_agency()) = any (held.asked) and case
        when held.owner in ('all', 'agency') then reviews_answers((select app_agency()))
        else 'board/' || held.owner = any ((select app_seats())::text[])
    end"""


def _through(table: str, and_who: str = "true") -> str:
    """Row-level security of the recommendation holds inside the question."""
    return f"""{_SYSTEM} or exists (
        select from recommendations_recommendation held
        where held.id = {table}.recommendation_id and ({and_who})
    )"""


_FINDINGS, _CARRIED = "recommendations_recommendation_findings", "recommendations_carried"


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0005_carried_secured"), ("reviews", "0006_written_by_whom")]
    operations = [
        migrations.RunSQL(
            f"""
            drop policy of_review on recommendations_recommendation;
            drop policy asked_reads on recommendations_recommendation;
            create policy viewer_reads on recommendations_recommendation for select to {APPLICATION}
                using ({_SYSTEM} or {_OF_REVIEW} or {_ASKED});
            create policy keeper_asks on recommendations_recommendation for insert to {APPLICATION} with check (
                {_SYSTEM} or {_OF_REVIEW} and reviews_keeps() and made_by = (select app_viewer())
            );
            """,
            f"""
            drop policy keeper_asks on recommendations_recommendation;
            drop policy viewer_reads on recommendations_recommendation;
            create policy of_review on recommendations_recommendation to {APPLICATION}
                using ({_SYSTEM} or {_OF_REVIEW}) with check ({_SYSTEM} or {_OF_REVIEW});
            create policy asked_reads on recommendations_recommendation for select to {APPLICATION}
                using ((select app_agency()) = any (asked));
            """,
        ),
        migrations.RunSQL(
            f"""
            drop policy of_recommendation on {_FINDINGS};
            create policy viewer_reads on {_FINDINGS} for select to {APPLICATION} using ({_through(_FINDINGS)});
            create policy keeper_adds on {_FINDINGS} for insert to {APPLICATION}
                with check ({_through(_FINDINGS, "reviews_keeps()")});
            """,
            f"""
            drop policy keeper_adds on {_FINDINGS};
            drop policy viewer_reads on {_FINDINGS};
            create policy of_recommendation on {_FINDINGS} to {APPLICATION}
                using ({_through(_FINDINGS)}) with check ({_through(_FINDINGS)});
            """,
        ),
        migrations.RunSQL(
            f"""
            drop policy of_recommendation on {_CARRIED};
            create policy viewer_reads on {_CARRIED} for select to {APPLICATION} using ({_through(_CARRIED)});
            create policy owners_add on {_CARRIED} for insert to {APPLICATION}
                with check ({_through(_CARRIED, _ANSWERS)});
            create policy owners_change on {_CARRIED} for update to {APPLICATION}
                using ({_through(_CARRIED, _ANSWERS)});
            """,
            f"""
            drop policy owners_change on {_CARRIED};
            drop policy owners_add on {_CARRIED};
            drop policy viewer_reads on {_CARRIED};
            create policy of_recommendation on {_CARRIED} to {APPLICATION}
                using ({_through(_CARRIED)}) with check ({_through(_CARRIED)});
            """,
        ),
    ]
