"""The child's page, its entries, and the pages that write, correct and take back."""

from followthrough.service.chronology.views.child import child
from followthrough.service.chronology.views.entries import correct, entry, take_back
from followthrough.service.chronology.views.knew import knew
from followthrough.service.chronology.views.recording import choose, choose_for_agency, record, record_for_agency
from followthrough.service.chronology.views.whole import contradict, weigh, whole

__all__ = [
    "child",
    "choose",
    "choose_for_agency",
    "contradict",
    "correct",
    "entry",
    "knew",
    "record",
    "record_for_agency",
    "take_back",
    "weigh",
    "whole",
]
