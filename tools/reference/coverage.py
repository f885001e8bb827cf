"""Is every rule codified? From each one to its procedures, cases and row of the newsletter, and back."""

from __future__ import annotations

from collections.abc import Iterator

from followthrough.procedures.model.catalogue import Rule, RuleClass
from reference import markdown
from reference.book import Book
from reference.markdown import bullets, code, link, table, text


def page(book: Book) -> str:
    return markdown.page(
        "Coverage",
        _opening(book),
        *(_theme(theme, ids, book) for theme, ids in book.catalogue.themes.items()),
        _newsletter(book),
        _waiting(book),
        _not_codified(book),
        _more(book),
    )


def _opening(book: Book) -> Iterator[str]:
    catalogue = book.catalogue
    yield (
        f"{len(catalogue.ids)} rules were found in the newsletter and in public procedures. "
        f"{len(catalogue.rules)} are classed, {len(catalogue.unclassed)} are not classed yet."
    )
    yield ""
    yield from table(
        ("class", "rules", "what it means"),
        ((f"{each}", str(number), _MEANING[each]) for each, number in catalogue.counts.items()),
    )
    links = [f"[{text(theme)}](#{markdown.anchor(theme)})" for theme in catalogue.themes]
    more = (
        "The newsletter",
        "What waits for its page",
        "What is not codified, and why",
        "Procedures that carry no rule",
    )
    yield " · ".join([*links, *(f"[{each}](#{markdown.anchor(each)})" for each in more)])
    yield ""


_MEANING = {
    RuleClass.DUTY: "somebody owes an action by a time",
    RuleClass.STANDING: "somebody owes it again and again while something holds",
    RuleClass.GATE: "something must be done before something else",
    RuleClass.WATCH: "a pattern is found and told",
    RuleClass.SETTING: "a number or a choice that other procedures use",
    RuleClass.FORM: "a page asks for it and checks it",
    RuleClass.NOT_CODIFIABLE: "it is for people alone, and the reason is told below",
}


def _theme(theme: str, ids: tuple[str, ...], book: Book) -> Iterator[str]:
    yield f"## {text(theme)}"
    yield ""
    head = ("rule", "what it asks", "class", "what carries it", "cases", "how sure", "rows")
    yield from table(head, (_rule(identity, book) for identity in ids))


def _rule(identity: str, book: Book) -> tuple[str, ...]:
    anchored = f'<a id="{identity.lower()}"></a>**{identity}**'
    rule = book.catalogue.rules.get(identity)
    if rule is None:
        return (anchored, "", "**not classed yet**", "", "", "", "")
    cases = sum(len(book.cases_of(each)) for each in rule.procedures)
    rows = " ".join(link(row, "#the-newsletter") for row in rule.rows)
    return (anchored, text(rule.asks), rule.is_a.value, _carried(rule, book), str(cases or ""), _sure(rule), rows)


def _carried(rule: Rule, book: Book) -> str:
    found = [_procedure(each, book) for each in rule.procedures]
    found += [f"setting {code(each)}" for each in rule.settings if not rule.procedures]
    found += [text(each) for each in (rule.form, rule.reason) if each]
    return "<br>".join(found)


def _procedure(identity: str, book: Book) -> str:
    return link(book.newest[identity].title, f"procedures/{identity}.md") + (" ‡" if identity in book.waits_for else "")


def _sure(rule: Rule) -> str:
    sources = ", ".join(rule.sources)
    label = f"**{rule.confidence}**" if rule.confidence == "our default" else str(rule.confidence)
    return f"{label}<br>{sources}"


def _newsletter(book: Book) -> Iterator[str]:
    yield "## The newsletter"
    yield ""
    yield "Each point of the newsletter, with the rules and the procedures that serve it. ‡ waits for its page."
    yield ""
    by_row: dict[str, list[str]] = {}
    for identity in book.newest:
        for row in book.rows_of(identity):
            by_row.setdefault(row, []).append(identity)
    yield from table(
        ("row", "point", "rules", "procedures"), (_point(row, by_row, book) for row in book.catalogue.rows)
    )


def _point(row: str, by_row: dict[str, list[str]], book: Book) -> tuple[str, str, str, str]:
    rules = [rule.id for rule in book.catalogue.rules.values() if row in rule.rows]
    linked = ", ".join(link(each, f"#{each.lower()}") for each in rules)
    procedures = "<br>".join(_procedure(each, book) for each in by_row.get(row, ()))
    return (row, text(book.catalogue.rows[row]), linked, procedures or "no procedure: it is work of the service")


def _waiting(book: Book) -> Iterator[str]:
    yield "## What waits for its page"
    yield ""
    if not book.waits_for:
        yield "Nothing: every kind of event that starts or ends a duty can be recorded."
        yield ""
        return
    yield (
        f"{len(book.waits_for)} of {len(book.newest)} procedures are codified and cannot be on yet: "
        "no page and no intake records what starts or ends them. Until then they run in shadow."
    )
    yield ""
    kinds = book.vocabulary.kinds
    rows = (
        (
            _procedure(identity, book),
            "<br>".join(f"{text(kinds[kind].title)} ({text(kinds[kind].recorded_by)})" for kind in missing),
        )
        for identity, missing in sorted(book.waits_for.items())
    )
    yield from table(("procedure", "what cannot be recorded yet, and where it will be"), rows)


def _not_codified(book: Book) -> Iterator[str]:
    yield "## What is not codified, and why"
    yield ""
    found = [rule for rule in book.catalogue.rules.values() if rule.is_a is RuleClass.NOT_CODIFIABLE]
    yield from bullets(
        f"{link(rule.id, '#' + rule.id.lower())} {text(rule.asks)} **Why not:** {text(rule.reason)}" for rule in found
    )
    if not found:
        yield "Nothing so far."
        yield ""


def _more(book: Book) -> Iterator[str]:
    yield "## Procedures that carry no rule"
    yield ""
    found = [identity for identity in book.newest if not book.rules_of(identity)]
    yield "They come from the newsletter alone, or make the system itself honest."
    yield ""
    yield from bullets(_procedure(each, book) for each in found)
