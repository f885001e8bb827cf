"""What happens around a command that reads or writes a store, when a database stands behind it?

`replay` and `whatif` over a database: exported first, for as long as the command runs. `synth --database`: loaded
afterwards, never in production.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from followthrough.service.config.addresses import Addresses
from followthrough.service.config.embedded import CannotRun
from followthrough.service.config.environment import environment
from followthrough.service.config.ready import make_ready

OWN = "database"  # the word for the database of this installation
_SCHEMES = ("postgresql://", "postgres://")


@contextmanager
def around(arguments: argparse.Namespace) -> Iterator[None]:
    over = str(getattr(arguments, "over", None) or "")
    if over == OWN or over.startswith(_SCHEMES):
        with TemporaryDirectory(prefix="followthrough-export-") as folder:
            arguments.over = Path(folder) / "record"
            _export(over, arguments)
            yield
    elif getattr(arguments, "database", False):
        _check_may_be_filled()
        yield
        _load(arguments)
    else:
        yield


def _export(over: str, arguments: argparse.Namespace) -> None:
    if over != OWN:
        os.environ.update(Addresses(over, over, over).as_environment())
    make_ready()
    gateway: Any = importlib.import_module("followthrough.service.gateway.exporting")
    asker = _asker(arguments.by)
    rulebook: Any = importlib.import_module("followthrough.service.ledger.rulebook")
    try:
        counts = gateway.export(arguments.over, rulebook.current().vocabulary, by=asker, reason=arguments.reason or "")
    except gateway.MayNotExport as reason:
        raise CannotRun(str(reason)) from reason
    print(f"Exported {sum(counts.values()):,} events; they are deleted when this ends.", file=sys.stderr)


def _asker(username: str | None) -> Any:
    """The person who asks, as every policy takes them."""
    if not username:
        raise CannotRun("Say who asks, and why: --by USERNAME --reason “…”. Both are kept in the audit.")
    models: Any = importlib.import_module("followthrough.service.agencies.models")
    queries: Any = importlib.import_module("followthrough.service.agencies.queries")
    found = models.Practitioner.objects.filter(username__iexact=username, is_active=True).first()
    if found is None:
        raise CannotRun(f"Nobody signs in as “{username}”. Give the username of whoever asks.")
    return queries.viewer_of(found)


def _check_may_be_filled() -> None:
    if environment() == "production":
        raise CannotRun("A made-up county is never loaded into a service that may hold real children.")


def _load(arguments: argparse.Namespace) -> None:
    make_ready()
    gateway: Any = importlib.import_module("followthrough.service.gateway.loading")
    rulebook: Any = importlib.import_module("followthrough.service.ledger.rulebook")
    store: Any = importlib.import_module("followthrough.procedures.engines.relational.store")
    loaded = gateway.load(store.Store(arguments.out, rulebook.current().vocabulary))
    print(f"Loaded into the database: {loaded:,} events.")
