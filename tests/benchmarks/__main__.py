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

from benchmarks import logs, making, page
from benchmarks.comparing import count, differences
from benchmarks.timing import in_turn, machine, timed
from followthrough.procedures.calendars import england_and_wales
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.replay.asking import default_folder, read_rulebook
from followthrough.replay.population.running import SET_BASED
from followthrough.synth.county import County, Made, make_county

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / ".followthrough" / "bench"
KEPT = ROOT / "docs" / "explanation" / "performance.json"  # so that parts can be measured on different days
PEERS = ROOT / ".followthrough" / "peers"
PEERS_NAMES = ("declare4py", "pm4py")
CHANGED = "strategy-discussion"  # the one procedure of the what-if

Result = dict[str, Any]


def six(args: argparse.Namespace) -> Result:
    """The six rules by the set-based engine and by hand, at each size; rows compared first."""
    small = making.make(PLACE / f"six-{page.SMALL}", page.SMALL)
    begun = timed("six", args.engine, str(small.folder), _rows("ours"), runs=args.runs)
    found: Result = {"sizes": {}, "begun": begun}
    for events in args.events:
        folder = str(making.make(PLACE / f"six-{events}", events).folder)
        asked = {
            "by hand": ("six_by_hand", folder, _rows("theirs")),
            "ours": ("six", args.engine, folder, _rows("ours")),
        }
        measured = {**in_turn(asked, 1), **in_turn(asked, args.runs)}  # once to warm the files
        _same(_rows("ours"), _rows("theirs"))
        found["sizes"][str(events)] = {"rows": count(Path(_rows("theirs"))), "runs": args.runs, **measured}
    return {**found, "engine": args.engine}


def spark(args: argparse.Namespace) -> Result:
    """The same on Spark, beside queries for Spark by hand."""
    found: Result = {"sizes": {}}
    if not (find_spec("pyspark") and shutil.which("java")):
        return {**found, "missing": True}
    for events in args.spark_events:
        folder = str(making.make(PLACE / f"six-{events}", events).folder)
        asked = {
            "by hand": ("six_by_hand_on_spark", folder, _rows("spark-theirs")),
            "ours": ("six", "spark", folder, _rows("spark-ours")),
        }
        measured = in_turn(asked, args.spark_runs)
        _same(_rows("spark-ours"), _rows("spark-theirs"))
        found["sizes"][str(events)] = {"rows": count(Path(_rows("spark-theirs"))), "runs": args.spark_runs, **measured}
    return found


def peers(args: argparse.Namespace) -> Result:
    """Three timed responses by Declare4Py and pm4py, in a venv of their own, and by us on the same events."""
    _prepare_peers()
    found: Result = {"sizes": {}, "logs": {}}
    for events in args.peer_events:
        store = making.make(PLACE / f"six-{events}", events)
        log, said = PLACE / f"log-{events}.parquet", PLACE / "responses.json"
        _write_log(store.folder, log)
        said.write_text(json.dumps(making.RESPONSES), encoding="utf-8")
        ours = timed("responses", args.engine, str(store.folder), _rows("peers-ours"), runs=args.runs)
        each = {name: _peer(name, log, said) for name in PEERS_NAMES}
        violations = _violations(Path(_rows("peers-ours")))
        if each["declare4py"]["violations"] != violations:
            raise SystemExit(f"Declare4Py finds {each['declare4py']['violations']}, we find {violations}.")
        found["sizes"][str(events)] = {"ours": {**ours, "violations": violations}, **each}
    for path in args.log:
        found["logs"][path.name.partition(".")[0]] = _on_log(path, args)
    return {**found, "engine": args.engine, "runs": args.runs}


def _on_log(path: Path, args: argparse.Namespace) -> Result:
    log = logs.prepare(path, PLACE / "log", args.log_events)
    ours = timed("of_a_log", args.engine, str(log.folder), _rows("peers-ours"), runs=args.runs)
    each = {name: _peer(name, log.rows, log.responses) for name in PEERS_NAMES}
    violations = _violations(Path(_rows("peers-ours")))
    if each["declare4py"]["violations"] != violations:
        raise SystemExit(f"{path}: Declare4Py finds {each['declare4py']['violations']}, we find {violations}.")
    return {"events": log.events, "ours": {**ours, "violations": violations}, **each}


def county(args: argparse.Namespace) -> Result:
    """The whole rulebook over a county, the sharing gap apart, and the what-if of one changed procedure."""
    rules = read_rulebook(default_folder(), "today")
    folder, made = _county(args.children, rules)
    whole = timed("whole", args.engine, str(folder), _rows("whole"), runs=1)
    one = timed("whole", args.engine, str(folder), _rows("one"), CHANGED, runs=1)
    few, small = _county(args.few, rules)
    plain = timed("whole", "plain", str(few), _rows("plain"), runs=1)
    return {
        "children": made.children,
        "events": made.total,
        "procedures": len(rules.procedures),
        "engine": args.engine,
        "whole": whole,
        "one changed procedure": one,
        "few": {"children": small.children, "events": small.total, "plain": plain},
    }


def _county(children: int, rules: Rulebook) -> tuple[Path, Made]:
    folder = PLACE / f"county-{children}"
    shutil.rmtree(folder, ignore_errors=True)  # the vocabulary may have grown since
    return folder, make_county(County(children, 10, 1), rules.vocabulary, england_and_wales(), folder)


def live(args: argparse.Namespace) -> Result:
    return {str(children): _live(children) for children in args.populations}


def load(args: argparse.Namespace) -> Result:
    """The wanted rate, and half of it again and again until one holds."""
    found: Result = {"rates": {}}
    rate = args.rate
    while rate >= 0.5:
        each = _said("benchmarks.load", str(rate), str(args.readers), str(args.seconds))
        found["rates"][str(rate)] = each
        if each["sent"] >= 0.98 * rate * args.seconds and not each["errors"] and not each["wrong"]:
            break
        rate /= 2
    return found


def same_deadline(args: argparse.Namespace) -> Result:
    """So many deadlines at the same 17:00, and one sweep."""
    return _said("benchmarks.deadlines", str(args.deadlines))


def chronology(args: argparse.Namespace) -> Result:
    """The pages of one child, beside a short record and a long one."""
    return {"records": {str(size): _said("benchmarks.chronology", str(size)) for size in args.records}}


def _live(children: int) -> Result:
    return _said("benchmarks.live", str(children))


def _said(module: str, *words: str) -> Result:
    done = subprocess.run([sys.executable, "-m", module, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    found: Result = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _rows(name: str) -> str:
    return str(PLACE / "rows" / name)


def _same(ours: str, theirs: str) -> None:
    found = differences(Path(ours), Path(theirs))
    if found:
        lines = "\n".join(str(row) for row in found)
        raise SystemExit(f"The rows differ, so nothing is timed:\n{lines}")


def _prepare_peers() -> None:
    """For comparison only: they carry licences that ours may not depend on, so they never enter .venv."""
    if not (PEERS / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        install = [str(PEERS / "bin" / "python"), "-m", "pip", "install", "--quiet", "declare4py", "pm4py", "pyarrow"]
        subprocess.run(install, check=True)


def _peer(name: str, log: Path, responses: Path) -> Result:
    script = Path(__file__).with_name("peer.py")
    words = [str(PEERS / "bin" / "python"), str(script), name, str(log), str(responses)]
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


PARTS: dict[str, Callable[[argparse.Namespace], Result]] = {
    "six": six, "spark": spark, "peers": peers, "county": county, "live": live,
    "chronology": chronology, "load": load, "deadlines": same_deadline,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=tuple(PARTS), default=list(PARTS), help="which parts to measure")
    parser.add_argument("--engine", default=SET_BASED, help=f"our engine (default: {SET_BASED})")
    parser.add_argument(
        "--events", nargs="+", type=int, default=[100_000, 1_000_000, 10_000_000], help="sizes of the six rules"
    )
    parser.add_argument("--spark-events", nargs="+", type=int, default=[1_000_000], help="the same, for Spark")
    parser.add_argument("--spark-runs", type=int, default=2, help="of Spark, of which the least counts")
    parser.add_argument("--peer-events", nargs="+", type=int, default=[100_000, 1_000_000], help="sizes for the peers")
    parser.add_argument("--log", nargs="*", type=Path, default=[], help="public logs (XES or CSV), for the peers")
    parser.add_argument(
        "--log-events", type=int, default=0, help="repeat each until it has so many (default: as it is)"
    )
    parser.add_argument("--children", type=int, default=150_000, help="of the county")
    parser.add_argument(
        "--populations", nargs="+", type=int, default=[500, 50_000], help="children, for the live writes"
    )
    parser.add_argument("--records", nargs="+", type=int, default=[500, 5_000], help="events of the one child")
    parser.add_argument("--rate", type=float, default=25, help="shares a second that arrive")
    parser.add_argument("--readers", type=int, default=200, help="who read meanwhile")
    parser.add_argument("--seconds", type=int, default=300, help="for how long")
    parser.add_argument("--deadlines", type=int, default=10_000, help="at the same 17:00")
    parser.add_argument("--few", type=int, default=100, help="children, for the plain engine under the whole rulebook")
    parser.add_argument("--keep", action="store_true", help="keep the sizes that were measured before")
    parser.add_argument("--runs", type=int, default=5, help="of which the least counts")
    args = parser.parse_args()
    PLACE.mkdir(parents=True, exist_ok=True)
    for name in args.only:
        print(f"• {name}", file=sys.stderr)
        measured = {**PARTS[name](args), "machine": machine()}
        results: Result = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
        if args.keep and "sizes" in measured:
            before = results.get(name, {}).get("sizes", {})
            measured["sizes"] = dict(sorted({**before, **measured["sizes"]}.items(), key=lambda each: int(each[0])))
        results[name] = measured
        KEPT.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
        page.write(ROOT / "docs" / "explanation" / "performance.md", results)


if __name__ == "__main__":
    main()
