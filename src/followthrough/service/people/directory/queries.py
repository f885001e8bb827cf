"""Which agencies and teams are there, and what was changed of them?"""

from __future__ import annotations

from followthrough.service.agencies.models import Agency, DirectoryChange, Team
from followthrough.service.ledger import rulebook

MOST_CHANGES = 40


def agencies() -> list[Agency]:
    return list(Agency.objects.prefetch_related("teams"))


def agency(key: str) -> Agency | None:
    return Agency.objects.prefetch_related("teams").filter(pk=key).first()


def team(agency: str, slug: str) -> Team | None:
    return Team.objects.select_related("agency").filter(agency=agency, slug=slug).first()


def changes(agency: Agency) -> list[DirectoryChange]:
    return list(DirectoryChange.objects.filter(agency=agency)[:MOST_CHANGES])


def to_add() -> dict[str, str]:
    """Agencies that the rulebook knows by a word of their own, and the directory does not."""
    known = set(Agency.objects.values_list("pk", flat=True))
    words = rulebook.current().vocabulary.agencies
    return {key: getattr(named, "title", str(named)) for key, named in words.items() if key not in known}
