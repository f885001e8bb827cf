"""What does each figure count, from which data, and where is its list? The definition that a reader can open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SHARES, DUTIES, EVENTS, ROTAS, REVIEWS = (
    "Shares: what one agency passed on to another, with each step that a named person took.",
    "Duties: what a procedure asks of an agency about a child, with the time that the procedure gives.",
    "The record: what practitioners wrote down. What was put right counts as its last version says.",
    "Rotas, and what agencies signed before each bank holiday.",
    "Reviews, their findings, and what became of their recommendations.",
)


@dataclass(frozen=True)
class Definition:
    """`since` is the part of the counts that says from when on there is data. `listed_at` is the page of its list."""

    title: str
    counts: str
    data: str
    since: str
    left_out: str = ""
    listed_at: str = ""
    has_duties: bool = False  # its list is of duties, on a page of its own


_SEALED: Final = "Children whose record is sealed or invisible are in no figure."
DEFINITIONS: Final[dict[str, Definition]] = {
    "sent": Definition(
        "What was sent, and how far it came",
        "Each recipient of a share that was sent in the quarter counts once. It counts as received, accepted, acted on "
        "and confirmed when a named person took that step, until this was counted. What was sent only for "
        "information is done when it is received.",
        SHARES,
        "shares",
        f"What the sender withdrew. {_SEALED}",
        "assurance:followed",
    ),
    "times": Definition(
        "How long it took",
        "The time from when a share was sent until a named person took the step. Half took no longer than the time in "
        "the middle; 9 in 10 took no longer than the other. Nights and weekends count. What has not been done yet has "
        "no time.",
        SHARES,
        "shares",
        f"What the sender withdrew. {_SEALED}",
        "assurance:followed",
    ),
    "conformance": Definition(
        "Whether procedures were followed in time",
        "A duty counts in the quarter in which it fell due. It is on time when what was asked happened in time, even "
        "if it was written down late. The spread is the lowest and the highest of the agencies for whom at least 20 "
        "fell due. Agencies stand in the order of their names, and no person is counted.",
        DUTIES,
        "duties",
        f"Duties that were excused or are not owed any more, and procedures that are not switched on. {_SEALED}",
        has_duties=True,
    ),
    "cover": Definition(
        "Cover over bank holidays",
        "Before: how many of the agencies that were asked had signed when their offices closed. After: what was sent "
        "to them until the offices opened again, how much of it was received late or by nobody, and where a rota "
        "named nobody.",
        ROTAS,
        "shares",
        _SEALED,
        "cover:periods",
    ),
    "disagreements": Definition(
        "Disagreements between agencies",
        "A challenge counts as raised in the quarter in which it was raised, and as closed in the quarter in which it "
        "came to its end. Its stage is the highest that it came to. The time is from when it was raised.",
        EVENTS,
        "events",
        _SEALED,
        has_duties=True,
    ),
    "unseen": Definition(
        "When children were last seen",
        "Children under 18 whom an agency works with at the end of the time, by the weeks since anybody wrote down "
        "that they saw the child.",
        EVENTS,
        "events",
        f"Children not yet born, and children who died. {_SEALED}",
        "sight:list",
    ),
    "missed": Definition(
        "Children who were not brought, or not seen at a visit",
        "Each missed appointment or failed visit in the quarter counts once; beside it stands how many children it "
        "was.",
        EVENTS,
        "events",
        _SEALED,
        "sight:list",
    ),
    "home-educated": Definition(
        "Children taught at home",
        "Children for whom it was written down that teaching at home began, and not that it ended.",
        EVENTS,
        "events",
        _SEALED,
        "sight:list",
    ),
    "reviews": Definition(
        "Reviews",
        "A review counts as open from the day it began until it ended.",
        REVIEWS,
        "events",
        listed_at="reviews:overview",
    ),
    "recommendations": Definition(
        "Recommendations and what came of them",
        "Each agency that a recommendation asks counts once, for each answers for itself. The effect is what the last "
        "test found.",
        REVIEWS,
        "events",
        listed_at="recommendations:ours",
    ),
    "themes": Definition(
        "What reviews find again and again",
        "Findings of reviews and of audits by theme: those written in the quarter, and all so far. What was taken back "
        "does not count.",
        REVIEWS,
        "events",
        listed_at="reviews:overview",
    ),
    "groups": Definition(
        "Whether groups of children wait longer",
        "Duties that fell due in the quarter, by the group of the child. This looks at the service, and at no child: "
        "no rule is set off by a group. Numbers under 5 are hidden, and others with them, so that nobody can work "
        "them out.",
        DUTIES,
        "duties",
        f"Duties that are not about one child. {_SEALED}",
    ),
}
