"""Which numbers does a child have, and is what was typed such a number?

An NHS number and a unique pupil number carry a check of their own, so that a slip of the finger is told at once. A case
number is whatever an agency's own system gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import Refused, check_can_see_child
from followthrough.service.children.models import Child, Number
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.ledger import same

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(r"[A-Z]\d{11}[\dA-Z]")


class NotANumber(ValueError):
    """The message says what is wrong with it."""


def folded(value: str) -> str:
    """As numbers are compared: without spaces, dashes and strokes, in capitals."""
    return re.sub(r"[^0-9A-Z]", "", value.upper())


def check(scheme: str, value: str) -> str:
    """The number as it is kept. Raises NotANumber."""
    plain = folded(value)
    if scheme == Number.Scheme.NHS:
        if not _is_nhs(plain):
            raise NotANumber(f"“{value}” is not an NHS number: it has 10 digits, and the last one checks the others.")
        return f"{plain[:3]} {plain[3:6]} {plain[6:]}"
    if scheme == Number.Scheme.UPN:
        if not _is_upn(plain):
            raise NotANumber(f"“{value}” is not a unique pupil number: a letter that checks it, then 12 signs.")
        return plain
    if not plain or len(value.strip()) > 60:
        raise NotANumber("A case number has letters or digits, and no more than 60 of them.")
    return value.strip()


def numbers_of(child_ids: Iterable[str]) -> list[Number]:
    """Those that stand, of every record of these children. Row-level security shows them to who may see the child."""
    return numbers_standing(same.folding(child_ids).ids)


def numbers_standing(records: Iterable[str]) -> list[Number]:
    """The same for records that are known to be all."""
    return list(Number.objects.filter(child__in=list(records), to_at=None))


def check_can_set(by: Viewer, child_id: str, scheme: str, agency: str) -> None:
    if not by.is_system:
        check_can_see_child(by, child_id)
    if scheme == Number.Scheme.CASE and agency != by.agency:
        raise Refused("An agency’s own number is set by people of that agency.")


def set_number(
    *, child_id: str, scheme: str, value: str, by: Viewer, agency: str = "", source: str = "hand"
) -> Number | None:
    """The number stands from now on; the one before is ended and kept. An empty one ends it. Raises NotANumber."""
    check_can_set(by, child_id, scheme, agency)
    kept = check(scheme, value) if value.strip() else ""
    return _write(child_id, scheme, agency if scheme == Number.Scheme.CASE else "", kept, source, by)


@as_part("children")
def _write(child_id: str, scheme: str, agency: str, value: str, source: str, by: Viewer) -> Number | None:
    child = Child.objects.select_for_update().get(pk=child_id)
    held = Number.objects.filter(child=child, scheme=scheme, agency=agency, to_at=None).first()
    if (held is not None and held.value == value) or (held is None and not value):
        return held
    now = clock.now()
    if held is not None:
        held.to_at = now
        held.save(update_fields=["to_at"])
    made = None
    if value:
        made = Number.objects.create(
            child=child,
            scheme=scheme,
            agency=agency,
            value=value,
            folded_value=folded(value),
            source=source,
            set_by=by.practitioner_id,
            from_at=now,
        )
    detail = {"scheme": str(scheme), "agency": agency, "source": source}
    audit.record("number.set" if made else "number.ended", by=by, subject=Subject("child", child_id), detail=detail)
    return made


def _is_nhs(plain: str) -> bool:
    if not re.fullmatch(r"\d{10}", plain):
        return False
    left = 11 - sum(int(digit) * weight for digit, weight in zip(plain, range(10, 1, -1), strict=False)) % 11
    return left % 11 == int(plain[9]) and left != 10


def _is_upn(plain: str) -> bool:
    """A temporary one ends in a letter, which counts as its place among the letters in use."""
    if not _UPN.fullmatch(plain):
        return False
    values = [int(each) if each.isdigit() else _UPN_LETTERS.find(each) for each in plain[1:]]
    total = sum(value * weight for value, weight in zip(values, range(2, 14), strict=True))
    return -1 not in values and plain[0] == _UPN_LETTERS[total % 23]
