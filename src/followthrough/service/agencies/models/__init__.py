"""The directory's tables: agencies, teams and people, and who is on duty for a team from when to when."""

from followthrough.service.agencies.models.alerting import AlertBounds, AlertChoice, Bounds
from followthrough.service.agencies.models.directory import (
    ADMINISTRATOR,
    Agency,
    DirectoryChange,
    Membership,
    Practitioner,
    Team,
)
from followthrough.service.agencies.models.outside import Outside
from followthrough.service.agencies.models.rota import HolidayContact, Rota, Shift, ShiftLevel

__all__ = [
    "ADMINISTRATOR",
    "Agency",
    "AlertBounds",
    "AlertChoice",
    "Bounds",
    "DirectoryChange",
    "HolidayContact",
    "Membership",
    "Outside",
    "Practitioner",
    "Rota",
    "Shift",
    "ShiftLevel",
    "Team",
]
