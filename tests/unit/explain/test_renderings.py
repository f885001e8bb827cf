"""One explanation as text, as HTML and as JSON: do all three say the same, to the same reader?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
from tests.support.json_schema import problems

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.engines.plain import assess
from followthrough.procedures.explain import Explanation, as_html, as_json, as_text, explain_duty, explain_signal, parts
from followthrough.procedures.model.event import utc
from followthrough.procedures.model.history import History
from followthrough.procedures.model.procedure import Confidence
from followthrough.procedures.model.rulebook import Rulebook

END = utc(2013, 4, 12, 16)
SCHEMA = json.loads(files("followthrough.procedures.explain").joinpath("explanation.json").read_text(encoding="utf-8"))
REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "explanation-json.md"


@pytest.fixture
def duty(story: History, rulebook: Rulebook, calendar: Calendar) -> Callable[..., Explanation]:
    def explained(procedure: str, may_see: Callable[[str], bool] = lambda root: True) -> Explanation:
        answer = assess(story, rulebook.latest(), calendar, END)
        row = next(each for each in answer.duties if each.procedure == procedure)
        return explain_duty(row, story, rulebook, calendar, may_see=may_see, as_of=END, others=answer.duties)

    return explained


@pytest.fixture
def signal(story: History, rulebook: Rulebook, calendar: Calendar) -> Explanation:
    (row,) = assess(story, rulebook, calendar, END).signals
    return explain_signal(row, story, rulebook, calendar)


class Reader(HTMLParser):
    """Which elements are open, and what a reader reads of each `dt` and `dd`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.terms: list[str] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)
        self.seen.append(tag)
        if tag == "dd":
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "dt" in self.open:
            self.terms.append(data)
        if "dd" in self.open:
            self.texts[-1] += data + " "


def test_the_text_of_a_duty(duty: Callable[..., Explanation]) -> None:
    assert as_text(duty("share-received")) == (
        """\
A share is received by a named person: met (our default)

Why it is here
  Children's social care owed this: take receipt of it, by name. This is because
  information was shared. Community nursing has this on record for Thursday 28 March
  2013 16:00.

How the time was worked out
  Thursday 28 March 2013 16:00 + 1 working day; Good Friday 29 March, the weekend and
  Easter Monday 1 April are not counted → Tuesday 2 April 2013 17:00.
  Day 0 is the day of the event (our default).
  A day closes at 17:00 (our default).

What it rests on
  • Thursday 28 March 2013 16:00, Community nursing: Information was shared.
  • Tuesday 2 April 2013 09:10, Children's social care: A named person took receipt.

What would meet it
  It was done on Tuesday 2 April 2013 09:10: a named person took receipt.

The rule says
  “It is asked for.”

Where the rule comes from
  The newsletter: key actions. Where: the founding document. Checked on 22 November
  2026.

How sure we are
  The newsletter asks for this. The time limit is our own default: we found no public
  number.
  A share is received by a named person, version 1.
"""
    )


@pytest.mark.parametrize("procedure", ["urgent-received", "share-received", "form-each", "chased"])
def test_the_page_says_what_the_text_says(duty: Callable[..., Explanation], procedure: str) -> None:
    why = duty(procedure)
    read = Reader(as_html(why))
    assert read.open == []
    assert not {"script", "style", "img", "a"} & set(read.seen)
    assert read.terms == [part.title for part in parts(why)]
    for part, text in zip(parts(why), read.texts, strict=True):
        assert [said for said in part.said if said not in text] == []
    flat = " ".join(as_text(why).split())
    assert [said for part in parts(why) for said in part.said if " ".join(said.split()) not in flat] == []


def test_both_fit_the_schema_and_the_reference_names_every_field(
    duty: Callable[..., Explanation], signal: Explanation
) -> None:
    for why in (duty("urgent-received"), duty("chased"), signal, duty("share-received", lambda root: False)):
        assert list(problems(json.loads(json.dumps(as_json(why))), SCHEMA, SCHEMA)) == []
    words = set(re.findall(r"\w+", REFERENCE.read_text(encoding="utf-8")))
    assert set(SCHEMA["properties"]) <= words


def test_the_schema_refuses_what_it_does_not_know(signal: Explanation) -> None:
    printed = as_json(signal) | {"score": 7}
    assert list(problems(printed, SCHEMA, SCHEMA)) == ["$: score is not known"]


def test_the_json_names_the_bank_holidays_that_were_passed_over(duty: Callable[..., Explanation]) -> None:
    assert as_json(duty("share-received"))["holidays"] == [
        {"on": "2013-03-29", "name": "Good Friday"},
        {"on": "2013-04-01", "name": "Easter Monday"},
    ]
    assert as_json(duty("urgent-received"))["holidays"] == []


def test_a_default_of_ours_is_labelled_everywhere_and_nothing_else_is(duty: Callable[..., Explanation]) -> None:
    ours = duty("share-received")
    assert ours.is_default and as_json(ours)["is_our_default"]
    assert "(our default)" in as_text(ours).splitlines()[0]
    assert '<span class="tag default">our default</span>' in as_html(ours)
    known = replace(ours, deadline_confidence=ours.procedure.confidence, notes=())
    assert not known.is_default and not as_json(known)["is_our_default"]
    assert "our default" not in as_html(known) and "(our default)" not in as_text(known)


def test_what_may_not_be_seen_is_counted_and_no_more(duty: Callable[..., Explanation]) -> None:
    why = duty("share-received", lambda root: root != "got-it")
    printed = as_json(why)
    assert ([each["id"] for each in printed["evidence"]], printed["hidden"]) == (["asked"], 1)
    assert "And 1 more that you may not see." in as_text(why)
    none = duty("share-received", lambda root: False)
    assert "Nothing that you may see." in as_text(none)
    for said in (as_text(none), as_html(none), json.dumps(as_json(none))):
        assert "got-it" not in said
        assert "nursing" not in said.lower()


def test_text_in_a_record_cannot_break_out_of_the_page(duty: Callable[..., Explanation]) -> None:
    why = duty("share-received")
    nasty = replace(why, evidence=(replace(why.evidence[0], text="<script>alert(1)</script> & more"),))
    assert "<script>" not in as_html(nasty)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in as_html(nasty)


def test_a_duty_that_follows_a_breach_tells_of_the_one_that_was_not_done(duty: Callable[..., Explanation]) -> None:
    why = duty("chased")
    assert "It is called “An urgent share is received by a named person”." in why.sentence
    assert "Children's social care (front door) owed it by Thursday 28 March 2013 18:30." in why.sentence
    assert "sent" in [line.root for line in why.evidence]


def test_a_signal_says_what_it_means_and_what_comes_of_it(signal: Explanation) -> None:
    titles = [part.title for part in parts(signal)]
    assert titles[:5] == [
        "What it means",
        "What the pattern is",
        "What it rests on",
        "What ends it",
        "What comes of it",
    ]
    assert as_json(signal)["about"] == "signal"
    assert as_json(signal)["deadline_confidence"] is None
    assert signal.holidays == ()


def test_the_newsletter_is_quoted_and_what_other_sources_ask_is_told_in_our_words(signal: Explanation) -> None:
    quoted = replace(signal, procedure=replace(signal.procedure, confidence=Confidence.NEWSLETTER, says="Be aware."))
    told = replace(signal, procedure=replace(signal.procedure, confidence=Confidence.READ, says="Be aware."))
    assert "\nThe rule says\n  “Be aware.”\n" in as_text(quoted)
    assert "\nThe rule says\n  Be aware.\n" in as_text(told)


def test_a_part_that_stands_elsewhere_can_be_left_out(signal: Explanation) -> None:
    assert "What it rests on" not in as_html(signal, without=("evidence",))


def test_the_dates_of_the_json_are_dates(duty: Callable[..., Explanation]) -> None:
    assert date.fromisoformat(as_json(duty("share-received"))["source"]["verified_on"]) == date(2026, 11, 22)
