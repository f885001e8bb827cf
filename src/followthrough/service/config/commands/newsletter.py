"""followthrough newsletter: the example's issue in every format, from the same content."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import Any

from followthrough.service.config.ready import make_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="the folder to write into")


def run(arguments: argparse.Namespace) -> int:
    make_ready(needs_database=False)
    example: Any = importlib.import_module("followthrough.service.demo.learnt.issue")
    editions: Any = importlib.import_module("followthrough.service.learning.newsletter.editions")
    files: Any = importlib.import_module("followthrough.service.learning.newsletter.presenters.files")
    content = example.issue()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, edition in editions.EDITIONS.items():
        paper = edition.make(content)
        for ending, (_, make) in files.FORMATS.items():
            (arguments.out / f"{name}.{ending}").write_bytes(make(paper))
    print(f"{arguments.out}: {len(editions.EDITIONS)} papers of one issue, each as {', '.join(files.FORMATS)}.")
    return 0
