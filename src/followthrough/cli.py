"""What can be done from a terminal? One word each; the work is in the module that the table names.

A module of the table has add_arguments(parser) and run(arguments) → exit code. It is imported only when its
word is used, so that replaying a story needs neither Django nor a database.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from followthrough.service.config.embedded import CannotRun


@dataclass(frozen=True)
class Command:
    module: str
    summary: str
    teaches: str  # shown below the options of --help
    around: str = ""  # the module whose `around(arguments)` prepares what the command reads, and finishes what it made


_STORES = "followthrough.service.config.commands.stores"
COMMANDS = {
    "serve": Command(
        "followthrough.service.config.commands.serve",
        "serve the site, with a sweep beside it",
        """example: followthrough serve --port 8080

Starts the web server and a sweep that acts on every clock that has run out. Ctrl-C, or SIGTERM from a process
manager, stops both. Without --port it takes 8000, or the next port that is free.""",
    ),
    "sweep": Command(
        "followthrough.service.config.commands.sweep",
        "act on every duty whose time has come",
        """examples: followthrough sweep              once, for a timer to call
          followthrough sweep --every 5    again and again, 5 seconds apart

Silence climbs here: each rung fires exactly once, however many sweeps run at the same time.""",
    ),
    "take-in": Command(
        "followthrough.service.config.commands.take_in",
        "take in what lies in the teams’ mailboxes",
        """examples: followthrough take-in              once, for a timer to call
          followthrough take-in --every 60    again and again, a minute apart

Each mail becomes an item with an owner and a clock; one that has come before is known. The sweep does the same.""",
    ),
    "keep-accounts": Command(
        "followthrough.service.config.commands.keep_accounts",
        "begin and end seats on their days, and switch idle accounts off",
        """examples: followthrough keep-accounts              once, for a timer to call
          followthrough keep-accounts --every 60    again and again, a minute apart

An account that nobody used for 45 open days of its agency is switched off. A duty manager restores it in a minute.""",
    ),
    "replay": Command(
        "followthrough.replay.command",
        "ask the rulebook what was owed in a story",
        """examples: followthrough replay child-one
          followthrough replay child-one --html child-one.html
          followthrough replay --over county > answer.json

Reads a history from rulebooks/stories and says who owed what by when, what was missed, and how long the
picture existed in pieces. A story needs no database.""",
        _STORES,
    ),
    "whatif": Command(
        "followthrough.whatif.command",
        "ask what a changed rulebook would have meant",
        """example: followthrough whatif --rulebook draft --over county --html whatif.html

Replays the histories of a store under both rulebooks, as far as the change reaches, and says what would have been
raised, opened and missed, how much earlier or later, and how much work that is for each agency and week.""",
        _STORES,
    ),
    "synth": Command(
        "followthrough.synth.command",
        "make up a county, to measure and to try rules on",
        """example: followthrough synth --children 1000 --years 10 --seed 1 --out county

Nobody in it is real. Writes a store of Parquet files that replay and whatif read; the same seed gives the same bytes.
How often what happens stands in one table, each number with its source or marked as an assumption.""",
        _STORES,
    ),
    "import-log": Command(
        "followthrough.eventlogs.command",
        "turn an event log that others made into histories",
        """example: followthrough import-log cases.xes --mapping mapping.yaml --out cases

Reads XES or CSV in a stream. The mapping says which activity is which kind of event. What comes is a store that
replay and whatif read.""",
    ),
    "check-rulebook": Command(
        "followthrough.procedures.casebook.command",
        "check procedures against their worked cases",
        """example: followthrough check-rulebook

Runs every worked case and says, for a case that comes out differently, what was expected and what came.""",
    ),
    "seal-audit": Command(
        "followthrough.service.config.commands.seal_audit",
        "give every row of the audit its place in the chain",
        """examples: followthrough seal-audit              once
          followthrough seal-audit --every 1    again and again, as `serve` does

Each second's rows get a place and a signed head, and the heads go to where FOLLOWTHROUGH_AUDIT_HEADS says.""",
    ),
    "check-ledger": Command(
        "followthrough.service.config.commands.check_ledger",
        "say whether anything that was shared could be lost from sight",
        """example: followthrough check-ledger --heads /mnt/elsewhere/audit-heads.jsonl

Ten sentences, such as “Nothing waits without a clock”. Names what breaks one, by its id, and exits with 1 then.""",
    ),
    "read-bounces": Command(
        "followthrough.service.config.commands.read_bounces",
        "take what came back to our own mailbox, so that a person is asked",
        """example: followthrough read-bounces /var/mail/followthrough

Reads the reports that mail servers send when a letter cannot be delivered, out of a maildir. What it takes goes; any
other mail stays for somebody to read.""",
    ),
    "verify-audit": Command(
        "followthrough.service.config.commands.verify_audit",
        "say whether the audit was tampered with",
        """examples: followthrough verify-audit --heads /mnt/elsewhere/audit-heads.jsonl
          followthrough verify-audit --write-copy audit.jsonl
          followthrough verify-audit --copy audit.jsonl --heads audit-heads.jsonl --key KEY

The last one needs no database: take copy, heads and public key (--show-key) to another machine. Exits with 1 when a
row was edited, deleted, inserted or moved, or when the end was cut off.""",
    ),
    "out-of-hours-pack": Command(
        "followthrough.service.config.commands.out_of_hours_pack",
        "make the sealed file that the night works with when the service is down",
        """example: followthrough out-of-hours-pack --out pack.html

Who is on duty, what is urgent, and what is known of each open case. It opens in any browser with a password
(FOLLOWTHROUGH_PACK_PASSWORD, else asked for), and refuses after the cover has ended.""",
    ),
    "newsletter": Command(
        "followthrough.service.config.commands.newsletter",
        "write the example’s newsletter in every format",
        """example: followthrough newsletter --out newsletter

The newsletter, a seven-minute briefing, one page and a paper for the board, each as web page, tagged PDF, Word, text
and e-mail. All are made of the same content, in which nobody is real.""",
    ),
    "rotate-keys": Command(
        "followthrough.service.config.commands.rotate_keys",
        "seal with the newest key what an older one has sealed",
        """examples: followthrough rotate-keys --show    how many texts each key seals
          followthrough rotate-keys

Put the new key first in FOLLOWTHROUGH_FIELD_KEYS, restart the site, then run this. It may be cut off and run again.""",
    ),
    "backup": Command(
        "followthrough.service.config.commands.backup",
        "keep the whole database as it is now, while people work",
        """example: FOLLOWTHROUGH_BACKUP_KEY=… followthrough backup --to /mnt/elsewhere/backups

A manifest beside it says what each table held, to compare a restored one by. Keys are never in it: keep them apart.""",
    ),
    "restore": Command(
        "followthrough.service.config.commands.restore",
        "make the database anew from a backup",
        """example: FOLLOWTHROUGH_BACKUP_KEY=… followthrough restore --from /mnt/elsewhere/backups

Restored beside what is there, compared with the manifest, and put in its place only when every row is the same. The
database before is kept under another name. On an empty machine, roles are made as well.""",
    ),
    "restore-drill": Command(
        "followthrough.service.config.commands.restore_drill",
        "prove that a backup comes back, without touching the site",
        """example: followthrough restore-drill --from /mnt/elsewhere/backups --heads /mnt/elsewhere/audit-heads.jsonl

Restores into a database of its own, compares every table, grant and guard, verifies the audit, and says how long it
took. Exits with 1 when anything differs. A backup that was never restored does not count.""",
    ),
    "setup-database": Command(
        "followthrough.service.config.commands.setup_database",
        "make the three database roles, and the database",
        """example: DATABASE_URL=postgresql://postgres@db.example/postgres followthrough setup-database

DATABASE_URL is an address that may create roles. Prints three addresses: owner, application, assessor.
Without DATABASE_URL it prepares the embedded PostgreSQL of this folder. Safe to repeat.""",
    ),
    "stop": Command(
        "followthrough.service.config.commands.stop",
        "stop the site and the embedded database of this folder",
        """example: followthrough stop

Nothing is lost: the next command that needs the database starts it again.""",
    ),
    "manage": Command(
        "followthrough.service.config.commands.manage",
        "run one of Django's own commands",
        """examples: followthrough manage migrate
          followthrough manage help

Migrations run as the database's owner; everything else as the application.""",
    ),
}


_ANALYTICS = "this reads whole populations. Install what it needs: pip install -r requirements/analytics.lock"
EXTRAS = dict.fromkeys(("duckdb", "ibis", "numpy", "pyarrow", "sqlglot"), _ANALYTICS) | {
    "pyspark": "Spark is not installed. Install it (with Java 17): pip install -r requirements/spark.lock"
}


def main(words: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if words is None else words)
    if not words:
        _overview().print_help()
        return 2
    name = words[0]
    if name not in COMMANDS:
        _overview().parse_args(words)  # prints its help, or says that the word is not known, and leaves
    try:
        return _run(name, words[1:])
    except CannotRun as reason:
        print(f"followthrough {name}: {reason}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in EXTRAS:
            raise
        print(f"followthrough {name}: {EXTRAS[(missing.name or '').partition('.')[0]]}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(name: str, words: Sequence[str]) -> int:
    module: Any = importlib.import_module(COMMANDS[name].module)
    parser = argparse.ArgumentParser(
        prog=f"followthrough {name}",
        description=COMMANDS[name].summary.capitalize() + ".",
        epilog=COMMANDS[name].teaches,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.add_arguments(parser)
    arguments = parser.parse_args(words)
    if not COMMANDS[name].around:
        return int(module.run(arguments))
    with importlib.import_module(COMMANDS[name].around).around(arguments):
        return int(module.run(arguments))


def _overview() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.summary}" for name, command in COMMANDS.items()]
    parser = argparse.ArgumentParser(
        prog="followthrough",
        usage="followthrough COMMAND …",
        description="Information about a child is followed through.",
        epilog="commands:\n" + "\n".join(lines) + "\n\nfollowthrough COMMAND --help says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
