"""What does the list say of a child, which cases wait for somebody to match them, and whom could each mean?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from followthrough.service.caseload.models import Case, CaseList, Delivery
from followthrough.service.caseload.setting_up import list_of
from followthrough.service.children.folding import fold
from followthrough.service.children.models import Child, Number
from followthrough.service.children.numbers import folded
from followthrough.service.core.viewer import Viewer, as_part

A_PAGE = 25


@dataclass(frozen=True)
class Standing:
    """How many cases there are of each kind, as far as the viewer may see them."""

    matched: int
    likely: int
    other: int


def standing(records: Iterable[str]) -> list[Case]:
    """What every agency's list says of these records of a child, for whoever may see the child."""
    return list(Case.objects.filter(child__in=list(records)).order_by("agency", "number").defer("steps"))


def own(viewer: Viewer) -> QuerySet[Case]:
    """Of the viewer's agency, as far as the viewer may see them."""
    return Case.objects.filter(agency=viewer.agency)


def case(viewer: Viewer, case_id: str) -> Case | None:
    return own(viewer).filter(pk=case_id[:32]).select_related("child").first()


def unmatched(viewer: Viewer, *, asked: str = "", is_likely: bool, page: str = "") -> Page[Case]:
    """A page of those whom nobody has matched: those who could be a child that the viewer may see, or the others."""
    found = own(viewer).filter(child=None).filter(_is_likely() if is_likely else ~_is_likely())
    return Paginator(_named(found, asked).defer("before", "steps"), A_PAGE).get_page(page)


def matched(viewer: Viewer, *, asked: str = "", page: str = "") -> Page[Case]:
    found = own(viewer).exclude(child=None).select_related("child")
    return Paginator(_named(found, asked).order_by("-doubt", "number").defer("before", "steps"), A_PAGE).get_page(page)


def files(held: CaseList) -> list[Delivery]:
    return _files(held)


def file(viewer: Viewer, delivery_id: str) -> Delivery | None:
    held = list_of(viewer.agency)
    return _file(held, delivery_id) if held else None


@as_part("caseload")
def _files(held: CaseList) -> list[Delivery]:
    """The latest first; a file that waits for somebody stands first."""
    found = list(held.deliveries.defer("table")[:8])
    return sorted(found, key=lambda each: each.taken_at is not None)


@as_part("caseload")
def _file(held: CaseList, delivery_id: str) -> Delivery | None:
    return held.deliveries.filter(pk=delivery_id[:32]).select_related("case_list__team").first()


def _named(found: QuerySet[Case], asked: str) -> QuerySet[Case]:
    """By a part of the name or of the number."""
    words, number = fold(asked), folded(asked)
    if not words:
        return found
    return found.filter(Q(folded_name__contains=words) | Q(folded_number__startswith=number or "\x00"))


def _is_likely() -> Q:
    """A child whom the viewer may see has this name and birth date, or this NHS number or unique pupil number."""
    alike = Child.objects.filter(folded_name=OuterRef("folded_name"), born_on=OuterRef("born_on"))
    numbered = Number.objects.filter(to_at=None, folded_value=OuterRef("folded_other"))
    return Q(Exists(alike)) | (~Q(folded_other="") & Q(Exists(numbered))) | ~Q(doubt="")
