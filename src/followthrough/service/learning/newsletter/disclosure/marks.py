"""Which words mark a time, a report, a family, a place? Patterns alone: `rules` says what they mean."""

from __future__ import annotations

import re

from followthrough.service.learning.newsletter.disclosure import illnesses, newsroom
from followthrough.service.learning.newsletter.disclosure.ages import ONES

_CALLED = r"(?!(?:The|This|That|An?|Her|His|Their|Each|No|Any|Such)\b)[A-Z][\w’'-]+"
ILLNESS = re.compile(
    rf"\b(?:{_CALLED}[ -](?:[Tt]ype \d )?(?:[a-z]+ )?(?:{illnesses.SECOND})"
    rf"|(?i:{'|'.join(illnesses.ALONE.split(', '))}))\b"
)

MONTH_NAME = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
_YEAR = r"(?:19|20)\d\d"
_AT = r"(?:(?P<at>(?i:on|in|at|over|during|since|from|up to|to|until|by|before|after|of))\s+)?(?:the\s+)?"
EXACT = re.compile(
    rf"\b{_AT}(?:(?:{_YEAR}-\d\d-\d\d)|(?:\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}})"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH_NAME}(?:\s+{_YEAR})?)|(?:{MONTH_NAME}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?))\b"
)
MONTH = re.compile(rf"\b{_AT}(?:{MONTH_NAME}\s+(?:of\s+)?{_YEAR}|(?<=in ){MONTH_NAME})\b")
YEAR = re.compile(rf"\b{_AT}{_YEAR}\b(?!-)(?:\s+on(?:wards)?\b)?")
WEEKDAY = re.compile(rf"\b{_AT}(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s+(?:morning|afternoon|evening|night))?\b")
CLOCK = re.compile(r"\b(?:at\s+)?(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?[ap]m)?\b|\b(?:at\s+)?\d{1,2}\s?[ap]m\b", re.I)
_FEASTS = "Easter|Christmas|Boxing Day|New Year(?:[’']s (?:Day|Eve))?|Good Friday|Whitsun|Eid|Diwali|Halloween"
HOLIDAY = re.compile(
    r"\b(?:(?:on|over|at|during|in)\s+)?(?:an?\s+|the\s+)?(?:\w+\s+)?"
    rf"(?:bank[- ]holiday(?!s)|{_FEASTS})(?:\s+weekend)?\b",
    re.I,
)

PRESS = re.compile(rf"\b(?:{newsroom.OUTLETS}|(?i:{newsroom.WORDS}))\b")
_SIBLINGS = "(?:siblings?|brothers?|sisters?)"
PLACE_IN_FAMILY = re.compile(
    rf"\b(?:(?:his|her|their|the|a|an) )?(?:(?:younger|older|elder|youngest|eldest|oldest) {_SIBLINGS}"
    rf"(?: (?:or|and) {_SIBLINGS})?|"
    r"twin (?:brother|sister)|(?<=his )twin|(?<=her )twin)\b", re.I
)  # fmt: skip
SEVERAL_AT_ONCE = re.compile(
    r"\b(?:twins|triplets|quadruplets|"
    r"(?:a|the) (?:twin|triplet)(?=\s*(?:$|[.,;:]|(?:who|and|was|is|had|has)\b)))\b", re.I
)  # fmt: skip
LOCAL = re.compile(
    r"\b(?:the|a|their|his|her) (?:only |local |nearest |nearby )+"
    r"((?:(?:special|primary|secondary|infant|junior|faith|church|boarding|village) )?"
    r"(?:school|nursery|college|surgery|hospital|hospice|church|unit|refuge|children[’']s home))\b", re.I
)  # fmt: skip
FAMILY = re.compile(
    r"\b(?:twins?|triplets?|only child|youngest|eldest|oldest of|"
    r"(?:younger|older|elder) (?:sibling|brother|sister)s?)\b", re.I
)  # fmt: skip
UNUSUAL = re.compile(
    r"\b(?:out[- ]of[- ]county|out[- ]of[- ]area|out of the county|home[- ]educated|taught at home|"
    r"special school|wheelchair|ventilator|tracheostomy|tube[- ]fed)\b", re.I
)  # fmt: skip
FEW = re.compile(
    rf"\b(?:only )?(?:[1-9]|{ONES})(?: of the| other| more| disabled| young| small| school)* "
    r"(children|boys|girls|siblings|brothers|sisters|families|households|pupils|babies|young people|deaths)\b", re.I
)  # fmt: skip

POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
STREET = re.compile(
    r"\b(?!(?:The|This|That|An?|Her|His|Their|Our|Local|Special|Primary|Children’s)\b)"
    r"[A-Z][\w’']+(?: [A-Z][\w’']+){0,4} "
    r"(?:Street|Road|Lane|Close|Avenue|Drive|Crescent|Terrace|Estate|Primary|Academy|School|Nursery|College|Surgery|"
    r"Hospital|Infirmary|House|Park)\b"
)
TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|PC|DC|Sergeant|Sgt|Inspector|Nurse|Judge)\.? [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?"
)
