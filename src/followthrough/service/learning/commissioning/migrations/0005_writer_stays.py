"""Who wrote an example wrote it: a second person, who may release it, does not become its writer, nor the writer a second
person.
"""

from __future__ import annotations

from django.db import migrations

STAYS = """
create function commissioning_writer_stays() returns trigger language plpgsql as $$
begin
    raise exception 'who wrote an example stays its writer' using errcode = 'restrict_violation';
end $$;
create trigger example_writer_stays before update on commissioning_caseexample
    for each row when (new.written_by is distinct from old.written_by or new.written_at is distinct from old.written_at)
    execute function commissioning_writer_stays();
"""
GOES = """
drop trigger example_writer_stays on commissioning_caseexample;
drop function commissioning_writer_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("commissioning", "0004_who_writes")]
    operations = [migrations.RunSQL(STAYS, GOES)]
