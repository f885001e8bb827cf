"""Small sentences that several pages of sharing use."""

from __future__ import annotations

from datetime import datetime

from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import Ringing
from followthrough.service.design.dates import near_words


def due_words(due_at: datetime, now: datetime) -> str:
    return near_words(due_at, now)


def not_counted(sum_: str) -> str:
    """From a sum, the days that were passed over: "Good Friday 29 March and the weekend are not counted"."""
    parts = sum_.partition("→")[0].split(";")[1:]
    return next((part.strip() for part in parts if part.strip().endswith("not counted")), "")


def due_sentence(due_at: datetime, sum_: str, now: datetime) -> str:
    """Tuesday 2 April 17:00. Good Friday 29 March, the weekend and Easter Monday 1 April are not counted."""
    skipped = not_counted(sum_)
    return f"{due_words(due_at, now)}. {upper_first(skipped)}." if skipped else f"{due_words(due_at, now)}."


def nobody_words(ringing: Ringing) -> str:
    """After "Nobody has this:". "ring Front Door: 01632 960101", or that it is shut and whom to ring instead."""
    return ringing.words if ringing.shut else lower_first(ringing.words)


def who_sees(team: Team) -> str:
    return f"{team.title}, and the managers and safeguarding leads of {team.agency.title}"


def upper_first(words: str) -> str:
    return words[:1].upper() + words[1:]


def lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def quoted(words: str) -> str:
    return f"“{words}”" if words else ""


def interpreter_words(language: str, needed: bool | None) -> str:
    needs = {True: "interpreter needed", False: "no interpreter needed", None: "nobody has asked about an interpreter"}
    return f"{language}, {needs[needed]}" if language else upper_first(needs[needed])
