"""What does `followthrough synth` do? Makes a county, and says how many of whom and of what it holds."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from followthrough.procedures.calendars import england_and_wales
from followthrough.procedures.engines.relational.store import StoreError
from followthrough.replay.asking import CannotAsk, default_folder, read_rulebook
from followthrough.replay.progress import Bar
from followthrough.synth.county import START, County, make_county


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--children", type=int, default=1_000, metavar="N", help="how many children (default: 1000)")
    parser.add_argument("--years", type=int, default=10, metavar="Y", help="over how many years (default: 10)")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help="the same seed makes the same bytes (default: 1)"
    )
    parser.add_argument("--out", type=Path, metavar="FOLDER", required=True, help="the folder to write it to")
    parser.add_argument("--database", action="store_true", help="load it into this installation's database, too")
    parser.add_argument("--rulebooks", type=Path, metavar="FOLDER", help="another folder of rulebooks")


def run(args: argparse.Namespace) -> int:
    if args.children < 1 or not 1 <= args.years <= 25:
        print("followthrough synth: a county has at least 1 child, and 1 to 25 years.", file=sys.stderr)
        return 2
    try:
        vocabulary = read_rulebook(args.rulebooks or default_folder(), "then").vocabulary
        county = County(args.children, args.years, args.seed)
        with Bar("children made", args.children) as bar:
            made = make_county(county, vocabulary, england_and_wales(), args.out, bar.to)
    except (CannotAsk, StoreError) as reason:
        print(f"followthrough synth: {reason}", file=sys.stderr)
        return 2
    print(
        f"Written: {args.out}. {made.children:,} children in {made.households:,} households, "
        f"{args.years} years from {START}: {made.total:,} events. Nobody in it is real."
    )
    return 0
