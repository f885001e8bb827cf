"""What does `followthrough whatif` do? Asks two rulebooks of the same histories, and says how they differ."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

from followthrough.procedures.language import PACKS, load_calendar, packs_of
from followthrough.replay.asking import CannotAsk, default_folder, read_rulebook
from followthrough.replay.population.command import rows_folder
from followthrough.replay.population.question import Question, open_store, read_as_of
from followthrough.replay.population.running import ENGINES, FEW, SET_BASED, usual
from followthrough.replay.terminal import Terminal
from followthrough.whatif.as_html import as_html
from followthrough.whatif.as_json import as_json
from followthrough.whatif.as_text import as_text
from followthrough.whatif.asking import WhatIf, ask


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rulebook", type=Path, required=True, metavar="CHANGED", help="the folder of the changed rulebooks"
    )
    parser.add_argument(
        "--against", type=Path, metavar="CURRENT", help="the folder to compare with (default: the project's)"
    )
    parser.add_argument(
        "--over", required=True, metavar="HISTORIES", help="a store of histories, or a service’s database"
    )
    parser.add_argument(
        "--engine", choices=tuple(ENGINES), help=f"which engine (default: {SET_BASED} for more than {FEW} subjects)"
    )
    parser.add_argument("--as-of", metavar="T", help="ask as of this time (default: the last that is recorded)")
    parser.add_argument(
        "--rulebook-of", choices=("then", "today"), default="today", help="which versions (default: today's)"
    )
    parser.add_argument("--pack", default=PACKS[-1], help=f"the partnership's pack (default: {PACKS[-1]})")
    parser.add_argument("--parquet", type=Path, metavar="FOLDER", help="keep the rows of both answers in FOLDER")
    parser.add_argument("--by", metavar="USERNAME", help="over a database: who asks; kept in the audit")
    parser.add_argument("--reason", metavar="WHY", help="over a database: what for; kept in the audit")
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="print JSON (docs/reference/population-json.md)")
    output.add_argument("--html", type=Path, metavar="FILE", help="write one page with pictures to FILE")


def run(args: argparse.Namespace) -> int:
    try:
        told = _ask(args)
        if args.html:
            args.html.write_text(as_html(told), encoding="utf-8")
    except CannotAsk as reason:
        print(f"followthrough whatif: {reason}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"followthrough whatif: {error.filename} cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    if args.html:
        print(f"Written: {args.html}. Open it in any browser; it asks nothing of any network.")
    elif args.json:
        print(as_json(told))
    else:
        sys.stdout.write(as_text(told, Terminal(has_colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR"))))
    return 0


def _ask(args: argparse.Namespace) -> WhatIf:
    known = args.against or default_folder()
    against = read_rulebook(known, args.rulebook_of, args.pack)
    changed = read_rulebook(args.rulebook, args.rulebook_of, args.pack)
    open_store(Path(args.over), changed.vocabulary)
    store = open_store(Path(args.over), against.vocabulary)
    calendar, other = (load_calendar(folder, packs_of(folder, args.pack)) for folder in (known, args.rulebook))
    question = Question(store, against, calendar, read_as_of(args.as_of, store), rulebook_of=args.rulebook_of)
    with rows_folder(args.parquet) as folder:
        return ask(question, replace(question, rulebook=changed, calendar=other), args.engine or usual(store), folder)
