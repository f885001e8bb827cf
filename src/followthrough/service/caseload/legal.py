"""Which legal status does a word of a case system mean? The field's own list, with the codes of the SSDA903 return of
looked-after children and the short words that systems write. What is on no list is shown as it is written.
"""

from __future__ import annotations

import re
from typing import Final

STATUSES: Final = {
    "none": "No legal status",
    "early-help": "Early help",
    "in-need": "Child in need (section 17)",
    "enquiry": "Child protection enquiry (section 47)",
    "protection-plan": "Child protection plan",
    "section-20": "Looked after by agreement (section 20)",
    "short-breaks": "Looked after in short breaks (section 20)",
    "interim-care-order": "Looked after, interim care order (section 38)",
    "care-order": "Looked after, care order (section 31)",
    "placement-order": "Placement order",
    "police-protection": "Police protection (section 46)",
    "emergency-order": "Emergency protection order (section 44)",
    "assessment-order": "Child assessment order (section 43)",
    "supervision-order": "Supervision order (section 35)",
    "remand": "On remand to the local authority",
    "care-leaver": "Care leaver",
}
_WRITTEN: Final = {
    "none": ("none", "no", "nil", "n/a", "not applicable", "no legal status"),
    "early-help": ("early help", "eh", "ehm"),
    "in-need": ("cin", "child in need", "s17", "section 17", "child in need plan"),
    "enquiry": ("s47", "section 47", "s47 enquiry"),
    "protection-plan": ("cp", "cpp", "child protection", "child protection plan", "cp plan", "subject to cp plan"),
    "section-20": ("v2", "s20", "section 20", "accommodated", "looked after s20", "lac s20", "single period s20"),
    "short-breaks": ("v3", "v4", "short breaks", "respite"),
    "interim-care-order": ("c1", "ico", "interim care order", "s38", "section 38"),
    "care-order": ("c2", "co", "full care order", "care order", "s31", "section 31", "looked after s31", "lac s31"),
    "placement-order": ("e1", "placement order", "placement order granted"),
    "police-protection": ("l1", "police protection", "s46", "section 46", "ppo"),
    "emergency-order": ("l2", "epo", "emergency protection order", "s44", "section 44"),
    "assessment-order": ("l3", "cao", "child assessment order", "s43"),
    "supervision-order": ("so", "supervision order", "s35", "section 35"),
    "remand": ("j1", "j2", "j3", "remand", "on remand", "ylad"),
    "care-leaver": ("care leaver", "leaving care", "eligible", "relevant", "former relevant"),
}
_CODES: Final = {word: code for code, words in _WRITTEN.items() for word in words}


def code_of(written: str) -> str:
    """Empty for what is on no list."""
    plain = " ".join(re.sub(r"[^a-z0-9/ ]+", " ", written.lower()).split())
    titles = {" ".join(re.sub(r"[^a-z0-9/ ]+", " ", title.lower()).split()): code for code, title in STATUSES.items()}
    return _CODES.get(plain) or titles.get(plain) or (plain if plain in STATUSES else "")


def words_of(written: str) -> str:
    """As a person reads it. Words on no list are never bent into one of them."""
    code = code_of(written)
    return STATUSES[code] if code else f"“{written}”, as the list writes it"
