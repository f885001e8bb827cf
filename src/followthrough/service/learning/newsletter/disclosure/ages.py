"""How old is somebody, however it is said, and which stage of life says as much?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from followthrough.service.learning.newsletter.disclosure.model import GONE, Hit, Known, Passage, Rule, found

ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
NUMBER = rf"(?:\d{{1,2}}|{ONES}|{_TEENS})"
_VALUES = {word: value for value, word in enumerate(f"{ONES}|{_TEENS}".split("|"), 1)}
_UNIT = "(?:year|month|week|day)s?"
_WHO = (
    r"(?:he|she|who|child|boy|girl|baby|infant|toddler|son|daughter|brother|sister|sibling|twin|pupil|"
    rf"child (?:{NUMBER}))"
)
# After an age comes the end, or a word that begins something else: not “two miles”, and not “one of them”.
_STOP = r"\s*(?:$|[.,;:!?)”]|-\s"
_ENDS = rf"(?={_STOP}|(?:when|at|and|but|then|while|or|who|by|that|in|on|as|if|so|before|after|with)\b))"
_VERB = rf"(?={_STOP}|(?:was|is|were|had|has|who|with|and|in|at|on|from|to|came|went|lived|could|did|by)\b))"
BEFORE = re.compile(
    rf"\b(?P<number>{NUMBER})[- ](?P<unit>year|month|week|day)(?P<many>s?)[- ]olds?\b(?P<alone>{_VERB})?", re.I
)
AFTER = re.compile(
    rf"\b(?:aged|(?:of|at) the age of|at age|age) (?P<number>{NUMBER})\b(?: (?P<unit>years|months))?"
    r"(?! to\b)(?! (?:and|or) (?:over|under|above|younger|older))",
    re.I,
)
BEING = re.compile(
    rf"\b{_WHO} (?P<what>(?P<verb>was|is) (?:(?:only|just|about|nearly|almost|then|still) )?(?P<number>{NUMBER})"
    rf"(?: and a half)?(?: (?P<unit>{_UNIT}))?){_ENDS}", re.I
)  # fmt: skip
TURNED = re.compile(
    rf"\b(?:turn(?:ed|ing|s) (?P<number>{NUMBER}){_ENDS}|reach(?:ed|ing|es) the age of {NUMBER}\b)", re.I
)
SINCE = re.compile(
    rf"\b(?:by|before|since|from|until|after) (?:the age of|(?:he|she) (?:was|turned)) (?P<number>{NUMBER})\b", re.I
)
_ORDINALS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|"
    "sixteenth|seventeenth|eighteenth"
)
BIRTHDAY = re.compile(rf"\b(?:{_ORDINALS}|\d{{1,2}}(?:st|nd|rd|th)) birthday\b", re.I)
SCHOOL_YEAR = re.compile(
    rf"\b(?P<in>in )?(?:school )?(?:Year|(?<=in )year) (?P<number>1[0-3]|[1-9]|{ONES}|{_TEENS})\b(?! of\b)"
)

# The end of each stage of life, in years.
SCHOOL, ADULT, LAST_OF_PRIMARY = 5, 18, 6
STAGES = ((2, "very young"), (SCHOOL, "young"), (11, "school"), (ADULT, "secondary-school"), (200, "adult"))


def ages(passages: Sequence[Passage], known: Known) -> Iterator[Hit]:
    why = "An exact age narrows it down to a few children. A stage of life says as much."
    for passage in passages:
        for match in BEFORE.finditer(passage.words):
            milder = being(_years(match)) if match["many"] else stage(_years(match))
            child = " child" if match["alone"] is not None and not match["many"] and _years(match) < ADULT else ""
            yield Hit(Rule.AGE, passage.where, match[0], why, milder + child)
        for match in AFTER.finditer(passage.words):
            yield Hit(Rule.AGE, passage.where, match[0], why, f"of {stage(_years(match))} age")
        for match in BEING.finditer(SINCE.sub(GONE, passage.words)):
            yield Hit(Rule.AGE, passage.where, match["what"], why, f"{match['verb']} {being(_years(match))}")
        for match in TURNED.finditer(passage.words):
            yield Hit(Rule.AGE, passage.where, match[0], why, "grew older")
        for match in SINCE.finditer(passage.words):
            yield Hit(Rule.AGE, passage.where, match[0], why, _when(_years(match)))
        for match in SCHOOL_YEAR.finditer(passage.words):
            school = "primary school" if _value(match["number"]) <= LAST_OF_PRIMARY else "secondary school"
            yield Hit(Rule.AGE, passage.where, match[0], why, f"at {school}" if match["in"] else school)
    yield from found(Rule.AGE, passages, BIRTHDAY, why, "birthday")


def _years(match: re.Match[str]) -> int:
    unit = (match.groupdict().get("unit") or "year").lower()
    months = _value(match["number"]) if unit.startswith("month") else 0
    return _value(match["number"]) if unit.startswith("year") else months // 12


def _value(number: str) -> int:
    return int(number) if number.isdigit() else _VALUES[number.lower()]


def stage(years: int) -> str:
    """A word that stands before "child" or "age"."""
    return next(word for end, word in STAGES if years < end)


def being(years: int) -> str:
    """The same after "was"."""
    return f"of {stage(years)} age" if SCHOOL <= years < ADULT else stage(years)


def _when(years: int) -> str:
    return "early in life" if years < SCHOOL else "in the school years" if years < ADULT else "as an adult"
