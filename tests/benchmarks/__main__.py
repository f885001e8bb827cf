"""`make bench`: each part is measured, compared with its goal, and written to the page. Results are kept between runs,
so that parts can be measured at different times: python -m benchmarks --only six live
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

from benchmarks import making, page
from benchmarks.comparing import count, differences
from benchmarks.timing import machine, median, timed
from followthrough.procedures.calendars import england_and_wales
from followthrough.replay.asking import default_folder, read_rulebook
from followthrough.replay.population.running import DEFAULT
from followthrough.synth.county import County, make_county

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / ".followthrough" / "bench"
PEERS = ROOT / ".followthrough" / "peers"
CHANGED = "strategy-discussion"  # the one procedure of the what-if

Result = dict[str, Any]


def six(args: argparse.Namespace) -> Result:
    """The six rules by the set-based engine and by hand, at each size; rows compared first."""
    found: Result = {"sizes": {}}
    for events in args.events:
        store = making.make(PLACE / f"six-{events}", events)
        ours, theirs = _fresh("ours"), _fresh("theirs")
        hand = timed("six_by_hand", str(store.folder), str(theirs), runs=args.runs)
        engine = timed("six", args.engine, str(store.folder), str(ours), runs=args.runs)
        _same(ours, theirs)
        measured = {"rows": count(theirs), "by hand": hand.__dict__, "ours": engine.__dict__}
        if find_spec("pyspark"):
            measured["by hand on Spark"] = _on_spark(store.folder, theirs, args.runs)
        found["sizes"][str(events)] = measured
    return {**found, "engine": args.engine}


def _on_spark(store: Path, theirs: Path, runs: int) -> dict[str, float]:
    """Spark refuses a folder that is there, so each run has its own."""
    folders = [_fresh(f"spark-{number}") for number in range(runs)]
    found = [timed("six_by_hand_on_spark", str(store), str(folder), runs=1) for folder in folders]
    _same(theirs, folders[0])
    return median(found).__dict__


def peers(args: argparse.Namespace) -> Result:
    """Three timed responses by Declare4Py and pm4py, in a venv of their own, and by us on the same events."""
    _prepare_peers()
    found: Result = {"sizes": {}}
    for events in args.peer_events:
        store = making.make(PLACE / f"six-{events}", events)
        log = PLACE / f"log-{events}.parquet"
        _write_log(store.folder, log)
        rows = _fresh("ours")
        ours = timed("responses", args.engine, str(store.folder), str(rows), runs=args.runs)
        each = {name: _peer(name, log) for name in ("declare4py", "pm4py")}
        violations = _violations(rows)
        if each["declare4py"]["violations"] != violations:
            raise SystemExit(f"Declare4Py finds {each['declare4py']['violations']}, we find {violations}.")
        found["sizes"][str(events)] = {"ours": {**ours.__dict__, "violations": violations}, **each}
    return {**found, "engine": args.engine}


def county(args: argparse.Namespace) -> Result:
    """The whole rulebook over a county, the sharing gap apart, and the what-if of one changed procedure."""
    folder = PLACE / f"county-{args.children}"
    rules = read_rulebook(default_folder(), "today")
    shutil.rmtree(folder, ignore_errors=True)  # the vocabulary may have grown since
    made = make_county(County(args.children, 10, 1), rules.vocabulary, england_and_wales(), folder)
    whole = timed("whole", args.engine, str(folder), str(_fresh("whole")), runs=1)
    one = timed("whole", args.engine, str(folder), str(_fresh("one")), CHANGED, runs=1)
    return {
        "children": made.children,
        "events": made.total,
        "procedures": len(rules.procedures),
        "engine": args.engine,
        "whole": whole.__dict__,
        "one changed procedure": one.__dict__,
    }


def live(args: argparse.Namespace) -> Result:
    return {str(children): _live(children) for children in args.populations}


def _live(children: int) -> Result:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.live", str(children)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    found: Result = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _fresh(name: str) -> Path:
    folder = PLACE / "rows" / name
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _same(ours: Path, theirs: Path) -> None:
    found = differences(ours, theirs)
    if found:
        lines = "\n".join(str(row) for row in found)
        raise SystemExit(f"The rows differ, so nothing is timed:\n{lines}")


def _prepare_peers() -> None:
    """For comparison only: they carry licences that ours may not depend on, so they never enter .venv."""
    if not (PEERS / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        install = [str(PEERS / "bin" / "python"), "-m", "pip", "install", "--quiet", "declare4py", "pm4py", "pyarrow"]
        subprocess.run(install, check=True)


def _peer(name: str, log: Path) -> Result:
    script = Path(__file__).with_name("peer.py")
    words = [str(PEERS / "bin" / "python"), str(script), name, str(log)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr[-3000:]}")
    found: Result = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _write_log(store: Path, log: Path) -> None:
    duckdb.connect().execute(
        f"""copy (
            select subject_id as "case", parse_filename(filename, true) as activity, occurred_from::timestamp as time
            from read_parquet('{store}/events/*.parquet', filename = true, union_by_name = true)
            order by subject_id, occurred_from, id
        ) to '{log}' (format parquet)"""
    )


def _violations(rows: Path) -> dict[str, int]:
    found = duckdb.connect().execute(
        "select procedure, count(*) filter (state in ('breached', 'met late')) from read_parquet(?) group by all",
        [str(rows / "duties.parquet")],
    )
    return dict(found.fetchall())


PARTS: dict[str, Callable[[argparse.Namespace], Result]] = {"six": six, "peers": peers, "county": county, "live": live}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=tuple(PARTS), default=list(PARTS), help="which parts to measure")
    parser.add_argument("--engine", default=DEFAULT, help=f"our engine (default: {DEFAULT})")
    parser.add_argument("--events", nargs="+", type=int, default=[1_000_000, 10_000_000], help="sizes of the six rules")
    parser.add_argument("--peer-events", nargs="+", type=int, default=[100_000, 1_000_000], help="sizes for the peers")
    parser.add_argument("--children", type=int, default=150_000, help="of the county")
    parser.add_argument(
        "--populations", nargs="+", type=int, default=[500, 50_000], help="children, for the live writes"
    )
    parser.add_argument("--runs", type=int, default=3, help="of which the median counts")
    args = parser.parse_args()
    PLACE.mkdir(parents=True, exist_ok=True)
    kept = PLACE / "results.json"
    results: Result = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    for name in args.only:
        print(f"• {name}", file=sys.stderr)
        results[name] = {**PARTS[name](args), "machine": machine()}
        kept.write_text(json.dumps(results, indent=2), encoding="utf-8")
        page.write(ROOT / "docs" / "explanation" / "performance.md", results)


if __name__ == "__main__":
    main()
