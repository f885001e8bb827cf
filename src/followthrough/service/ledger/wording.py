"""How does a letter read? Made of the notices that it carries: a sentence, a reference and a link of each.

Repeats of one matter are said once, in the words of the latest. No word of a case can come in, because nothing here
reads anything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from followthrough.service.ledger.models import Letter, Outbox

TITLE = "Followthrough"
_NO_MORE = "This letter says no more, so that nothing about a child travels by e-mail."
_SIGN_IN = "Sign in to see it"
_BY_LINK = "Use the link in the e-mail that we sent you about it, or ring whoever sent it."


@dataclass(frozen=True)
class Words:
    subject: str
    body: str


def words(letter: Letter, notices: Sequence[Outbox]) -> Words:
    """`notices` are all that the letter carries, the oldest first."""
    said = merged(notices)
    parts = [_part(each, has_account=letter.has_account) for each in said]
    if letter.channel == Letter.Channel.TEXT:
        return Words("", " ".join(_text(each) for each in said))
    if letter.is_urgent or len(said) == 1:
        subject = f"{TITLE}: {said[0].reference}" + (f" and {len(said) - 1} more" if len(said) > 1 else "")
        return Words(subject, "\n\n".join([*parts, _NO_MORE]) + "\n")
    intro = f"{len(said)} things since the last letter, the newest last. None of them could not wait."
    return Words(f"{TITLE}: {len(said)} things to look at", "\n\n".join([intro, *parts, _NO_MORE]) + "\n")


def merged(notices: Sequence[Outbox]) -> list[Outbox]:
    """The latest of those that lead to the same place, in the order in which each first came."""
    latest: dict[str, Outbox] = {}
    for notice in sorted(notices, key=lambda each: (each.written_at, each.key)):
        latest[f"{notice.reference} {notice.link}"] = notice
    return list(latest.values())


def _part(notice: Outbox, *, has_account: bool) -> str:
    lines = [notice.sentence, f"Reference: {notice.reference}"]
    if notice.secret and not notice.link:
        lines = [notice.sentence.format(secret=notice.secret), f"Reference: {notice.reference}"]
    elif not has_account and not notice.secret:
        lines.append(_BY_LINK)
    elif link := link_of(notice):
        lines.append(f"{'Open it' if notice.secret else _SIGN_IN}: {link}")
    return "\n".join(lines)


def _text(notice: Outbox) -> str:
    said = notice.sentence.format(secret=notice.secret) if notice.secret and not notice.link else notice.sentence
    return " ".join(filter(None, (f"{TITLE}: {said}", notice.reference, link_of(notice))))


def link_of(notice: Outbox) -> str:
    """Where its reader goes. A link that opens something ends in its secret."""
    return f"{settings.FOLLOWTHROUGH_ADDRESS}{notice.link}{notice.secret}" if notice.link else ""
