"""What carries a recommendation is read and written by whoever may read the recommendation."""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION = roles.name("application")
# Row-level security holds inside the question too.
_READS = """(select app_is_system()) or exists (
    select from recommendations_recommendation held where held.id = recommendations_carried.recommendation_id
)"""


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0004_carried")]
    operations = [
        migrations.RunSQL(
            f"""
            alter table recommendations_carried enable row level security, force row level security;
            create policy of_recommendation on recommendations_carried to {APPLICATION}
                using ({_READS}) with check ({_READS});
            """,
            """
            drop policy of_recommendation on recommendations_carried;
            alter table recommendations_carried no force row level security, disable row level security;
            """,
        )
    ]
