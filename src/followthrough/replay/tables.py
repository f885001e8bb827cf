"""The tables of a replay's page: each duty with its why, and what happened. Stacked into cards on a phone."""

from __future__ import annotations

from followthrough.procedures.explain import Explanation, as_html, occurred_words, party_words
from followthrough.procedures.explain.parts import evidence
from followthrough.procedures.explain.words import agency_words, kind_words
from followthrough.replay import words
from followthrough.replay.markup import Html, both, tag
from followthrough.replay.picture import anchor
from followthrough.replay.replaying import Replay, Told, ToldDuty

SIGNS = {"missed": "✗", "late": "!", "open": "◷", "done": "✓", "aside": "–"}


def section(told: Replay, key: str, title: str, *children: str) -> Html:
    identity = f"{told.story.id}-{key}"
    label = f"{told.story.title}: {title}"  # a page may hold several stories, each with the same parts
    return tag("section", tag("h2", title), *children, id=identity, aria_label=label, class_=f"wide {key}")


# Duties


def duties(told: Replay) -> Html:
    groups = [_group(told, group) for group in words.GROUPS if told.having(*group.states)]
    empty = tag("p", "No duty arose.")
    return section(told, "duties", "Who owed what", *(groups or [empty]))


def _group(told: Replay, group: words.Group) -> Html:
    found = told.having(*group.states)
    identity = f"{told.story.id}-{group.key}-duties"
    caption = tag(
        "caption",
        tag("span", SIGNS[group.key], class_="sign", aria_hidden="true"),
        tag("span", f"{group.title} ({len(found)})", class_="name"),
        tag("span", group.meaning, class_="quiet"),
    )
    head = _head("No.", "What was owed", "By whom", "Due", "Outcome")
    body = tag("tbody", *(_duty(each, told) for each in found), role="rowgroup")
    return tag("table", caption, head, body, role="table", class_=f"rows {group.key}", id=identity)


def _head(*titles: str) -> Html:
    cells = (tag("th", title, scope="col", role="columnheader") for title in titles)
    return tag("thead", tag("tr", *cells, role="row"), role="rowgroup")


def _cell(label: str, *children: str, class_: str | None = None) -> Html:
    """`label` shows before the cell where the table is stacked, on a phone."""
    return tag("td", tag("span", label, class_="label", aria_hidden="true"), *children, role="cell", class_=class_)


def _duty(duty: ToldDuty, told: Replay) -> Html:
    row = duty.row
    became = [tag("strong", words.STATE_WORDS[row.state], class_="state")]
    if (done := told.done_by(duty)) is not None:
        became.append(tag("span", occurred_words(done, told.calendar), class_="quiet"))
    main = tag(
        "tr",
        tag("th", duty.number, scope="row", role="rowheader", class_="number"),
        tag("td", tag("b", duty.procedure.title), role="cell", class_="what"),
        _cell("By", party_words(row.debtor, told.vocabulary)),
        _cell("Due", words.when(row.due_at, told.calendar), class_="due"),
        _cell("Outcome", *became),
        role="row",
        class_="main",
        id=anchor(told, "d", duty.number),
    )
    why = tag("td", _why(duty.why), colspan="5", aria_colspan="5", role="cell")
    return both(main, tag("tr", why, role="row", class_="more"))


def _why(why: Explanation) -> Html:
    summary = tag("summary", "Why", tag("span", f" {why.procedure.title} is owed", class_="unseen"))
    return tag("details", summary, as_html(why))


def evidence_list(why: Explanation) -> Html:
    return tag("ul", *(tag("li", line) for line in evidence(why)))


# What happened


def happened(told: Replay) -> Html:
    if not told.events:
        return Html("")
    caption = tag("caption", tag("span", f"{len(told.events)} things that happened, in order", class_="name"))
    head = _head("No.", "When", "Who wrote it", "What happened", "Who knew by then")
    body = tag("tbody", *(_event(each, told) for each in told.events), role="rowgroup")
    table = tag("table", caption, head, body, role="table", class_="rows events", id=f"{told.story.id}-events")
    note = "The newsletter gives few dates. What is marked “invented” was made up to fit what it says."
    return section(told, "happened", "What happened", tag("p", note), table)


def _event(each: Told, told: Replay) -> Html:
    event = each.event
    agency = agency_words(event.agency, told.vocabulary)
    what = [
        tag("b", kind_words(event.kind, told.vocabulary)),
        *([tag("span", event.text, class_="text")] if event.text else []),
    ]
    if each.is_invented:
        what.append(tag("span", "invented", class_="tag"))
    if each.is_taken_back:
        what.append(tag("span", "taken back", class_="tag"))
    others = [agency_words(other, told.vocabulary) for other in each.known_to if other != event.agency]
    return tag(
        "tr",
        tag("th", each.number, scope="row", role="rowheader", class_="number"),
        _cell("When", occurred_words(event, told.calendar)),
        _cell("By", agency),
        tag("td", *what, role="cell", class_="what"),
        _cell("Knew", ", ".join([agency, *others]) if others else f"{agency} only"),
        role="row",
        id=anchor(told, "e", each.number),
    )
