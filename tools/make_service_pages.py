"""Write the pages of docs/reference that are read from the service's own code: limits, who sees what, what is audited.

python tools/make_service_pages.py            writes them
python tools/make_service_pages.py --check    says which are stale, and writes nothing
"""

# ruff: noqa: E501
from __future__ import annotations

import ast
import inspect
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SERVICE = ROOT / "src" / "followthrough" / "service"
REFERENCE = ROOT / "docs" / "reference"
sys.path[:0] = [str(ROOT / "src")]


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join(lines + ["| " + " | ".join(each) + " |" for each in rows]) + "\n"


def limits() -> str:
    from django.conf import settings

    from followthrough.service.access import guessing, keeping, pace, stepup, telling
    from followthrough.service.attachments import kinds
    from followthrough.service.attachments.cleaning import bounds
    from followthrough.service.core import lanes

    minutes = int(guessing.WINDOW.total_seconds() // 60)
    least = next(
        each["OPTIONS"]["min_length"] for each in settings.AUTH_PASSWORD_VALIDATORS if "MinimumLength" in each["NAME"]
    )
    rows = [
        ("wrong tries for one username", f"{guessing.FOR_USERNAME} in {minutes} minutes, then it is refused"),
        ("wrong tries from one address", f"{guessing.FOR_ADDRESS} in {minutes} minutes; a ward shares one"),
        ("wrong tries that are remembered", f"{guessing.MOST_ROWS:,} at most, so that a flood fills nothing"),
        ("wrong tries that are told", f"{telling.SEVERAL} in {_span(telling.OF_LATE)}, to the person, once a day"),
        *[
            (f"{each.of} of one person", f"{each.most} in {_span(each.within)} in each process, then they wait")
            for each in (pace.CHILDREN, pace.PAGES, pace.SENT)
        ],
        (
            "slow work at once",
            f"{lanes.ABREAST} in each process, {lanes.WAITING} more waits; {lanes.THREADS} threads, so pages go on",
        ),
        ("a session that is left alone", f"ends after {_span(settings.FOLLOWTHROUGH_IDLE_AFTER)}"),
        ("a session that is used", f"ends after {_span(settings.FOLLOWTHROUGH_LONGEST_SESSION)}"),
        ("sessions at once", "any number, because wards share computers; each person sees and ends their own"),
        ("a provider’s session", "ends by itself; it does not end ours, and ours does not end it"),
        ("showing again who one is", f"holds for {_span(stepup.FRESH)}"),
        ("an account that nobody uses", f"is switched off after {settings.FOLLOWTHROUGH_IDLE_DAYS} open days"),
        ("a password", f"{least} signs at least, 200 at most; never ends by the calendar"),
        ("words kept after a time-out", f"{_span(keeping.LONGEST)}"),
        (
            "a file",
            f"{kinds.LARGEST >> 20} MB; {kinds.MOST_FILES} on a share; {kinds.LARGEST_TOGETHER >> 20} MB at once",
        ),
        (
            "files of one person in a day",
            f"{kinds.MOST_IN_A_DAY}, of {kinds.MOST_BYTES_IN_A_DAY >> 20:,} MB together",
        ),
        ("a PDF", f"{kinds.MOST_PAGES} pages"),
        ("a picture", f"{kinds.MOST_PIXELS:,} dots, {kinds.LONGEST_SIDE:,} on its longer side"),
        ("cleaning one file", f"{bounds.MEMORY >> 20:,} MB and {bounds.SECONDS} seconds, in a process of its own"),
    ]
    head = "# Limits of the service\n\nRead from the code by `tools/make_service_pages.py`; a test holds that it is so now.\n\n"
    return f"{head}{table(('of what', 'how much'), rows)}\n## What each form takes\n\n{_forms()}"


def _span(span: Any) -> str:
    seconds = int(span.total_seconds())
    for size, word in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds % size == 0:
            return f"{seconds // size} {word}" if seconds > size else f"1 {word[:-1]}"
    return f"{seconds} seconds"


def _forms() -> str:
    """Every field with what it is, whether it must be given, and how long it may be."""
    from followthrough.service.design.forms import Form

    rows = []
    for path in sorted(SERVICE.rglob("*.py")):
        if "forms" not in path.relative_to(SERVICE).as_posix() or "design" in path.parts or "demo" in path.parts:
            continue
        name = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")
        for form in vars(import_module(name)).values():
            if inspect.isclass(form) and issubclass(form, Form) and form.__module__ == name and form.base_fields:
                where = name.removeprefix("followthrough.service.")
                rows += [(f"{where}: {form.__name__}", *_field(key, field)) for key, field in form.base_fields.items()]
    return table(("form", "field", "kind", "must be given", "at most"), rows)


def _field(name: str, field: Any) -> tuple[str, str, str, str]:
    kind = type(field).__name__.removesuffix("Field").lower()
    most = getattr(field, "max_length", None) or getattr(field, "max_value", None)
    return (
        name,
        kind,
        "yes" if field.required else "no",
        f"{most}" if most else "the choices" if hasattr(field, "choices") else "",
    )


def access() -> str:
    from followthrough.service.access.models import RecordClass
    from followthrough.service.access.rules import CLASSES
    from followthrough.service.ledger.models.event import SEALED_CLASSES, Handling

    def who(near: Any) -> str:
        return ", ".join(sorted(str(each) for each in near)) or "nobody"

    rows = [
        (
            RecordClass(each).label,
            who(opens.own),
            who(opens.others),
            "sealed in the database" if each in SEALED_CLASSES else "by the disk and the roles",
        )
        for each, opens in CLASSES.items()
    ]
    handling = [(each.value, each.label) for each in Handling]
    return (
        "# Who sees what\n\nRead from the code by `tools/make_service_pages.py`; a test holds that it is so now. "
        "Nothing is open that no rule opens, and a denial always wins.\n\n"
        "Near a child are: *person*, allocated or leading; *team*, in a team that works with the child; *night*, on duty "
        "when the others are at home; *answers*, for what the agency does; *named*, on the list of a closed record, or "
        "to answer a request; *danger*, for an hour.\n\n## Classes of record\n\n"
        + table(
            ("class", "open, where their own agency wrote it", "open, where another wrote it", "how it is kept"), rows
        )
        + "\n## Labels that go with a record\n\n"
        + table(("label", "what it means"), handling)
        + "\n## Routes\n\n"
        + table(("address", "who may ask"), _routes())
    )


def _routes() -> list[tuple[str, str]]:
    from django.urls import URLResolver, get_resolver

    from followthrough.service.access import routes

    def walk(resolver: Any, before: str = "") -> Iterator[tuple[str, str]]:
        for each in resolver.url_patterns:
            address = before + str(each.pattern)
            if isinstance(each, URLResolver):
                yield from walk(each, address)
            elif not address.startswith(("demo/", "design/")):
                yield f"`/{address}`", str(routes.class_of(each.callback))

    return sorted(set(walk(get_resolver())))


AUDITING = ("audit.record", "audit.record_apart", "audit.record_each")


def audit() -> str:
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(SERVICE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in AUDITING:
                for action in _actions(node.args[0]):
                    found[action].add(path.relative_to(SERVICE).parts[0])
    rows = [(f"`{action}`", ", ".join(sorted(apps))) for action, apps in sorted(found.items())]
    return (
        "# What is written down, and where\n\nRead from the code by `tools/make_service_pages.py`; a test holds that it is "
        "so now.\n\n"
        + table(
            ("which log", "what it holds", "where it is", "how long, and who reads it"),
            [
                ("the audit", "who did what, when, to which record; ids, never words", "`core_auditrow`, chained and signed; "
                 "heads at the places of `FOLLOWTHROUGH_AUDIT_HEADS`", "kept as the partnership decides; privacy officers"),
                ("faults of the service", "where it happened and of which sort, one line a message",
                 "the console of the process", "as the operator keeps it; who runs the service"),
                ("failed sign-ins", "digests of what was typed, addresses", "`access_signinfailure`", "five minutes; nobody"),
                ("the database’s own", "no row and no statement", "the database server", "as the operator keeps it"),
            ],
        )
        + "\nTimes are UTC. Each row of the audit has the moment, the person, their agency, the act, the record and the "
        "outcome.\n\n## Acts in the audit\n\n"
        + table(("act", "written by"), rows)
    )  # fmt: skip


def _actions(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(each.value) if isinstance(each, ast.Constant) else "…" for each in node.values)]
    if isinstance(node, ast.IfExp):
        return [*_actions(node.body), *_actions(node.orelse)]
    return ["(as the caller says)"]


def pages() -> dict[str, str]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "followthrough.service.config.settings.test")
    django: Any = import_module("django")
    django.setup()
    return {"limits.md": limits(), "who-sees-what.md": access(), "what-is-audited.md": audit()}


def main() -> int:
    made = pages()
    stale = [
        n for n, text in made.items() if not (REFERENCE / n).exists() or (REFERENCE / n).read_text("utf-8") != text
    ]
    if "--check" not in sys.argv:
        for name in stale:
            (REFERENCE / name).write_text(made[name], encoding="utf-8")
    print(f"{len(made)} pages, {len(stale)} of them {'stale' if '--check' in sys.argv else 'changed'}.")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())
