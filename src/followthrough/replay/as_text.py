"""The replay for a terminal: what was missed first, each with who, when, why, the sum and the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from followthrough.procedures.explain.words import occurred_words, party_words, rule_confidence
from followthrough.procedures.model.answer import DutyState, SignalState
from followthrough.replay import words
from followthrough.replay.replaying import Pattern, Replay, ToldDuty, is_pooled
from followthrough.replay.terminal import Terminal

_SIGNS = {
    "missed": ("✗", "red"),
    "late": ("!", "yellow"),
    "open": ("…", "blue"),
    "done": ("✓", "green"),
    "aside": ("-", "dim"),
}
_COLUMN = 14


def as_text(replays: Sequence[Replay], terminal: Terminal, *, is_short: bool = False) -> str:
    """All of it; or, in short, what was missed or late, a line each, with the patterns and the gaps."""
    tell = _short_story if is_short else _story
    return "\n".join(line for told in replays for line in (*tell(told, terminal), "")) + "\n"


def _short_story(told: Replay, terminal: Terminal) -> Iterator[str]:
    yield from terminal.banner(told.story.title)
    yield from _asked(told, terminal)
    yield ""
    for sentence in words.headline(told):
        yield from terminal.wrapped(sentence)
    yield from _gaps(told, terminal)
    for group in words.GROUPS:
        if group.key in ("missed", "late"):
            yield from _group(told, group, terminal, is_short=True)
    if told.patterns:
        yield from _patterns_heading(told, terminal)
        for pattern in told.patterns:
            yield terminal.paint(f"  ◆ {pattern.number:<4} {pattern.first.procedure.title}", "magenta", "bold")
            yield from terminal.wrapped(stood_words(pattern, told), 9)


def _story(told: Replay, terminal: Terminal) -> Iterator[str]:
    yield from terminal.banner(told.story.title)
    yield from terminal.wrapped(" ".join(told.story.told.split()), 0, "dim")
    yield ""
    yield from _asked(told, terminal)
    yield from terminal.heading("In short")
    for sentence in words.headline(told):
        yield from terminal.wrapped(sentence)
    yield from _gaps(told, terminal)
    for group in words.GROUPS:
        yield from _group(told, group, terminal)
    yield from _patterns(told, terminal)
    yield from _not_applied(told, terminal)


def _asked(told: Replay, terminal: Terminal) -> Iterator[str]:
    rulebook, reason = words.rulebook_words(told.question)
    yield from terminal.titled("Asked as of", words.when(told.question.as_of, told.calendar), 0, _COLUMN)
    yield from terminal.titled("Reading", words.eyes(told.question), 0, _COLUMN)
    other = " Add --rulebook-of then for the other question." if told.question.rulebook_of == "today" else ""
    yield from terminal.titled("Under", f"{rulebook}. {reason}{other}", 0, _COLUMN)


def _gaps(told: Replay, terminal: Terminal) -> Iterator[str]:
    if not told.pieces:
        return
    aside = "" if is_pooled(told.question) else "This part reads what every agency knew."
    yield from terminal.heading("How long the picture existed in pieces", aside)
    for pieces in told.pieces:
        yield from terminal.wrapped(pieces.procedure.title, 2, "bold")
        yield from terminal.wrapped(" ".join(words.gap_sentences(pieces, told)), 4)


def _group(told: Replay, group: words.Group, terminal: Terminal, *, is_short: bool = False) -> Iterator[str]:
    duties = told.having(*group.states)
    if not duties:
        return
    sign, colour = _SIGNS[group.key]
    yield from terminal.heading(f"{group.title} ({len(duties)})", group.meaning)
    for duty in duties:
        is_line = is_short or group.key in ("done", "aside")
        yield from _duty(duty, told, terminal, sign, colour, is_short=is_line)


def _duty(duty: ToldDuty, told: Replay, terminal: Terminal, sign: str, colour: str, *, is_short: bool) -> Iterator[str]:
    due = words.when(duty.row.due_at, told.calendar)
    debtor = party_words(duty.row.debtor, told.vocabulary)
    if is_short:
        line = f"{sign} {duty.number:<4} {duty.procedure.title} · {debtor} · due {due}{_how_it_ended(duty, told)}"
        yield from terminal.wrapped(line, 2, hanging=7)
        return
    yield from terminal.wrapped(f"{sign} {duty.number:<4} due {due} · {debtor}", 2, colour, "bold", hanging=7)
    yield from terminal.wrapped(duty.procedure.title, 9, "bold")
    yield from terminal.titled("why", _because(duty), 9, 17)
    yield from terminal.titled("sum", duty.why.sum, 9, 17)
    if (done := told.done_by(duty)) is not None:
        yield from terminal.titled("done", occurred_words(done, told.calendar), 9, 17)
    if duty.why.who_next:
        yield from terminal.titled("next", duty.why.who_next, 9, 17)
    source = duty.procedure.source
    yield from terminal.titled("source", f"{source.title}: {source.clause}. {duty.why.confidence}", 9, 17, "dim")


def _how_it_ended(duty: ToldDuty, told: Replay) -> str:
    """What the heading of its group does not say."""
    state = duty.row.state
    if state is DutyState.MET_LATE and (done := told.done_by(duty)) is not None:
        return f" · done {occurred_words(done, told.calendar)}"
    return "" if state in (DutyState.MET, DutyState.BREACHED) else f" ({words.STATE_WORDS[state]})"


def _because(duty: ToldDuty) -> str:
    """The reason without who owes what, which the lines above it say."""
    return duty.why.sentence.split(". ", 1)[-1]


def _patterns_heading(told: Replay, terminal: Terminal) -> Iterator[str]:
    title = f"Patterns that came up ({len(told.patterns)})"
    yield from terminal.heading(title, "What people should have met about.")


def _patterns(told: Replay, terminal: Terminal) -> Iterator[str]:
    if not told.patterns:
        return
    yield from _patterns_heading(told, terminal)
    for pattern in told.patterns:
        first = pattern.first
        yield terminal.paint(f"  ◆ {pattern.number:<4} {first.procedure.title}", "magenta", "bold")
        yield from terminal.wrapped(stood_words(pattern, told), 9)
        yield from terminal.wrapped(first.why.sentence, 9)
        for line in first.why.evidence:
            yield from terminal.wrapped(f"• {line}", 11, hanging=2)
        source = first.procedure.source
        said = f"{source.title}: {source.clause}. {rule_confidence(first.procedure.confidence)}"
        yield from terminal.titled("source", said, 9, 17, "dim")


def stood_words(pattern: Pattern, told: Replay) -> str:
    """Since when it stood, until when, and how often it came up again."""
    if all(each.row.state is SignalState.WITHDRAWN for each in pattern.signals):
        since = words.day(pattern.first.stood_from, told.calendar)
        return f"It stood from {since}, and was withdrawn when the record was put right."
    spans = [words.stretch(start, end, told.calendar) for start, end in pattern.spans]
    if len(spans) > 1:
        return f"It stood {words.count_words(len(spans), 'time')}: {'; '.join(spans)}."
    again = 0 if pattern.first.procedure.is_absence else len(pattern.signals) - 1
    more = f" It came up again {words.count_words(again, 'time')}, each with one more event." if again else ""
    return f"It stood {spans[0]}.{more}"


def _not_applied(told: Replay, terminal: Terminal) -> Iterator[str]:
    if not told.not_applied:
        return
    yield from terminal.heading(f"What did not apply ({len(told.not_applied)})", "And why not.")
    for each in told.not_applied:
        yield from terminal.wrapped(each.title, 2)
        yield from terminal.wrapped(each.reason, 4, "dim")
