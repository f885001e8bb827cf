"""What carries a recommendation is named by the service alone, when a chapter, a change or a course is agreed to."""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION = roles.name("application")
_TABLE, _SYSTEM = "recommendations_carried", "(select app_is_system())"
# As 0006 left it: also by hand, by whoever answers for it.
_ANSWERS = """held.review_id in (select id from reviews_review) and reviews_keeps()
    or (select app_agency()) = any (held.asked) and case
        when held.owner in ('all', 'agency') then reviews_answers((select app_agency()))
        else 'board/' || held.owner = any ((select app_seats())::text[])
    end"""
_BY_HAND = f"""{_SYSTEM} or exists (
    select from recommendations_recommendation held where held.id = {_TABLE}.recommendation_id and ({_ANSWERS})
)"""


def _written(by: str) -> str:
    return f"""
    drop policy owners_add on {_TABLE};
    drop policy owners_change on {_TABLE};
    create policy owners_add on {_TABLE} for insert to {APPLICATION} with check ({by});
    create policy owners_change on {_TABLE} for update to {APPLICATION} using ({by});
    """


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0007_group_confirms")]
    operations = [
        migrations.RunSQL(
            _written(_SYSTEM)
            + f"""
            alter policy owners_add on {_TABLE} rename to service_adds;
            alter policy owners_change on {_TABLE} rename to service_changes;
            """,
            f"""
            alter policy service_adds on {_TABLE} rename to owners_add;
            alter policy service_changes on {_TABLE} rename to owners_change;
            """
            + _written(_BY_HAND),
        )
    ]
