"""What was approved never changes, whoever asks. Who has read what is known to that person alone: everybody else is told numbers, which a part of the system counts."""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION = roles.name("application")
_OWN = "(select app_is_system()) or practitioner_id = (select app_viewer())"


class Migration(migrations.Migration):
    dependencies = [("chapters", "0001_initial"), ("access", "0006_closed_records")]
    operations = [
        migrations.RunSQL(
            """
            create function chapters_stays() returns trigger language plpgsql as $$
            begin
                raise exception 'Version % of a chapter is approved and stays as it is.', old.number
                    using errcode = 'integrity_constraint_violation';
            end $$;
            create trigger approved_stays before update or delete on chapters_version
                for each row when (old.approved_at is not null) execute function chapters_stays();
            """,
            "drop trigger approved_stays on chapters_version; drop function chapters_stays();",
        ),
        migrations.RunSQL(
            f"""
            alter table chapters_reading enable row level security, force row level security;
            create policy own on chapters_reading to {APPLICATION} using ({_OWN}) with check ({_OWN});
            """,
            """
            drop policy own on chapters_reading;
            alter table chapters_reading no force row level security, disable row level security;
            """,
        ),
    ]
