"""Is a password one that others guess? Beside the 20,000 of Django's list, what people here would choose.

Nothing is asked of a network: a password, or a part of its digest, never leaves the machine.
"""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError

_LOCAL = ("followthrough", "safeguarding", "children", "childrens", "social", "police", "hospital", "school", "nhs")
_SEASONS = ("spring", "summer", "autumn", "winter", "welcome", "password", "letmein", "qwerty", "changeme")
_WORDS = re.compile("|".join(sorted((*_LOCAL, *_SEASONS), key=len, reverse=True)))
_LOOKALIKES = str.maketrans("013457@$!", "oieastasi")
LEAST_LEFT = 8


class NotOneOfOurs:
    """Refuses what is left with little once such words, repeats and rows of signs are taken away."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = password.casefold()
        left = min(_left(plain), _left(plain.translate(_LOOKALIKES)))
        if left < LEAST_LEFT:
            raise ValidationError("This password is too easy to guess. Use three words that do not belong together")

    def get_help_text(self) -> str:
        return "Your password must not be made of words of this work, a season and a year, or one sign again and again."


def _left(plain: str) -> int:
    rest = _WORDS.sub("", plain)
    rest = re.sub(r"(19|20)\d\d", "", rest)
    rest = re.sub(r"(.+?)\1{2,}", r"\1", rest)
    return len([sign for before, sign in zip(" " + rest, rest, strict=False) if abs(ord(sign) - ord(before)) > 1])
