"""SQL that migrations of several apps share: guards of append-only tables, and grants."""

from __future__ import annotations

from django.db.migrations import RunSQL

from followthrough.service.core import roles


def append_only(table: str) -> RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE, whoever asks. For each statement, so that row-level security, which would
    leave the owner no rows to change, does not hide the refusal.
    """
    return RunSQL(
        f"""
        create trigger {table}_append_only before update or delete or truncate on {table}
            for each statement execute function core_refuse_change();
        """,
        f"drop trigger {table}_append_only on {table}",
    )


def grants(table: str, *, application: str = "", assessor: str = "") -> RunSQL:
    """What each role may do with a table, in place of what every new table gets. "" is nothing at all."""
    statements = []
    for role, rights in (("application", application), ("assessor", assessor)):
        statements.append(f"revoke all on {table} from {roles.name(role)};")
        if rights:
            statements.append(f"grant {rights} on {table} to {roles.name(role)};")
    return RunSQL("\n".join(statements), RunSQL.noop)


def rotated(table: str, rule: str) -> RunSQL:
    """Let the owner, who serves no page, find the sealed rows of a table when keys change: row-level security is forced
    for the owner too.
    """
    return RunSQL(
        f"create policy keys_change on {table} to {roles.name('owner')} using ({rule}) with check ({rule})",
        f"drop policy keys_change on {table}",
    )
