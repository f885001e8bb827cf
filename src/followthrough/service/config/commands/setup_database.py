"""followthrough setup-database: the three roles and the database, on the embedded server or a given one."""

from __future__ import annotations

import argparse

import psycopg

from followthrough.service.config import addresses, roles
from followthrough.service.config.addresses import Addresses
from followthrough.service.config.embedded import CannotRun
from followthrough.service.config.environment import environment


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--new-passwords",
        action="store_true",
        help="give the three roles new passwords; the old ones stop working",
    )

    parser.add_argument(
        "--empty", action="store_true", help="first delete the database with all it holds (in the demo only)"
    )


def run(arguments: argparse.Namespace) -> int:
    if addresses.given():
        raise CannotRun("Three addresses are given, so the roles exist already. Unset them to make others.")
    administrator = addresses.administrator()
    if administrator and environment() == "demo":
        _refuse_a_real_partnership(administrator)
    if arguments.empty:
        _delete(administrator)
    if administrator is None:
        _set_up_embedded()
    else:
        _show(_set_up_given(administrator, arguments.new_passwords))
    return 0


def _refuse_a_real_partnership(administrator: str) -> None:
    """The demo is made and emptied by one short command each. Neither may ever meet real children's records."""
    try:
        found = roles.real_people(administrator)
    except psycopg.Error as error:
        raise CannotRun(f"The server of DATABASE_URL refused: {str(error).strip()}") from error
    if found:
        raise CannotRun(
            f"This database holds {found} people who are not the demo's, so the demo leaves it alone. "
            "Unset DATABASE_URL, or give the address of a server for the demo."
        )


def _delete(administrator: str | None) -> None:
    if environment() != "demo":
        raise CannotRun("Only the demo's database is deleted by a word. This is not the demo.")
    addresses.start_embedded()
    roles.delete_database(administrator or addresses.embedded_server().address())


def _set_up_embedded() -> None:
    addresses.start_embedded()
    roles.set_up(addresses.embedded_server().address())
    print("The embedded database is ready, with its three roles.")


def _set_up_given(administrator: str, new_passwords: bool) -> Addresses:
    try:
        made = roles.set_up(administrator)
        if new_passwords:
            made = roles.new_passwords(administrator)
    except psycopg.Error as error:
        raise CannotRun(f"The server of DATABASE_URL refused: {str(error).strip()}") from error
    if len(made) < len(roles.ROLES):
        return _known_already()
    found = roles.addresses_from(administrator, made)
    addresses.save(found)
    return found


def _known_already() -> Addresses:
    try:
        return addresses.saved()
    except CannotRun as error:
        raise CannotRun("The roles exist, with passwords unknown here. Add --new-passwords to set new ones.") from error


def _show(found: Addresses) -> None:
    print("The database is ready. Its three addresses (they hold passwords, keep them secret):")
    for name, address in found.as_environment().items():
        print(f"{name}={address}")
