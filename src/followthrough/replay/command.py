"""What does `followthrough replay` do? Reads the words, asks each story, and prints text, JSON or a page."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from pathlib import Path

from followthrough.procedures.language import PACKS, load_calendar, packs_of
from followthrough.procedures.model.event import POOLED
from followthrough.replay.as_html import as_html
from followthrough.replay.as_json import as_json
from followthrough.replay.as_text import as_text
from followthrough.replay.asking import (
    CannotAsk,
    Question,
    check_perspective,
    default_folder,
    read_as_of,
    read_rulebook,
    read_story,
)
from followthrough.replay.replaying import Replay, replay
from followthrough.replay.terminal import Terminal

ENGINES = ("plain", "duckdb", "spark")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("stories", nargs="*", metavar="STORY", help="a story of rulebooks/stories, or the path of one")
    parser.add_argument(
        "--over",
        metavar="FOLDER-OR-DATABASE",
        help="instead of stories: everybody in a store, or in a service’s database",
    )
    parser.add_argument(
        "--as-of", metavar="T", help='ask as of this time, as "2013-03-28 17:30" or "2013-03-28" (default: its end)'
    )
    parser.add_argument(
        "--perspective", default=POOLED, metavar="AGENCY", help="read only what one agency knew (default: pooled)"
    )
    parser.add_argument(
        "--rulebook-of", choices=("then", "today"), default="today", help="which rules to ask (default: today's)"
    )
    parser.add_argument("--rulebooks", type=Path, metavar="FOLDER", help="another folder of rulebooks")
    parser.add_argument("--pack", default=PACKS[-1], help=f"the partnership's pack (default: {PACKS[-1]})")
    parser.add_argument(
        "--engine", choices=ENGINES, help="with --over: which engine (default: duckdb for more than 500 subjects)"
    )
    parser.add_argument("--parquet", type=Path, metavar="FOLDER", help="with --over: keep the rows in FOLDER, too")
    parser.add_argument(
        "--memory", metavar="SIZE", help="with --over: what DuckDB holds before it writes to disk (default: 4GB)"
    )
    parser.add_argument("--by", metavar="USERNAME", help="over a database: who asks; kept in the audit")
    parser.add_argument("--reason", metavar="WHY", help="over a database: what for; kept in the audit")
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--short", action="store_true", help="print only what was missed or late, a line each")
    output.add_argument("--json", action="store_true", help="print JSON (docs/reference/replay-json.md)")
    output.add_argument("--html", type=Path, metavar="FILE", help="write one page with pictures to FILE")


def run(args: argparse.Namespace) -> int:
    try:
        if args.over:
            return _over_everybody(args)
        replays = _ask(args)
    except CannotAsk as reason:
        print(f"followthrough replay: {reason}", file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps(as_json(replays), ensure_ascii=False, indent=2))
    elif args.html:
        return _write(args.html, as_html(replays))
    else:
        sys.stdout.write(as_text(replays, Terminal(has_colour=_has_colour()), is_short=args.short))
    return 0


def _over_everybody(args: argparse.Namespace) -> int:
    """What reads a store is imported only here: a story needs no database of columns."""
    if args.stories or args.short or args.html:
        raise CannotAsk("With --over give no story, no --short and no --html: what comes is JSON.")
    return int(importlib.import_module("followthrough.replay.population.command").run(args))


def _ask(args: argparse.Namespace) -> list[Replay]:
    if not args.stories:
        raise CannotAsk("Name a story, as in “replay child-one”, or a store of many histories with --over.")
    folder = args.rulebooks or default_folder()
    rulebook = read_rulebook(folder, args.rulebook_of, args.pack)
    calendar = load_calendar(folder, packs_of(folder, args.pack))
    stories = [read_story(name, folder, rulebook.vocabulary) for name in args.stories]
    check_perspective(args.perspective, rulebook.vocabulary, stories)
    questions = [
        Question(story, rulebook, read_as_of(args.as_of, story), args.perspective, args.rulebook_of)
        for story in stories
    ]
    return [replay(question, calendar) for question in questions]


def _write(path: Path, page: str) -> int:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        print(f"followthrough replay: {path} cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    print(f"Written: {path}. Open it in any browser; it asks nothing of any network.")
    return 0


def _has_colour() -> bool:
    """Colour for a person at a terminal, unless they said no (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
