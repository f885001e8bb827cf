"""Whoever keeps an agency's register answers for that agency: a manager's role in another one lets nobody in."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from followthrough.service.core.managing import ANSWERABLE

before = import_module("followthrough.service.learning.posts.migrations.0002_secured")
_ROLES = ", ".join(f"(select app_agency()) || '/{each}'" for each in sorted({*ANSWERABLE, "director"}))
KEEPS = f"(array[{_ROLES}] && (select app_roles())::text[])"
READS = "array['board/business-manager', 'board/chair', 'board/board-member', 'board/worker'] && (select app_roles())::text[]"
BOARD = f"((select app_agency()) = 'board' and {READS})"
CLAUSES = {"select": "using ({0})", "insert": "with check ({1})", "update": "using ({0}) with check ({1})"}


def _of_the_agency(rule: str) -> str:
    return rule.replace(before.BOARD, BOARD).replace(before._KEEPS, KEEPS)


def _altered(table: str) -> migrations.RunSQL:
    now, then = [], []
    for command, rules in before.POLICIES[table].items():
        alter = f"alter policy {command}s on {table} {CLAUSES[command]};"
        now.append(alter.format(*map(_of_the_agency, rules)))
        then.append(alter.format(*rules))
    return migrations.RunSQL("\n".join(now), "\n".join(then))


class Migration(migrations.Migration):
    dependencies = [("posts", "0002_secured")]
    operations = [_altered(table) for table in before.POLICIES]
