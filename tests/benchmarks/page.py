"""The results as a page: ratios first, the goal beside each, whether it is met, and by how much not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

Result = dict[str, Any]

_HEAD = """# How fast is it?

`make bench` writes this page; do not edit it. Everything that is timed gives the same rows first: they are compared,
and a difference stops the run. Read the ratios: both sides ran on the same machine, one after the other. Seconds say
little, for other work may have shared the cores.

A row is a duty or signal with all that belongs to it. Each run is a process of its own; reading from and writing to
files is inside the time. Of several runs the median counts.
"""


def write(path: Path, results: Result) -> None:
    path.write_text("\n".join([_HEAD, *_sections(results)]) + "\n", encoding="utf-8")


def _sections(results: Result) -> Iterator[str]:
    for name, told in (("six", _six), ("peers", _peers), ("county", _county), ("live", _live)):
        if name in results:
            yield from told(results[name])
            yield f"\nMeasured on {results[name]['machine']}.\n"


def _six(result: Result) -> Iterator[str]:
    yield "## Six rules, beside queries written by hand\n"
    yield "Three timed responses, a timed precedence, a “seen again within 42 days”, and a count over agencies and"
    yield "signs within 90 days for children under two; histories of about twenty events. By hand means DuckDB’s SQL,"
    yield "with as-of joins, by somebody who knows that these events are exact and never mended.\n"
    yield f"| events | rows | by hand | ours ({result['engine']}) | ratio | goal |"
    yield "|---|---|---|---|---|---|"
    for events, each in result["sizes"].items():
        ratio = each["ours"]["seconds"] / each["by hand"]["seconds"]
        hand, ours = _timed(each["by hand"]), _timed(each["ours"])
        yield f"| {int(events):,} | {each['rows']:,} | {hand} | {ours} | {ratio:.1f} × | {_goal(ratio, 1.5)} |"
    yield from _growth(result["sizes"])
    yield from _on_spark(result["sizes"])
    yield from _why(result["engine"])


def _why(engine: str) -> Iterator[str]:
    if engine == "plain":
        yield "\nWhy: this is the plain engine, which is the definition. It reads one history at a time in Python, and"
        yield "makes every version of every row. The goal is one for the set-based engine."


def _on_spark(sizes: Result) -> Iterator[str]:
    """Spark's own start is not in it."""
    said = [
        f"{_timed(each['by hand on Spark'])} for {int(n):,}" for n, each in sizes.items() if "by hand on Spark" in each
    ]
    if said:
        yield f"\nBy hand on Spark, two threads, with the same rows: {'; '.join(said)} events (memory without Java’s)."


def _growth(sizes: Result) -> Iterator[str]:
    ordered = sorted(sizes, key=int)
    if len(ordered) < 2:
        return
    small, large = ordered[0], ordered[-1]
    times = int(large) / int(small)
    ratio = sizes[large]["ours"]["seconds"] / sizes[small]["ours"]["seconds"]
    yield f"\nGrowth from {int(small):,} to {int(large):,} events: {ratio:.1f} × the time; goal {_goal(ratio, times)}."


def _peers(result: Result) -> Iterator[str]:
    yield "## Three timed responses, beside Declare4Py and pm4py\n"
    yield "On one log, written for this. Only their checking is timed; ours reads and writes its files, too. The"
    yield "peers are in an environment of their own: they are here to compare with, and never a dependency.\n"
    yield f"| events | ours ({result['engine']}) | Declare4Py | ratio | goal | pm4py | ratio |"
    yield "|---|---|---|---|---|---|---|"
    for events, each in result["sizes"].items():
        ours, declare, pm4py = each["ours"]["seconds"], each["declare4py"]["seconds"], each["pm4py"]["seconds"]
        ratio, other = declare / ours, pm4py / ours
        goal = _least(ratio, 300) if int(events) >= 1_000_000 else "at 1,000,000 events"
        yield (
            f"| {int(events):,} | {_timed(each['ours'])} | {declare:.2f} s | {ratio:.1f} × | {goal} "
            f"| {pm4py:.2f} s | {other:.1f} × |"
        )
    last = each["ours"]["violations"], each["pm4py"]["violations"]
    yield "\nDeclare4Py finds the same violations as we do, rule by rule: compared before the page is written. pm4py’s"
    yield "temporal profile means less: a target that never comes is no deviation there, and each target after is"
    yield f"measured, not the first. It finds {_counts(last[1])}, where we find {_counts(last[0])}."
    yield from _why(result["engine"])


def _county(result: Result) -> Iterator[str]:
    whole, one = result["whole"], result["one changed procedure"]
    ratio = one["seconds"] / whole["seconds"]
    yield "## A county under the whole rulebook\n"
    yield f"{result['children']:,} made-up children, ten years, {result['events']:,} events, {result['procedures']}"
    yield f"procedures, pooled, one `as_of`, every row written; engine {result['engine']}.\n"
    yield "| what | measured | goal |"
    yield "|---|---|---|"
    aim = "aim 60 s and 4,000 MB" if result["children"] >= 150_000 else "the aim is for 150,000 children"
    yield f"| the whole rulebook | {_timed(whole)} | {aim} |"
    yield f"| what-if of one changed procedure | {_timed(one)}, {ratio:.3f} of the whole | {_goal(ratio, 0.1)} |"


def _live(result: Result) -> Iterator[str]:
    sizes = {int(key): each for key, each in result.items() if key.isdigit()}
    small, large = min(sizes), max(sizes)
    yield "## One write, live\n"
    yield "A private PostgreSQL that writes to disk, through the one door: the history is read, assessed under the"
    yield "whole rulebook, and event, duties, audit and letters are committed. Milliseconds: half of the writes, and 95"
    yield "in 100 of them.\n"
    yield "| children | events in the record | events of a history | load | assess | commit | whole write |"
    yield "|---|---|---|---|---|---|---|"
    for children, each in sorted(sizes.items()):
        history = each["events of the history"]
        parts = " | ".join(
            f"{each[name]['p50']}, {each[name]['p95']}" for name in ("load", "assess", "commit", "write")
        )
        yield f"| {children:,} | {each['events']:,} | {history['p50']:.0f}, {history['p95']:.0f} | {parts} |"
    ratio = sizes[large]["write"]["p50"] / sizes[small]["write"]["p50"]
    yield f"\nThe middle write takes {ratio:.2f} × as long beside {large:,} children as beside {small:,};"
    yield f"goal {_goal(ratio, 1.5)}. The page around a write is not measured here."
    alone = sizes[large]["assess"]["p50"] / sizes[small]["assess"]["p50"]
    share = sizes[small]["assess"]["p50"] / sizes[small]["write"]["p50"]
    yield "\nWhy: to assess one history cannot depend on how many others there are, yet the second run took"
    yield f"{alone:.2f} × as long for it; so much is the machine, which leaves {ratio / alone:.2f} × for the record."
    yield f"Assessing one history is {share:.0%} of the middle write; a write assesses brothers and sisters, too."


def _timed(each: Result) -> str:
    return f"{each['seconds']:.2f} s, {each['megabytes']:,.0f} MB"


def _goal(ratio: float, most: float) -> str:
    return f"≤ {most:g} ×: met" if ratio <= most else f"≤ {most:g} ×: missed by {ratio / most:.1f} ×"


def _least(ratio: float, least: float) -> str:
    return f"≥ {least:g} ×: met" if ratio >= least else f"≥ {least:g} ×: missed by {least / ratio:.1f} ×"


def _counts(found: dict[str, int]) -> str:
    return ", ".join(f"{number:,} ({rule})" for rule, number in sorted(found.items()))
