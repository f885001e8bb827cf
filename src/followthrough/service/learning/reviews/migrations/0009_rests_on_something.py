"""A finding rests on entries, or says why none shows it. Its entries are written after it, in the same transaction: so the
database looks when that ends. What was written before stays as it is.

Who writes has nobody’s sight at that moment any more: so the owner looks.
"""

from __future__ import annotations

from django.db import migrations, models

from followthrough.service.core import roles

OWNER = roles.name("owner")
_LOOKS = f"""
create policy owner_looks on reviews_citation for select to {OWNER} using (true);
create function reviews_rests_on_something() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    if btrim(new.without_entry) = '' and not exists (select from reviews_citation held where held.finding_id = new.id) then
        raise exception 'a finding rests on entries, or says why none shows it' using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger rests_on_something after insert on reviews_finding
    deferrable initially deferred for each row execute function reviews_rests_on_something();
"""
_LOOKS_NO_MORE = """
drop trigger rests_on_something on reviews_finding;
drop function reviews_rests_on_something();
drop policy owner_looks on reviews_citation;
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0008_ended_stays")]
    operations = [
        migrations.AddField("finding", "without_entry", models.TextField(blank=True, default="")),
        migrations.RunSQL(_LOOKS, _LOOKS_NO_MORE),
    ]
