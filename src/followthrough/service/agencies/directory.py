"""To which addresses does a letter to a team or role go? The ledger's outbox asks; it never comes back empty."""

from __future__ import annotations

from followthrough.service.agencies import queries
from followthrough.service.agencies.models import Team


def addresses_for(agency: str, team: str = "", role: str = "") -> list[str]:
    """Addresses of those who hold the role in the team; else in the agency; else the team's own.

    A role is told in person; a team without a role is told at its shared address. What names no team of the agency
    goes to its default team. Empty only for an agency that is not in the directory.
    """
    if role:
        held = queries.holders(agency, team, role) if team else queries.holders(agency, role=role)
        held = held if held.exists() else queries.holders(agency, role=role)
        found = sorted({address for address in held.values_list("practitioner__email", flat=True) if address})
        if found:
            return found
    try:
        return [queries.team_for(agency, team, role).email]
    except Team.DoesNotExist:
        return []
