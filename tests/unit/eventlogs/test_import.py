"""Logs that others made: read in a stream, mapped, replayed; and what is said of those that cannot be."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from followthrough import cli
from followthrough.eventlogs.raw import LogError
from followthrough.eventlogs.xes import read_xes
from followthrough.procedures.engines.relational.histories import histories
from followthrough.procedures.engines.relational.store import Store
from followthrough.procedures.model.event import utc
from followthrough.replay.asking import read_rulebook

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "replay" / "example"
SAMPLE, MAPPING = HERE / "sample.xes", HERE / "mapping.yaml"
Caught = pytest.CaptureFixture[str]


def taken(log: Path, out: Path, mapping: Path = MAPPING) -> int:
    known = ("--mapping", str(mapping), "--out", str(out), "--rulebooks", str(EXAMPLE))
    return cli.main(["import-log", str(log), *known])


def events_in(folder: Path) -> list[Any]:
    store = Store(folder, read_rulebook(EXAMPLE, "then").vocabulary)
    found = [event for history in histories(store) for event in history.events]
    return sorted(found, key=lambda event: event.recorded_at)


def test_a_log_becomes_events_of_the_vocabulary(tmp_path: Path, capsys: Caught) -> None:
    assert taken(SAMPLE, tmp_path / "store") == 0
    said = capsys.readouterr().out
    assert "3 events of 2 cases." in said
    assert "Left out, 1: Chat (1)." in said
    first, second, third = events_in(tmp_path / "store")
    assert (first.kind, first.subject.id, first.agency) == ("share.sent", "case-1", "hospital")
    assert dict(first.data) == {"leg": "l-1", "asks": "action", "recipient_agency": "social-care"}
    assert first.occurred_from == first.occurred_to == first.recorded_at == utc(2013, 3, 28, 16, 0)
    assert (second.kind, second.occurred_from) == ("share.received", utc(2013, 4, 2, 9, 10))
    assert (third.subject.id, third.agency) == ("case-2", "nursing"), "a word that the table lacks is “otherwise”"


def test_the_engine_runs_on_it(tmp_path: Path, capsys: Caught) -> None:
    """Sent Thursday before Easter at 16:00, received the Tuesday after at 10:10: one working day, so in time."""
    assert taken(SAMPLE, tmp_path / "store") == 0
    capsys.readouterr()
    over = ["--over", str(tmp_path / "store"), "--rulebooks", str(EXAMPLE), "--engine", "plain"]
    assert cli.main(["replay", *over, "--as-of", "2013-04-05"]) == 0
    document = json.loads(capsys.readouterr().out)
    states = {row["subject"]: (row["state"], row["due_at"]) for row in document["duties"]}
    assert states == {
        "child:case-1": ("met", "2013-04-02T16:00:00Z"),
        "child:case-2": ("breached", "2013-04-04T16:00:00Z"),
    }


def test_a_packed_log_and_a_table_give_the_same(tmp_path: Path) -> None:
    packed = tmp_path / "sample.xes.gz"
    packed.write_bytes(gzip.compress(SAMPLE.read_bytes()))
    table = tmp_path / "sample.csv"
    table.write_text(
        "case;what;when;who;leg\n"
        "case-1;Send;2013-03-28T16:00:00+00:00;ward;l-1\n"
        "case-1;Receive;2013-04-02T10:10:00+01:00;council;l-1\n"
        "case-1;Chat;2013-04-02T10:11:00+01:00;;\n"
        "case-2;Send;2013-04-03 09:00;somewhere;l-2\n",
        encoding="utf-8",
    )
    mapping = tmp_path / "mapping.yaml"
    names = {'"case:concept:name"': "case", '"concept:name"': "what", '"time:timestamp"': "when", '"org:group"': "who"}
    text = MAPPING.read_text(encoding="utf-8")
    for old, new in names.items():
        text = text.replace(old, new)
    mapping.write_text(text, encoding="utf-8")
    assert taken(SAMPLE, tmp_path / "plain") == taken(packed, tmp_path / "packed") == 0
    assert taken(table, tmp_path / "table", mapping) == 0
    assert events_in(tmp_path / "packed") == events_in(tmp_path / "plain") == events_in(tmp_path / "table")


@pytest.mark.parametrize(
    ("precision", "ends"),
    [("day", utc(2013, 4, 2, 22, 59, 59, 999_999)), ("month", utc(2013, 4, 30, 22, 59, 59, 999_999))],
)
def test_a_log_may_know_less_than_it_says(tmp_path: Path, precision: str, ends: Any) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(f"precision: {precision}\n{MAPPING.read_text(encoding='utf-8')}", encoding="utf-8")
    assert taken(SAMPLE, tmp_path / "store", mapping) == 0
    received = next(event for event in events_in(tmp_path / "store") if event.kind == "share.received")
    first = utc(2013, 4, 1, 23, 0) if precision == "day" else utc(2013, 3, 31, 23, 0)
    assert (received.occurred_from, received.occurred_to) == (first, ends)


_BOMB = '<?xml version="1.0"?>\n<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>\n<log><trace/></log>'
_LOGS = [
    (_BOMB, "line 2: a document type is not read, for safety"),
    ("<log><trace></log>", "line 1: this is not XML (mismatched tag)"),
    ("<html/>", "line 1: this is no XES log"),
    ('<log>\n<trace>\n<event>\n<string key="a"/>', "line 4: <string> needs key and value"),
]


@pytest.mark.parametrize(("text", "says"), _LOGS)
def test_a_log_that_cannot_be_read_is_named_with_its_line(tmp_path: Path, capsys: Caught, text: str, says: str) -> None:
    path = tmp_path / "log.xes"
    path.write_text(text, encoding="utf-8")
    assert taken(path, tmp_path / "store") == 2
    assert f"log.xes, {says}" in capsys.readouterr().err
    assert not (tmp_path / "store").exists(), "nothing is half imported"


_EVENTS = [
    ('value="Send"', 'value="Sned"', 'line 8: the mapping has no activity "Sned". Did you mean "Send"?'),
    ("2013-03-28T16:00:00+00:00", "soon", 'line 8: "soon" is no time that we can read'),
    ('<string key="leg" value="l-1"/>', "", 'line 8: share.sent needs "leg", and the event has no "leg"'),
    ('<date key="time:timestamp" value="2013-03-28T16:00:00+00:00"/>', "", 'line 8: the event has no "time:timestamp"'),
]


@pytest.mark.parametrize(("right", "wrong", "says"), _EVENTS)
def test_an_event_that_does_not_fit_is_named_with_its_line(
    tmp_path: Path, capsys: Caught, right: str, wrong: str, says: str
) -> None:
    path = tmp_path / "log.xes"
    path.write_text(SAMPLE.read_text(encoding="utf-8").replace(right, wrong, 1), encoding="utf-8")
    assert taken(path, tmp_path / "store") == 2
    assert says in capsys.readouterr().err


_MAPPINGS = [
    (
        "share.received",
        "share.recieved",
        'line 10: "share.recieved" is no kind of event in the vocabulary. Did you mean',
    ),
    (
        "leg: {from: leg}, asks",
        "lag: {from: leg}, asks",
        'line 9: "lag" is no field of share.sent. Did you mean "leg"?',
    ),
    ("{leg: {from: leg}}", "{}", 'line 10: share.received needs "leg"'),
    ("asks: action", "asks: a favour", "line 9: \"asks\": 'a favour' is none of"),
    ("ward: hospital", "ward: hospitle", 'line 6: "hospitle" is no agency in the vocabulary'),
    ("otherwise: nursing", "zone: Mars", '"agency" has no "zone"'),
]


@pytest.mark.parametrize(("right", "wrong", "says"), _MAPPINGS)
def test_a_mapping_that_cannot_be_read_is_named_with_its_line(
    tmp_path: Path, capsys: Caught, right: str, wrong: str, says: str
) -> None:
    text = MAPPING.read_text(encoding="utf-8")
    assert right in text
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    assert taken(SAMPLE, tmp_path / "store", mapping) == 2
    assert says in capsys.readouterr().err


def test_a_long_log_is_read_in_a_stream(tmp_path: Path) -> None:
    """The first event comes before the fault at the end is reached."""
    path = tmp_path / "long.xes"
    event = '<event><string key="concept:name" value="Send"/></event>'
    path.write_text("<log><trace>" + event * 5_000 + "</trace><broken></log>", encoding="utf-8")
    reading = read_xes(path)
    assert next(reading).attributes == {"concept:name": "Send"}
    with pytest.raises(LogError, match="this is not XML"):
        list(reading)
