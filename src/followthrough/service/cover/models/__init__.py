"""The tables of cover: what was signed for days off, and what became of each team's rota. Nothing is about a child."""

from followthrough.service.cover.models.assurance import Asked, Level, Period, Signed
from followthrough.service.cover.models.handover import HandOver, HandOverItem
from followthrough.service.cover.models.rota import Absence, Gap, Handing, RotaChange, RotaFile, Unheld

__all__ = [
    "Absence",
    "Asked",
    "Gap",
    "HandOver",
    "HandOverItem",
    "Handing",
    "Level",
    "Period",
    "RotaChange",
    "RotaFile",
    "Signed",
    "Unheld",
]
