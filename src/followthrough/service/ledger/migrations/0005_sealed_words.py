"""The words of the highest record classes are sealed. The owner may change what seals them, and nothing else.

An event stays as it was recorded: the owner can put one sealed text in the place of another, in a transaction that says
that keys change, and every other column must be the same. Which words a sealed text holds, nobody can choose who has
not the key: it opens only in its own row.
"""

from __future__ import annotations

from django.db import migrations

import followthrough.service.core.fields
import followthrough.service.ledger.models.event
from followthrough.service.core import roles
from followthrough.service.core.encryption import MARK
from followthrough.service.core.sql import append_only, rotated

OWNER = roles.name("owner")
GUARD = f"""
drop trigger ledger_event_append_only on ledger_event;

create function ledger_event_refuse_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and current_user = '{OWNER}' and current_setting('app.rotating', true) = 'on' then
        return null;
    end if;
    raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end $$;

create function ledger_event_only_the_seal() returns trigger language plpgsql as $$
begin
    if to_jsonb(old) - '{{text,sealed}}'::text[] is distinct from to_jsonb(new) - '{{text,sealed}}'::text[]
        or new.text is distinct from old.text and not (old.text like '{MARK}%' and new.text like '{MARK}%')
        or new.sealed is distinct from old.sealed and (old.sealed is null or new.sealed is null) then
        raise exception 'ledger_event is append-only: only what seals its words may change'
            using errcode = 'restrict_violation';
    end if;
    return new;
end $$;

create trigger ledger_event_append_only before update or delete or truncate on ledger_event
    for each statement execute function ledger_event_refuse_change();
create trigger ledger_event_only_the_seal before update on ledger_event
    for each row execute function ledger_event_only_the_seal();
"""
NO_GUARD = f"""
drop trigger ledger_event_append_only on ledger_event;
drop trigger ledger_event_only_the_seal on ledger_event;
drop function ledger_event_refuse_change();
drop function ledger_event_only_the_seal();
{append_only("ledger_event").sql}
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_adoption")]
    operations = [
        migrations.RunSQL(GUARD, NO_GUARD),
        migrations.AddField(
            "event", "sealed", followthrough.service.core.fields.EncryptedJSONField(blank=True, null=True)
        ),
        migrations.AlterField("event", "text", followthrough.service.ledger.models.event.WordsField(blank=True)),
        rotated("ledger_event", f"text like '{MARK}%' or sealed is not null"),
    ]
