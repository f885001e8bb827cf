"""How does a notice get out? Written beside its reason in one transaction; `addressing` and `delivery` see to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import ParamSpec

from followthrough.procedures.model.event import Subject
from followthrough.service.core import clock
from followthrough.service.ledger import budget
from followthrough.service.ledger.models import Outbox

P = ParamSpec("P")


def notice(
    *,
    key: str,
    to: str,
    sentence: str,
    reference: str,
    link: str = "",
    secret: str = "",
    about: Subject | None = None,
    duty_id: str | None = None,
    matter: str = "",
    is_urgent: bool = True,
    due_at: datetime | None = None,
    owner: str = "",
) -> Outbox:
    """`to` is "agency/team/role", an e-mail address or a telephone number; an address needs an `owner`, "agency/team",
    who mends it when it does not work. What is not urgent waits for the next digest.
    """
    assert owner or not budget.is_address(to), "somebody has to mend it when an address does not work"
    kind, identity = about or ("", "")
    now = clock.now()
    return Outbox(
        key=key,
        to=to,
        owner=owner,
        sentence=sentence,
        reference=reference,
        link=link,
        secret=secret,
        matter=matter or key,
        is_urgent=is_urgent,
        due_at=due_at or (now if is_urgent else budget.next_digest(now)),
        written_at=now,
        subject_kind=kind,
        subject_id=identity,
        duty_id=duty_id,
    )


def enqueue_each(notices: Iterable[Outbox]) -> None:
    """A key that was used before writes nothing."""
    Outbox.objects.bulk_create(list(notices), ignore_conflicts=True)


def _written(make: Callable[P, Outbox]) -> Callable[P, None]:
    def write(*args: P.args, **kwargs: P.kwargs) -> None:
        enqueue_each([make(*args, **kwargs)])

    return write


enqueue = _written(notice)


def address_of(agency: str, team: str = "", role: str = "") -> str:
    return f"{agency}/{team}/{role}"
