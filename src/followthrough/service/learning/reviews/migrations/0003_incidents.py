"""How the press is handled, and which incident a review came of."""

from __future__ import annotations

from django.db import migrations, models

from followthrough.service.core import roles

APPLICATION = roles.name("application")
# Before a review it is the child’s record: whoever may see the child reads who speaks to the press.
_OF_CHILD = """(select app_is_system()) or exists (
    select from access_grant held
    where held.viewer_id = (select app_viewer()) and held.subject_kind = 'child'
      and held.subject_id = reviews_press.child_id and held.record_class = 'core' and held.of_agency = ''
      and (held.until is null or held.until > (select app_moment()))
)"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_secured")]
    operations = [
        migrations.AddField(
            model_name="review", name="incident", field=models.CharField(blank=True, max_length=40, default=""),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Press",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("child_id", models.CharField(max_length=32)),
                ("incident", models.CharField(max_length=40)),
                ("speaker", models.CharField(max_length=120)),
                ("said", models.TextField()),
                ("watched", models.TextField(blank=True)),
                ("written_by", models.CharField(max_length=80)),
                ("written_at", models.DateTimeField()),
            ],
            options={"ordering": ["-written_at", "-id"]},
        ),
        migrations.AddIndex(
            model_name="press", index=models.Index(fields=["child_id"], name="reviews_press_child")
        ),
        migrations.RunSQL(
            f"""
            alter table reviews_press enable row level security, force row level security;
            create policy viewer_has_to_do on reviews_press to {APPLICATION}
                using ({_OF_CHILD}) with check ({_OF_CHILD});
            """,
            """
            drop policy viewer_has_to_do on reviews_press;
            alter table reviews_press no force row level security, disable row level security;
            """,
        ),
    ]  # fmt: skip
