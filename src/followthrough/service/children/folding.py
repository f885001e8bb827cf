"""When are two spellings the same name? Without case, accents, hyphens and apostrophes: for searching only."""

from __future__ import annotations

import re
import unicodedata

# Letters that do not come apart into a plain letter and a mark.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(name: str) -> str:
    """As in "zofia luczak nowak" for "Zofia Łuczak-Nowak"."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN))
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(re.sub(r"[^\w]+", " ", letters.replace("'", "").replace("’", "")).split())
