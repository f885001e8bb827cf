"""Who came and what they said is read by the Board, which keeps the programme, and by the agency that teaches."""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION = roles.name("application")
TABLES = ("training_register", "training_attendance", "training_answer")


def secured(table: str) -> migrations.RunSQL:
    rule = f"""(select app_is_system()) or (select app_agency()) = 'board' or exists (
        select from training_session held join training_course course on course.id = held.course_id
        where held.id = {table}.session_id and course.taught_by = (select app_agency())
    )"""
    return migrations.RunSQL(
        f"""
        alter table {table} enable row level security, force row level security;
        create policy keeps_or_teaches on {table} to {APPLICATION} using ({rule}) with check ({rule});
        """,
        f"""
        drop policy keeps_or_teaches on {table};
        alter table {table} no force row level security, disable row level security;
        """,
    )


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial"), ("core", "0001_initial")]
    operations = [secured(table) for table in TABLES]
