"""An explanation as plain text: each part under its heading, wrapped for a terminal or a letter."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from followthrough.procedures.explain.nouns import Explanation
from followthrough.procedures.explain.parts import OUR_DEFAULT, parts

WIDTH = 88


def as_text(why: Explanation, *, width: int = WIDTH) -> str:
    label = f" ({OUR_DEFAULT})" if why.is_default else ""
    lines = [f"{why.procedure.title}: {why.state}{label}"]
    for part in parts(why):
        lines += ["", part.title, *_said(part.said, width, "• " if part.is_list else "")]
    return "\n".join(lines) + "\n"


def _said(said: tuple[str, ...], width: int, bullet: str) -> Iterator[str]:
    for each in said:
        yield from textwrap.wrap(each, width, initial_indent=f"  {bullet}", subsequent_indent="  " + " " * len(bullet))
