"""What may have happened to a child that a newspaper tells? By kind, as the question about the news names the kinds.

A list of what reports on children are written about, so that a person is told which words to search with. It decides
nothing: the question is asked of every child, also where none of these is found. An asterisk stands for any ending.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

KINDS: Final[Mapping[str, str]] = {
    "a death": (
        "died, dies, dying, dead, death*, killed, kills, murder*, manslaughter, stillborn, body was found, body found, "
        "fatal*, inquest*, coroner*"
    ),
    "harm by somebody": (
        "shaken, beaten, battered, kicked, punched, bitten, starv*, stabb*, shot, shooting, strangl*, suffocat*, "
        "smother*, throttl*, poison*, burn, burns, burnt, burned, scald*, tortur*, rape*, assault*, attack*, abused, "
        "sexual abuse, groomed, grooming, exploit*, traffick*, injur*, fractur*, bruis*, broken bone*, "
        "broken arm*, broken leg*"
    ),
    "harm to oneself": (
        "suicid*, self-harm*, harmed himself, harmed herself, harmed themselves, harmed themself, harms himself, "
        "harms herself, harming himself, harming herself, cut himself, cut herself, hanged, hanging, hung himself, "
        "hung herself, overdos*, took tablets, took pills, jumped from"
    ),
    "being left, lost or taken": (
        "abandon*, found alone, left alone, home alone, left outside, found outside, left in a car, locked in, "
        "went missing, missing, ran away, run away, runaway*, abduct*, kidnap*, snatched, taken abroad"
    ),
    "an accident": "drown*, fire, blaze, crash*, fell from, run over, explosion*, electrocut*",
    "police and courts": (
        "arrest*, charged, jail*, imprison*, prison, convict*, sentenced, pleaded, on trial, court case, on the run"
    ),
}


def _pattern(phrases: str) -> str:
    each = (re.escape(phrase.strip()).replace(r"\*", r"\w*") for phrase in phrases.split(","))
    return "|".join(phrase.replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]?") for phrase in each)


EVENT: Final = re.compile(rf"\b(?:{'|'.join(map(_pattern, KINDS.values()))})\b", re.I)
