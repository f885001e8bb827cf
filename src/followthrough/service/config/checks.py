"""Is it safe to start on this database? `serve` asks before it opens its port.

A record that was promised must survive a power cut, and the application's role must not be able to pass
row-level security by.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from followthrough.service.config.roles import SAYS_NO_ROWS
from followthrough.service.core import encryption, rotating

SERVED = (".css", ".js", ".svg", ".png", ".ico", ".woff2", ".txt")
DURABLE = {"fsync": ("on",), "full_page_writes": ("on",), "synchronous_commit": ("on", "remote_apply")}


@register(Tags.database)
def database_keeps_its_promises(databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    if not databases or "default" not in databases:
        return []
    with connections["default"].cursor() as cursor:
        durability = [*_durability(cursor), *checksums(cursor)] if settings.DATABASE_MUST_BE_DURABLE else []
        return [*durability, *role_problems(cursor), *talkative(cursor), *_unmigrated()]


@register(Tags.database)
def every_key_is_there(databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    """As the owner, who finds every sealed row. A page that meets a text without its key would fail, and what is
    written meanwhile would be sealed with the wrong one.
    """
    if not databases or "owner" not in databases or _unmigrated():
        return []
    missing = {key: number for key, number in rotating.keys_in_use().items() if key not in encryption.key_names()}
    return [
        Error(
            f"{number} texts are sealed with the key {key}, which FOLLOWTHROUGH_FIELD_KEYS does not hold.",
            hint=f"Add {key}:SECRET at the end of FOLLOWTHROUGH_FIELD_KEYS, then run followthrough rotate-keys.",
            id="config.E005",
        )
        for key, number in sorted(missing.items())
    ]


@register(Tags.database)
def no_second_factor_is_lost(databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    """Sealed before version 0.2 under a secret key that was not given when the database was upgraded."""
    if not databases or "owner" not in databases or _unmigrated():
        return []
    with connections["owner"].cursor() as cursor:
        cursor.execute("select count(*) from mfa_authenticator where data::text ~ '\"gAAAA'")
        number = cursor.fetchone()[0]
    if not number:
        return []
    return [
        Error(
            f"{number} second factors are sealed under a secret key of earlier, which was not there at the upgrade.",
            hint="Restore the backup from before the upgrade and upgrade with FOLLOWTHROUGH_OLD_SECRET_KEYS, or take "
            "those second factors away, so that their people set up new ones.",
            id="config.E006",
        )
    ]


@register(Tags.staticfiles)
def only_known_kinds_are_served(**_: Any) -> list[CheckMessage]:
    """Whatever lies in a static folder is given to everybody: a file that was forgotten there must not be."""
    # Hidden files are not gathered when the site is made ready, so they are not served.
    left_out = getattr(apps.get_app_config("staticfiles"), "ignore_patterns", [])
    every = (path for finder in get_finders() for path, _ in finder.list(left_out))
    found = {path for path in every if not path.lower().endswith(SERVED)}
    sentence = "A static folder holds files of kinds that this site does not serve: {}."
    hint = "Take them out of the folder; everybody can fetch what lies in it."
    return [Error(sentence.format(", ".join(sorted(found)[:5])), hint=hint, id="config.E007")] if found else []


@register()
def files_are_scanned(**_: Any) -> list[CheckMessage]:
    """A warning: what is kept is made anew from its content, and not every site has a scanner."""
    if settings.FOLLOWTHROUGH_SCANNER or apps.is_installed("followthrough.service.demo"):
        return []
    sentence = "No virus scanner is named: files that people add are made anew, and nobody looks for viruses in them."
    hint = "Run clamd on this machine and set FOLLOWTHROUGH_SCANNER, such as unix:///run/clamav/clamd.ctl."
    return [Warning(sentence, hint=hint, id="config.W008")]


def _durability(cursor: Any) -> list[CheckMessage]:
    problems: list[CheckMessage] = []
    for setting, wanted in DURABLE.items():
        cursor.execute("select current_setting(%s)", [setting])
        found = cursor.fetchone()[0]
        if found not in wanted:
            problems.append(
                Error(
                    f"The database runs with {setting} = {found}: a power cut could lose a record.",
                    hint=f"Set {setting} = on in postgresql.conf.",
                    id="config.E001",
                )
            )
    return problems


def checksums(cursor: Any) -> list[CheckMessage]:
    """A warning, for a server that somebody else keeps cannot be changed by us."""
    cursor.execute("select current_setting('data_checksums')")
    if cursor.fetchone()[0] == "on":
        return []
    sentence = "The database keeps no checksums of its pages: a fault of the disk could pass unnoticed."
    return [Warning(sentence, hint="Stop PostgreSQL and run pg_checksums --enable.", id="config.W006")]


def _unmigrated() -> list[CheckMessage]:
    """Whether the database is older than the code: the first page that meets the difference would fail."""
    executor = MigrationExecutor(connections["default"])
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return []
    sentence = f"The database is older than this version: {len(missing)} migrations are missing."
    return [Error(sentence, hint="Run followthrough manage migrate.", id="config.E004")]


def talkative(cursor: Any) -> list[CheckMessage]:
    """Whether the server's log would repeat what is written about a child."""
    for setting, wanted in SAYS_NO_ROWS.items():
        cursor.execute("select current_setting(%s), current_user", [setting])
        found, role = cursor.fetchone()
        if found != wanted:
            return [
                Error(
                    f"The database's own log can hold what is written about children: {setting} = {found}.",
                    hint="Run followthrough setup-database as a superuser, or "
                    f"alter role {role} set {setting} = '{wanted}'.",
                    id="config.E003",
                )
            ]
    return []


def role_problems(cursor: Any) -> list[CheckMessage]:
    """Whether the connection's role is one that row-level security holds for."""
    cursor.execute("select rolname, rolsuper or rolbypassrls from pg_roles where rolname = current_user")
    role, passes_by = cursor.fetchone()
    if not passes_by:
        return []
    return [
        Error(
            f"The application connects as {role}, for whom row-level security does not hold.",
            hint="Run followthrough setup-database and use the application's address.",
            id="config.E002",
        )
    ]
