"""What does a database hold, in a form that two databases can be compared by?

Of each table the number of its rows and a hash of all of them; the sequences; the migrations; the head of the audit;
and the guards: owners, grants, row-level security, triggers, functions and constraints.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any, cast

import psycopg
from psycopg import sql

# What PostgreSQL writes must not depend on the server's taste.
_PLAIN = """
    set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
    set local bytea_output = 'hex'; set local extra_float_digits = 3
"""
_TABLES = """
    select c.relname, coalesce((
        select array_agg(a.attname::text order by k.place) from pg_index i
        cross join unnest(i.indkey::int2[]) with ordinality k(number, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
        where i.indrelid = c.oid and i.indisprimary), '{}')
    from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by c.relname
"""
_CAST = re.compile(r"::(character varying|double precision|timestamp with time zone|[a-z_0-9]+)(\[\])*")
_SEQUENCES = (
    "select sequencename::text, coalesce(last_value, 0) from pg_sequences where schemaname = 'public' order by 1"
)
_MIGRATIONS = "select app || '.' || name from django_migrations order by app, name"
_HEAD = "select position, encode(link, 'hex') from core_auditseal order by position desc limit 1"
_GUARDS = """
    with ours as (
        select c.* from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'S', 'm')
            and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e'))
    select format('%s %s owner %s security %s %s', relkind, relname, relowner::regrole, relrowsecurity,
        relforcerowsecurity) from ours
    union all select format('grant %s %s', relname, acl) from ours
        cross join unnest(coalesce(relacl, acldefault('r', relowner))) acl
    union all select format('grant %s.%s %s', relname, attname, acl) from ours
        join pg_attribute on attrelid = ours.oid cross join unnest(attacl) acl
    union all select format('column %s.%s %s %s %s', relname, attname, format_type(atttypid, atttypmod), attnotnull,
        pg_get_expr(adbin, adrelid)) from ours join pg_attribute a on attrelid = ours.oid
        left join pg_attrdef on adrelid = attrelid and adnum = attnum where attnum > 0 and not attisdropped
        and relkind = 'r'
    union all select format('policy %s %s %s %s %s %s %s', tablename, policyname, permissive, roles, cmd, qual,
        with_check) from pg_policies where schemaname = 'public'
    union all select format('trigger %s %s %s', relname, pg_get_triggerdef(t.oid), tgenabled) from ours
        join pg_trigger t on tgrelid = ours.oid where not tgisinternal
    union all select format('constraint %s %s %s', relname, conname, pg_get_constraintdef(c.oid)) from ours
        join pg_constraint c on conrelid = ours.oid where contype <> 'n'
    union all select format('index %s', indexdef) from pg_indexes where schemaname = 'public'
    union all select format('function %s owner %s %s %s', oid::regprocedure, proowner::regrole, (
            select array_agg(acl::text order by acl::text)
            from unnest(coalesce(proacl, acldefault('f', proowner))) acl),
        pg_get_functiondef(oid)) from pg_proc p where pronamespace = 'public'::regnamespace and prokind = 'f'
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    union all select format('default %s %s %s', defaclrole::regrole, defaclobjtype, acl) from pg_default_acl
        cross join unnest(defaclacl) acl
    order by 1
"""


def measure(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    """In the caller's transaction, whose snapshot it sees."""
    connection.execute(_PLAIN)
    tables = _rows(connection, _TABLES)
    return {
        "tables": {name: _table(connection, name, key) for name, key in tables},
        "sequences": dict(_rows(connection, _SEQUENCES)),
        "migrations": [name for (name,) in _rows(connection, _MIGRATIONS)],
        "audit_head": next(iter([list(row) for row in _rows(connection, _HEAD)]), None),
        "guards": guards(connection),
    }


def guards(connection: psycopg.Connection[Any]) -> list[str]:
    return sorted(_as_meant(line) for (line,) in _rows(connection, _GUARDS))


def _as_meant(line: str) -> str:
    """Without what PostgreSQL writes otherwise when it has read its own words once: casts, brackets and spaces."""
    if line.startswith(("function ", "trigger ")):
        return line
    plain = " ".join(_CAST.sub("", line).replace("(", " ").replace(")", " ").split())
    return re.sub(r" ?([\[\],]) ?", r"\1", plain)


def differences(wanted: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """In sentences; none when both hold the same."""
    said = []
    for part in ("tables", "sequences"):
        one, other = wanted[part], found[part]
        said += [f"{part[:-1]} {name} is missing" for name in sorted(set(one) - set(other))]
        said += [f"{part[:-1]} {name} should not be there" for name in sorted(set(other) - set(one))]
        both = sorted(set(one) & set(other))
        said += [
            f"{part[:-1]} {name} differs: {_short(one[name])} became {_short(other[name])}"
            for name in both
            if one[name] != other[name]
        ]
    said += [f"guard is missing: {line[:120]}" for line in sorted(set(wanted["guards"]) - set(found["guards"]))]
    said += [f"guard is new: {line[:120]}" for line in sorted(set(found["guards"]) - set(wanted["guards"]))]
    said += [f"{part} differ" for part in ("migrations", "audit_head") if wanted[part] != found[part]]
    return said


def _table(connection: psycopg.Connection[Any], name: str, key: list[str]) -> dict[str, Any]:
    order = sql.SQL(", ").join(map(sql.Identifier, key)) if key else sql.SQL("all_of_it::text")
    rows = sql.SQL("copy (select * from public.{} all_of_it order by {}) to stdout").format(sql.Identifier(name), order)
    count, digest = 0, hashlib.sha256()
    with connection.cursor() as cursor, cursor.copy(rows) as copy:
        for row in copy:
            digest.update(row)
            count += bytes(row).count(b"\n")
    return {"rows": count, "sha256": digest.hexdigest()}


def _rows(connection: psycopg.Connection[Any], statement: str) -> list[Any]:
    return connection.execute(cast(Any, statement)).fetchall()


def _short(value: Any) -> str:
    return f"{value['rows']} rows, {value['sha256'][:12]}" if isinstance(value, dict) else str(value)
