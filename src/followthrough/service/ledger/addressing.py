"""To whom does a notice go, and in which letters? Each due notice is put into one letter for each person and channel.

An urgent notice becomes a letter of its own at once. The others that are due are gathered, whatever they are about,
into one letter for each person: the digest. Who stands behind "agency/team/role" is asked now:
FOLLOWTHROUGH_DIRECTORY names the function. A notice that finds nobody is a failure, which a person has to mend.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger import budget, failing
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Carried, Letter, Outbox

BY: Final = Viewer.system("outbox")
AT_ONCE: Final = 200
_ONE_AT_A_TIME: Final = 7_215_191  # any number that no other lock uses
_log = logging.getLogger(__name__)

EMAIL, TEXT = Letter.Channel.EMAIL, Letter.Channel.TEXT


@dataclass(frozen=True, slots=True)
class Reach:
    """Where somebody is reached. `person` is a practitioner's id, or empty for a team. `urgent_by` are the channels for
    what is urgent; a digest goes by e-mail. One who is told `urgent_only` has a digest from elsewhere. Who has no
    account is never asked to sign in.
    """

    agency: str
    team: str = ""
    person: str = ""
    email: str = ""
    mobile: str = ""
    urgent_by: tuple[str, ...] = (EMAIL,)
    urgent_only: bool = False
    has_account: bool = True

    def addresses(self, *, is_urgent: bool) -> list[tuple[str, str]]:
        """(channel, address), and e-mail wherever nothing else is possible."""
        if not is_urgent:
            return [(EMAIL, self.email)] if self.email and not self.urgent_only else []
        by = [channel for channel in self.urgent_by if channel in settings.FOLLOWTHROUGH_CHANNELS]
        found = [(channel, address) for channel in by if (address := self._at(channel))]
        return found or ([(EMAIL, self.email)] if self.email and not self.urgent_only else [])

    def _at(self, channel: str) -> str:
        return self.email if channel == EMAIL else self.mobile


def address_due() -> int:
    """Put what is due into letters. Returns how many notices found nobody.

    One copy at a time, so that a digest is whole when it is written.
    """
    failed = 0
    with transaction.atomic(), acting(BY):
        if not _is_ours():
            return 0
        with as_assessor():
            due = Outbox.objects.filter(state=Outbox.State.WAITING, due_at__lte=clock.now()).order_by("due_at", "id")
            urgent = list(due.filter(is_urgent=True).select_for_update()[:AT_ONCE])
            digest = list(due.filter(is_urgent=False).select_for_update())
        together: dict[tuple[str, str], list[Outbox]] = defaultdict(list)
        for notice in urgent:
            together[notice.to, notice.matter].append(notice)
        for notices in together.values():
            failed += _apart(notices, is_urgent=True)
        failed += _apart(digest, is_urgent=False)
    return failed


def _apart(notices: list[Outbox], *, is_urgent: bool) -> int:
    """What cannot be addressed waits on, and holds up nothing else."""
    try:
        with transaction.atomic():
            return _address(notices, is_urgent=is_urgent)
    except Exception:
        _log.exception("Notices could not be put into letters; the next sweep tries again.")
        return 0


def _is_ours() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        return bool(cursor.fetchone()[0])


def _address(notices: list[Outbox], *, is_urgent: bool) -> int:
    letters: dict[tuple[str, str], Letter] = {}
    carried: list[Carried] = []
    now, failed = clock.now(), 0
    known: dict[str, list[Reach]] = {}
    for notice in notices:
        if notice.to not in known:
            known[notice.to] = reached(notice.to, notice.owner, is_urgent=is_urgent)
        wanted = {at: reach for reach in known[notice.to] for at in reach.addresses(is_urgent=is_urgent)}
        for (channel, address), reach in wanted.items():
            letter = letters.setdefault(
                (channel, address),
                Letter(
                    channel=channel,
                    address=address,
                    agency=reach.agency,
                    team=reach.team,
                    person=reach.person,
                    is_urgent=is_urgent,
                    has_account=reach.has_account,
                    due_at=now,
                    written_at=now,
                ),
            )
            carried.append(Carried(letter=letter, notice=notice))
        notice.state = Outbox.State.ADDRESSED if wanted else Outbox.State.FAILED
        notice.settled_at = now
        failed += not wanted
    with as_assessor():
        Letter.objects.bulk_create(letters.values())
        Carried.objects.bulk_create(carried)
        for state in (Outbox.State.ADDRESSED, Outbox.State.FAILED):
            settled = Outbox.objects.filter(pk__in=[each.pk for each in notices if each.state == state])
            settled.update(state=state, settled_at=now)
    for notice in notices:
        if notice.state == Outbox.State.FAILED:
            audit.record("notice.found-nobody", by=BY, detail={"notice": notice.pk}, outcome="failed")
            failing.make_duty_of_notice(notice)
    return failed


def reached(to: str, owner: str = "", *, is_urgent: bool = True) -> list[Reach]:
    """Everybody behind `to`; a typed address belongs to its owner."""
    if budget.is_address(to):
        agency, _, team = owner.partition("/")
        is_email = "@" in to
        return [
            Reach(
                agency,
                team,
                email=to if is_email else "",
                mobile="" if is_email else to,
                urgent_by=(EMAIL if is_email else TEXT,),
            )
        ]
    path = getattr(settings, "FOLLOWTHROUGH_DIRECTORY", "")
    lookup: Callable[..., Iterable[Reach]] = import_string(path) if path else _nobody
    return list(lookup(*to.split("/"), is_urgent=is_urgent))


def _nobody(*_: object, **__: object) -> list[Reach]:
    return []
