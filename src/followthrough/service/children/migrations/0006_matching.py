"""Who could be meant? Asked past row-level security, whose policies keep the indexes of spelling and sound from being
used, and answered with the children alone whom the viewer may see. What is hidden is dropped before anything is counted.

`sounds` holds how each word of a name is heard: by an English ear, and by one who writes down Polish as it is spoken.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

OWNER = roles.name("owner")
SOUNDS = """
create function children_heard(word text) returns text language sql immutable parallel safe
set search_path = public, pg_temp as $$
    select replace(replace(replace(replace(replace(replace(replace(replace(regexp_replace(
        word, 'c(?=[ie])', 'ch', 'g'), 'w', 'v'), 'sch', 'sh'), 'szcz', 'shch'), 'sz', 'sh'), 'cz', 'ch'),
        'rz', 'zh'), 'j', 'y'), 'chh', 'ch')
$$;

create function children_sounds(folded text) returns text[] language sql immutable parallel safe
set search_path = public, pg_temp as $$
    select coalesce(array_agg(distinct code order by code), '{}') from (
        select regexp_replace(word, '[^a-z]', '', 'g') as word from regexp_split_to_table(folded, ' ') word
    ) named cross join lateral (
        values (dmetaphone(word)), (dmetaphone_alt(word)), (dmetaphone(children_heard(word)))
    ) heard (code) where code <> ''
$$;

alter table children_child add column sounds text[] generated always as (children_sounds(folded_name)) stored;
create index children_child_sounds on children_child using gin (sounds);
create index children_household_address on children_household using gin (lower(address_label) gin_trgm_ops);
create policy owner_looks on children_household for select to {owner} using (true);
create policy owner_looks on children_householdmember for select to {owner} using (true);
"""
# Each way in has an index of its own; together they are few, and only then is it asked who may see them.
CANDIDATES = """
    with asked_words as materialized (
        select children_sounds(word) as codes from regexp_split_to_table(asked_name, ' ') word where word <> ''
    ), asked as materialized (
        select children_sounds(asked_name) as codes, children_sounds(split_part(asked_name, ' ', 1)) as first,
            children_sounds(split_part(asked_name, ' ', -1)) as last
    ), named as materialized (
        select id from children_child where asked_name <> '' and folded_name % asked_name
        union
        select id from children_child where asked_name <> '' and asked_name <% folded_name
        union
        select id from children_child where asked_name <> ''
            and sounds && (select first from asked) and sounds && (select last from asked)
    ), born as materialized (
        select id from children_child where born_on = any (asked_days)
    ), numbered as materialized (
        select child_id as id, min(scheme || ' ' || agency) as number from children_number
        where folded_value = any (asked_numbers) and to_at is null group by child_id
    ), housed as materialized (
        select living.child_id as id, bool_or(lower(home.address_label) = asked_place) as is_same
        from children_household home
        join children_householdmember living on living.household_id = home.id and living.to_on is null
        where asked_place <> '' and asked_place <% lower(home.address_label) and living.child_id is not null
          and exists (
            select from access_grant held where held.viewer_id = (select app_viewer())
              and held.subject_kind = 'household' and held.subject_id = home.id and held.record_class = 'core'
              and held.of_agency = '' and (held.until is null or held.until > (select app_moment())))
        group by living.child_id
    ), found as (
        select id from named union select id from born union select id from numbered union select id from housed
    ), held as (
        select child.id, coalesce(numbered.number, '') as number, coalesce(housed.is_same::int, -1) as place,
            asked_name <> '' and not exists (
                select from asked_words where not codes && child.sounds
            ) as sounds_whole,
            asked_name <> '' and child.sounds && (select codes from asked) as sounds_part,
            similarity(child.folded_name, asked_name) as whole, word_similarity(asked_name, child.folded_name) as part,
            child.born_on
        from found join children_child child on child.id = found.id
        left join numbered on numbered.id = child.id left join housed on housed.id = child.id
        where exists (
            select from access_grant held where held.viewer_id = (select app_viewer())
              and held.subject_kind = 'child' and held.subject_id = child.id and held.record_class = 'core'
              and held.of_agency = '' and (held.until is null or held.until > (select app_moment())))
    ), placed as (
        select held.*, row_number() over (order by whole + part desc, id) as by_name, row_number() over (
            order by number = '', (born_on = asked_days[1]) is not true, (born_on = any (asked_days)) is not true,
            whole + part desc, id) as by_birth
        from held
    )
    select id, number, place, sounds_whole, sounds_part, whole, part from placed
    where by_name <= asked_most or by_birth <= asked_most
"""
FUNCTION = f"""
create function children_candidates(
    asked_name text, asked_days date[], asked_numbers text[], asked_place text, asked_most int
) returns table (id text, number text, place int, sounds_whole boolean, sounds_part boolean, whole real, part real)
language sql stable security definer set search_path = public, pg_temp as $$ {CANDIDATES} $$;
"""
GONE = """
drop function children_candidates(text, date[], text[], text, int);
"""
SILENT = """
drop policy owner_looks on children_householdmember;
drop policy owner_looks on children_household;
drop index children_household_address;
alter table children_child drop column sounds;
drop function children_sounds(text);
drop function children_heard(text);
"""


class Migration(migrations.Migration):
    dependencies = [("children", "0005_numbers_secured")]
    operations = [
        migrations.RunSQL(SOUNDS.replace("{owner}", OWNER), SILENT),
        migrations.RunSQL(FUNCTION, GONE),
    ]
