"""Which words mark an age, an origin, a time, an event that makes news? Patterns alone: `rules` says what they mean."""

from __future__ import annotations

import re

_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
NUMBER = rf"(?:\d{{1,2}}|{_ONES}|{_TEENS})"
VALUES = {word: value for value, word in enumerate(f"{_ONES}|{_TEENS}".split("|"), 1)}

AGE_BEFORE = re.compile(rf"\b({NUMBER})[- ](year|month|week|day)s?[- ]olds?\b", re.I)
AGE_AFTER = re.compile(rf"\b(?:aged|of the age of|at the age of) ({NUMBER})\b(?: (?:years|months))?", re.I)

_PEOPLES = """
Afghan Albanian Algerian American Angolan Arab Armenian Australian Austrian Bangladeshi Belarusian Belgian Bolivian
Bosnian Brazilian British Bulgarian Cameroonian Canadian Chilean Chinese Colombian Congolese Croatian Cuban Cypriot
Czech Danish Dutch Egyptian Eritrean Estonian Ethiopian Filipino Finnish French Gambian Georgian German Ghanaian
Greek Guyanese Hungarian Indian Indonesian Iranian Iraqi Irish Israeli Italian Ivorian Jamaican Japanese Jordanian
Kenyan Korean Kosovan Kurdish Kuwaiti Latvian Lebanese Liberian Libyan Lithuanian Macedonian Malawian Malaysian
Maltese Mauritian Mexican Moldovan Mongolian Moroccan Nepalese Nigerian Norwegian Pakistani Palestinian Peruvian
Polish Portuguese Roma Romanian Russian Rwandan Saudi Scottish Senegalese Serbian Slovak Slovenian Somali Spanish
Sudanese Swedish Swiss Syrian Taiwanese Tamil Tanzanian Thai Tibetan Traveller Tunisian Turkish Ugandan Ukrainian
Uzbek Venezuelan Vietnamese Welsh Yemeni Zambian Zimbabwean Amharic Arabic Bengali Cantonese Dari Farsi Gujarati
Hindi Mandarin Pashto Punjabi Romani Sylheti Tigrinya Urdu
"""
_PEOPLE = "|".join(_PEOPLES.split())
ORIGIN = re.compile(rf"\b(?:{_PEOPLE})\b")
SPEAKING = re.compile(rf"\b(?:{_PEOPLE})-speaking\b")
SPEAKS = re.compile(rf"\b(speaks?|speaking|spoke) (?:only )?(?:{_PEOPLE})\b")
OF_PEOPLE = re.compile(
    rf"\b(?:{_PEOPLE})(?:-speaking)? (family|families|mother|father|parents?|couple|child|girl|boy|community)\b"
)

_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
_YEAR = r"(?:19|20)\d\d"
_AT = r"(?:(?P<at>(?i:on|in|at|over|during|since|from|up to|to|until|by|before|after|of))\s+)?(?:the\s+)?"
EXACT = re.compile(
    rf"\b{_AT}(?:(?:{_YEAR}-\d\d-\d\d)|(?:\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}})"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:\s+{_YEAR})?)|(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?))\b"
)
MONTH = re.compile(rf"\b{_AT}(?:{_MONTH}\s+(?:of\s+)?{_YEAR}|(?<=in ){_MONTH})\b")
YEAR = re.compile(rf"\b{_AT}{_YEAR}\b(?!-)(?:\s+on(?:wards)?\b)?")
WEEKDAY = re.compile(rf"\b{_AT}(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s+(?:morning|afternoon|evening|night))?\b")
CLOCK = re.compile(r"\b(?:at\s+)?(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?[ap]m)?\b|\b(?:at\s+)?\d{1,2}\s?[ap]m\b", re.I)
_FEASTS = "Easter|Christmas|Boxing Day|New Year(?:[’']s (?:Day|Eve))?|Good Friday|Whitsun|Eid|Diwali|Halloween"
HOLIDAY = re.compile(
    r"\b(?:(?:on|over|at|during|in)\s+)?(?:an?\s+|the\s+)?(?:\w+\s+)?"
    rf"(?:bank[- ]holiday(?!s)|{_FEASTS})(?:\s+weekend)?\b",
    re.I,
)

PRESS = re.compile(
    r"\b(?:news(?!letter)\w*|press(?! release)|media|headlines?|reporters?|journalists?|television|TV|broadcast|"
    r"front page|Facebook|Twitter|went viral)\b", re.I
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
    rf"\b(?:only )?(?:[1-9]|{_ONES})(?: of the| other| more| disabled| young| small| school)* "
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
