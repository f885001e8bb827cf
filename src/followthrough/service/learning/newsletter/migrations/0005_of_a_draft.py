"""What goes out is a draft as it stands: nobody puts out words that stand in no draft, or that others are said to have
written. What is published is the draft without where each line is from.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_writes = import_module("followthrough.service.learning.newsletter.migrations.0004_who_writes")

PUBLISHED = """
create function newsletter_as_published(content jsonb) returns jsonb language sql immutable parallel safe as $$
    select jsonb_set(content, '{children}', coalesce(jsonb_agg(jsonb_set(child, '{lines}', (
        select coalesce(jsonb_agg(line - 'origin' order by place), '[]')
        from jsonb_array_elements(child -> 'lines') with ordinality as told(line, place)
    )) order by number), '[]'))
    from jsonb_array_elements(content -> 'children') with ordinality as about(child, number)
$$;
"""
# Row-level security holds inside the question too: of a draft that its releaser sees.
OF_A_DRAFT = f"""
drop policy second_releases on newsletter_release;
create policy second_releases on newsletter_release for insert to {_writes.APPLICATION}
    with check ({_writes._SYSTEM} or {_writes._KEEPS} and checked_by = {_writes._ME} and not {_writes._ME} = any (writers)
        and exists (
            select from newsletter_issue draft
            where draft.release_id is null and draft.writers = newsletter_release.writers
              and draft.title = newsletter_release.title
              and newsletter_as_published(draft.content) = newsletter_release.content
        ));
"""
OF_ANY_WORDS = f"""
drop policy second_releases on newsletter_release;
create policy second_releases on newsletter_release for insert to {_writes.APPLICATION}
    with check ({_writes._SYSTEM} or {_writes._KEEPS} and checked_by = {_writes._ME} and not {_writes._ME} = any (writers));
"""


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0004_who_writes")]
    operations = [
        migrations.RunSQL(PUBLISHED, "drop function newsletter_as_published(jsonb);"),
        migrations.RunSQL(OF_A_DRAFT, OF_ANY_WORDS),
    ]
