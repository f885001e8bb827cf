"""What does `followthrough import-log` do? Reads a log through a mapping into a store; says what it left out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from followthrough.eventlogs.importing import Imported, import_log
from followthrough.eventlogs.mapping import read_mapping
from followthrough.eventlogs.raw import LogError
from followthrough.eventlogs.tables import read_csv
from followthrough.eventlogs.xes import read_xes
from followthrough.procedures.engines.relational.store import StoreError
from followthrough.procedures.language.faults import Fault
from followthrough.replay.asking import CannotAsk, default_folder, read_rulebook

_MOST_NAMED = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("log", type=Path, metavar="LOG", help="a file of XES (also packed with gzip) or CSV")
    parser.add_argument(
        "--mapping", type=Path, required=True, metavar="FILE", help="which activity is which kind of event"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="the store to write")
    parser.add_argument("--rulebooks", type=Path, metavar="FOLDER", help="another folder of rulebooks")


def run(args: argparse.Namespace) -> int:
    try:
        vocabulary = read_rulebook(args.rulebooks or default_folder(), "then").vocabulary
        mapping = read_mapping(args.mapping, vocabulary)
        raws = read_csv(args.log) if args.log.suffix.lower() == ".csv" else read_xes(args.log)
        done = import_log(raws, args.log.name, mapping, vocabulary, args.out)
    except (CannotAsk, Fault, LogError, StoreError) as reason:
        print(f"followthrough import-log: {reason}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"followthrough import-log: {error.filename}: {error.strerror}.", file=sys.stderr)
        return 2
    print(_said(done, args.out))
    return 0


def _said(done: Imported, out: Path) -> str:
    taken = f"Written: {out}. {sum(done.events.values()):,} events of {len(done.subjects):,} cases."
    if not done.skipped:
        return taken
    named = ", ".join(f"{activity} ({count:,})" for activity, count in done.skipped.most_common(_MOST_NAMED))
    more = ", …" if len(done.skipped) > _MOST_NAMED else ""
    return f"{taken}\nLeft out, {sum(done.skipped.values()):,}: {named}{more}."
