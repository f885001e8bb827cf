"""The comparison for a terminal: what changed, then what would have been opened, missed and raised, and the work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from followthrough.procedures.explain.words import agency_words
from followthrough.replay.terminal import Terminal
from followthrough.whatif import words
from followthrough.whatif.asking import WhatIf


def as_text(told: WhatIf, terminal: Terminal) -> str:
    return "\n".join(_lines(told, terminal)) + "\n"


def _lines(told: WhatIf, terminal: Terminal) -> Iterator[str]:
    subjects = f"{len(told.question.store.subjects):,}"
    yield from terminal.banner(f"What if: {subjects} histories under another rulebook")
    for sentence in words.headline(told):
        yield from terminal.wrapped(sentence)
    if not told.reached:
        return
    yield from terminal.heading("What the change reaches", "nothing else was replayed")
    for each in told.reached:
        yield from terminal.wrapped(f"{each.title}: {words.CHANGES[each.change]}", 2, hanging=2)
    yield from _duties(told, terminal)
    yield from _signals(told, terminal)
    yield from _work(told, terminal)


def _duties(told: WhatIf, terminal: Terminal) -> Iterator[str]:
    rows, titles = told.comparison.duties, told.titles()
    if not rows:
        return
    yield from terminal.heading("Duties", "now → changed; +new −gone")
    yield from _table(
        [("", "opened", "missed or late", "earlier", "later")]
        + [
            (
                titles[row["procedure"]],
                f"{row['before']:,} → {row['after']:,} (+{row['opened']:,} −{row['not_opened']:,})",
                f"{row['missed_before']:,} → {row['missed_after']:,}",
                f"{row['earlier']:,}",
                f"{row['later']:,}",
            )
            for row in rows
        ]
    )
    for row in rows:
        if row["days"]:
            yield from terminal.wrapped(f"{titles[row['procedure']]}: {words.spread_words(row['days'])}.", 2, hanging=2)


def _signals(told: WhatIf, terminal: Terminal) -> Iterator[str]:
    rows, titles = told.comparison.signals, told.titles()
    if not rows:
        return
    yield from terminal.heading("Signals", "now → changed; +new −gone")
    yield from _table(
        [("", "raised", "about so many", "first one earlier", "later")]
        + [
            (
                titles[row["procedure"]],
                f"{row['before']:,} → {row['after']:,} (+{row['raised']:,} −{row['not_raised']:,})",
                f"{row['first']['subjects_before']:,} → {row['first']['subjects_after']:,}",
                f"{row['first']['earlier']:,}",
                f"{row['first']['later']:,}",
            )
            for row in rows
        ]
    )


def _work(told: WhatIf, terminal: Terminal) -> Iterator[str]:
    rows, vocabulary = told.comparison.work, told.question.rulebook.vocabulary
    if not rows:
        return
    yield from terminal.heading("Work: duties a week", f"mean of {rows[0]['weeks']} weeks")
    yield from _table(
        [("", "now", "changed", "more or fewer, in all", "fullest week, changed")]
        + [
            (
                agency_words(row["agency"], vocabulary),
                words.a_week(row["a_week_before"]),
                words.a_week(row["a_week_after"]),
                words.change_of(row["duties_before"], row["duties_after"]),
                f"{row['fullest_after']['duties']:,}" if row["fullest_after"] else "0",
            )
            for row in rows
        ]
    )


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    widths[0] = min(widths[0], 44)
    for row in rows:
        first = row[0] if len(row[0]) <= widths[0] else row[0][: widths[0] - 1] + "…"
        cells = [f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True)]
        yield f"  {first:<{widths[0]}}  " + "  ".join(cells)
