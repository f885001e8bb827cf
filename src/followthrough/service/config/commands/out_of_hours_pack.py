"""followthrough out-of-hours-pack: what those on duty need when the service is down, as one sealed file."""

from __future__ import annotations

import argparse
import getpass
import importlib
import os
import sys
from pathlib import Path
from typing import Any

from followthrough.service.config.embedded import CannotRun
from followthrough.service.config.ready import make_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write (.html)")
    parser.add_argument("--team", metavar="AGENCY/TEAM", help="whose pack, where there is more than one night team")


def run(arguments: argparse.Namespace) -> int:
    make_ready()
    actions: Any = importlib.import_module("followthrough.service.outofhours.actions")  # its models need the apps
    queries: Any = importlib.import_module("followthrough.service.outofhours.queries")
    sealing: Any = importlib.import_module("followthrough.service.outofhours.sealing")
    team = _team(queries.night_teams(), arguments.team)
    try:
        number = actions.make_pack(team=team, out=arguments.out, password=_password())
    except (actions.CannotMake, sealing.WeakPassword) as error:
        raise CannotRun(str(error)) from error
    print(f"{arguments.out}: {number} open cases, for {team}. It opens in a browser, with the password.")
    return 0


def _team(found: list[Any], wanted: str | None) -> Any:
    chosen = [team for team in found if wanted in (None, team.key)]
    if len(chosen) == 1:
        return chosen[0]
    known = ", ".join(team.key for team in found)
    raise CannotRun(f"Say whose pack with --team: {known}." if found else "No team works out of hours here.")


def _password() -> str:
    given = os.environ.get("FOLLOWTHROUGH_PACK_PASSWORD", "")
    if given or not sys.stdin.isatty():
        return given
    return getpass.getpass("Password of the pack: ")
