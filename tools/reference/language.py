"""What does each word of the language do? Every spec test prints its example: history, procedure, and what comes out.

A test records what it asks (`tests.spec.small.ASKED`). The tests are run here, so what is printed is what holds.
"""

from __future__ import annotations

import contextlib
import inspect
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from followthrough.procedures.explain.words import upper
from followthrough.procedures.model.answer import Answer, DutyRow, SignalRow
from followthrough.procedures.model.event import POOLED, TICK, Event
from reference import markdown
from reference.markdown import code, table, text

_MOST = 3  # histories shown of one test: more say the same again
FOLDER = "language-examples"


@dataclass
class Example:
    """One test: its sentence, and what it asked, in order."""

    title: str
    asked: list[Any]


@dataclass
class Recorder:
    """A plugin of pytest that keeps what each spec test asks; of a test with parameters, the first."""

    modules: dict[str, tuple[str, dict[str, Example]]] = field(default_factory=dict)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_call(self, item: pytest.Function) -> Iterator[None]:
        from tests.spec.small import ASKED

        ASKED.clear()
        yield
        name = item.originalname
        stem = Path(str(item.path)).stem.removeprefix("test_")
        _, examples = self.modules.setdefault(stem, (inspect.getdoc(item.module) or "", {}))
        if ASKED and name not in examples:
            examples[name] = Example(upper(name.removeprefix("test_").replace("_", " ")), list(ASKED))


def pages(root: Path) -> Iterator[tuple[str, str]]:
    recorder = Recorder()
    said = io.StringIO()
    # Without conftest.py only the definition is asked, which is what is printed.
    words = ["-q", "-x", "-p", "no:cacheprovider", "--noconftest", str(root / "tests" / "spec")]
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        result = pytest.main(words, plugins=[recorder])
    if result != 0:
        raise SystemExit(f"The spec tests do not pass, so their examples cannot be printed.\n{said.getvalue()[-2000:]}")
    told = {name: found for name, found in sorted(recorder.modules.items()) if found[1]}
    yield f"{FOLDER}/README.md", _index(told)
    for name, (doc, examples) in told.items():
        yield f"{FOLDER}/{name}.md", _page(name, doc, examples)


def _index(told: dict[str, tuple[str, dict[str, Example]]]) -> str:
    rows = (
        (f"[{_title(name)}]({name}.md)", text(doc.partition("\n")[0]), str(len(examples)))
        for name, (doc, examples) in told.items()
    )
    total = sum(len(examples) for _, examples in told.values())
    return markdown.page(
        "The language by example",
        [
            f"{total} examples of what [the language](../language.md) means. Each is a test of `tests/spec`: "
            "its name is the sentence, its history the table, and what came out is what it asserts.",
            "",
            "They use a small vocabulary of their own: something happened, it was done, a worry, the child was seen. "
            "Times are of January 2013; an hour that is not given is 09:00.",
            "",
        ],
        table(("about", "what it shows", "examples"), rows),
    )


def _title(name: str) -> str:
    return upper(name.replace("_", " "))


def _page(name: str, doc: str, examples: dict[str, Example]) -> str:
    opening = ["[The language by example](README.md)", "", text(doc.partition("\n\n")[0]), ""]
    shown: list[str] = []
    return markdown.page(_title(name), opening, *(list(_example(each, shown)) for each in examples.values()))


def _example(example: Example, shown: list[str]) -> Iterator[str]:
    """`shown` remembers which procedures stand on the page already, and that the last ones are still meant."""
    yield f"## {text(example.title)}"
    yield ""
    for number, group in enumerate(_grouped(example.asked)[:_MOST]):
        first = group[0]
        if shown[-1:] != [first.rulebook.version]:
            yield from _procedures(first)
            shown.append(first.rulebook.version)
        elif number == 0:
            yield from ("The procedure is the one above.", "")
        yield from _history(first.events)
        yield from table(("asked as of", "what comes out"), (_answer(each) for each in group))


def _grouped(asked: list[Any]) -> list[list[Any]]:
    """Questions about one history under one rulebook, together."""
    groups: dict[object, list[Any]] = {}
    for each in asked:
        key = (each.rulebook.version, repr(each.events))
        if each not in (found := groups.setdefault(key, [])):
            found.append(each)
    return list(groups.values())


def _procedures(asked: Any) -> Iterator[str]:
    yield "```yaml"
    yield "\n---\n".join(written.strip() for written in asked.written)
    yield "```"
    yield ""


def _history(events: tuple[Event, ...]) -> Iterator[str]:
    if not events:
        yield "Nothing happened."
        yield ""
        return
    ordered = sorted(events, key=lambda each: (each.recorded_at, each.id))
    yield from table(("event", "what", "when", "by", "with"), (_event(each) for each in ordered))


def _event(event: Event) -> tuple[str, str, str, str, str]:
    when = _at(event.occurred_from)
    if not event.is_exact:
        when += f" to {_at(event.occurred_to)}"
    if event.recorded_at != event.occurred_to:
        when += f", recorded {_at(event.recorded_at)}"
    what = code(event.kind)
    if event.is_retraction:
        what += f" takes {code(event.corrects or '')} back"
    elif event.corrects:
        what += f" corrects {code(event.corrects)}"
    about = "" if event.subject.id == "ada" else f" (about {event.subject.id})"
    told = [f"{name}: {_value(value)}" for name, value in event.data.items()]
    told += [f"{agency} knows from {_at(min(each.at for each in known))}" for agency, known in event.known.items()]
    return code(event.id), what + about, when, event.agency, text("; ".join(told))


def _value(value: object) -> str:
    if isinstance(value, datetime):
        return _at(value)
    if isinstance(value, date):
        return f"{value.day} {value:%B}"
    return ", ".join(map(str, value)) or "none" if isinstance(value, tuple) else str(value)


def _answer(asked: Any) -> tuple[str, str]:
    eyes = "" if asked.perspective == POOLED else f"<br>in the eyes of {asked.perspective}"
    return _at(asked.as_of) + eyes, "<br>".join(_rows(asked.answer)) or "nothing"


def _rows(answer: Answer) -> Iterator[str]:
    for duty in answer.duties:
        yield _duty(duty)
    for signal in answer.signals:
        yield _signal(signal)


def _duty(duty: DutyRow) -> str:
    said = [f"**{duty.state}**", f"{text(str(duty.debtor))} owes {code(duty.procedure)}", f"due {_at(duty.due_at)}"]
    if duty.trigger:
        said.append(f"by {code(duty.trigger if len(duty.trigger) < 20 else 'the duty before')}")
    if duty.each:
        said.append(f"for {text(duty.each)}")
    if duty.closed_by and duty.closed_at:
        said.append(f"done {_at(duty.closed_at)} by {code(duty.closed_by)}")
    if duty.ended_at:
        said.append(f"ended {_at(duty.ended_at)}")
    if duty.is_uncertain:
        said.append("uncertain")
    return ", ".join(said)


def _signal(signal: SignalRow) -> str:
    return f"signal **{signal.state}**: {code(signal.procedure)} at {code(signal.root)}, true {_at(signal.true_at)}"


def _at(instant: datetime) -> str:
    """As the spec tests count: an hour of a day of January 2013; nine o'clock goes without saying."""
    if (instant + TICK).time() == datetime.min.time() and instant.microsecond:
        return f"the end of {instant.day} {instant:%B}"
    if instant.microsecond == 1:
        return f"just after {_at(instant - TICK)}"
    hour = "" if (instant.hour, instant.minute) == (9, 0) else f" {instant:%H:%M}"
    return f"{instant.day} {instant:%B}{hour}" if instant.year == 2013 else f"{instant.day} {instant:%B %Y}{hour}"
