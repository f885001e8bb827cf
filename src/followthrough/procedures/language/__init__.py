"""YAML → model. Every fault names file, line, what is wrong and the mend."""

from followthrough.procedures.language.catalogues import load_catalogue
from followthrough.procedures.language.faults import Fault, Place
from followthrough.procedures.language.instants import parse_local_instant
from followthrough.procedures.language.offices import load_calendar
from followthrough.procedures.language.packs import PACKS, load_rulebook, packs_of
from followthrough.procedures.language.vocabularies import load_vocabulary
from followthrough.procedures.language.written import Written

__all__ = [
    "PACKS",
    "Fault",
    "Place",
    "Written",
    "load_calendar",
    "load_catalogue",
    "load_rulebook",
    "load_vocabulary",
    "packs_of",
    "parse_local_instant",
]
