"""All that is approved stays as it was read: also the day from which it holds, and the recommendations it answers."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

before = import_module("followthrough.service.learning.chapters.migrations.0004_who_writes")
_OLD = "is_changed boolean := (new.text,"
_NEW = """
is_moved boolean := new.from_on is distinct from old.from_on;
    is_approving boolean := new.approved_at is not null  -- a day that is over by then is moved to that day
        and new.from_on = greatest(old.from_on, (new.approved_at at time zone 'Europe/London')::date);
    is_changed boolean := is_moved and not is_approving or (new.chapter_id, new.number)
        is distinct from (old.chapter_id, old.number) or (new.text,"""


def _guard(words: str) -> str:
    return words.split("create trigger")[0].replace("create function", "create or replace function", 1)


_ANSWERS = """
create function chapters_answers_stay() returns trigger language plpgsql as $$
declare of_version text := coalesce(new.version_id, old.version_id);
begin
    if exists (select from chapters_approval given where given.version_id = of_version) then
        raise exception 'a draft that changes loses its approvals first' using errcode = 'integrity_constraint_violation';
    end if;
    if exists (
        select from chapters_version draft
        where draft.id = of_version and not coalesce(app_viewer(), '') = any (draft.writers)
    ) then
        raise exception 'whoever wrote in a draft is one of its writers, and stays one'
            using errcode = 'integrity_constraint_violation';
    end if;
    return coalesce(new, old);
end $$;
create trigger answers_stay before insert or delete on chapters_version_answers
    for each row execute function chapters_answers_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("chapters", "0004_who_writes")]
    operations = [
        migrations.RunSQL(_guard(before.GUARD.replace(_OLD, _NEW.strip())), _guard(before.GUARD)),
        migrations.RunSQL(
            _ANSWERS,
            "drop trigger answers_stay on chapters_version_answers; drop function chapters_answers_stay();",
        ),
    ]
