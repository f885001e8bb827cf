"""followthrough manage: Django's own commands, with the database running and the right role chosen."""

from __future__ import annotations

import argparse

from django.core.management import execute_from_command_line

from followthrough.service.config.addresses import start_embedded
from followthrough.service.config.environment import choose_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND …")


def run(arguments: argparse.Namespace) -> int:
    start_embedded()
    choose_settings()
    execute_from_command_line(["followthrough manage", *as_owner(arguments.words)])
    return 0


def as_owner(words: list[str]) -> list[str]:
    """Only the owner may change the schema, so `migrate` means its connection unless another is named."""
    if words[:1] == ["migrate"] and not any(word.startswith("--database") for word in words):
        return [*words, "--database", "owner"]
    return words
