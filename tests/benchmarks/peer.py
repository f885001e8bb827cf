"""What do Declare4Py and pm4py find? Run by the peers' own Python: peer.py NAME LOG.parquet RESPONSES.json; prints
seconds and counts.

The responses are lists of: rule, activity, the one that answers it, within how many hours. The log has one row an
event: case, activity, time. Only the checking is timed, not the reading of the log.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import pandas as pd
import pm4py

Response = tuple[str, str, str, int]


def read(path: str) -> Any:
    frame = pd.read_parquet(path)
    frame = frame.rename(columns={"case": "case:concept:name", "activity": "concept:name", "time": "time:timestamp"})
    return pm4py.format_dataframe(frame)


def declare4py(frame: Any, responses: list[Response]) -> tuple[float, dict[str, int]]:
    from Declare4Py.D4PyEventLog import D4PyEventLog
    from Declare4Py.ProcessMiningTasks.ConformanceChecking.MPDeclareAnalyzer import MPDeclareAnalyzer
    from Declare4Py.ProcessModels.DeclareModel import DeclareModel

    log = pm4py.convert_to_event_log(frame)
    log._properties["pm4py:param:timestamp_key"] = "time:timestamp"
    log._properties["pm4py:param:activity_key"] = "concept:name"
    names = sorted({name for _, a, b, _ in responses for name in (a, b)})
    lines = [f"activity {name}" for name in names]
    lines += [f"Response[{a}, {b}] | | |0,{hours},h" for _, a, b, hours in responses]
    model = DeclareModel().parse_from_string("\n".join(lines))
    analyzer = MPDeclareAnalyzer(D4PyEventLog("case:concept:name", log), model, consider_vacuity=True)
    start = time.perf_counter()
    result = analyzer.run()
    seconds = time.perf_counter() - start
    counts = result.get_metric(metric="num_violations").sum()
    found = {}
    for column, total in counts.items():
        rule = next(rule for rule, a, _, _ in responses if f"[{a}," in str(column))
        found[rule] = int(total)
    return seconds, found


def temporal_profile(frame: Any, responses: list[Response]) -> tuple[float, dict[str, int]]:
    """pm4py's temporal profile says how far apart two activities are; a target that never comes is no deviation."""
    profile = {(a, b): (hours * 3600 / 2, hours * 3600 / 2) for _, a, b, hours in responses}
    start = time.perf_counter()
    found = pm4py.conformance_temporal_profile(frame, profile, zeta=1.0)
    seconds = time.perf_counter() - start
    counts = dict.fromkeys((rule for rule, *_ in responses), 0)
    for case in found:
        for each in case:
            counts[next(rule for rule, a, b, _ in responses if (a, b) == tuple(each[:2]))] += 1
    return seconds, counts


if __name__ == "__main__":
    act = {"declare4py": declare4py, "pm4py": temporal_profile}[sys.argv[1]]
    with open(sys.argv[3], encoding="utf-8") as file:
        seconds, counts = act(read(sys.argv[2]), json.load(file))
    print(json.dumps({"seconds": seconds, "violations": counts}))
