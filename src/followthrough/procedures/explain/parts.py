"""In which parts is an explanation read? The same, under the same words, as text, on a page and in the service."""

from __future__ import annotations

from typing import NamedTuple

from followthrough.procedures.explain.nouns import Explanation
from followthrough.procedures.explain.words import says_words, upper

NOTHING_SEEN = "Nothing that you may see."
OUR_DEFAULT = "our default"


class Part(NamedTuple):
    """A heading with what is said under it, each a paragraph or an item of a list."""

    key: str
    title: str
    said: tuple[str, ...]

    @property
    def is_list(self) -> bool:
        return self.key == "evidence"


_TITLES = {
    "duty": {
        "sentence": "Why it is here",
        "sum": "How the time was worked out",
        "evidence": "What it rests on",
        "meets": "What would meet it",
        "next": "Who is told next",
        "says": "The rule says",
        "source": "Where the rule comes from",
        "confidence": "How sure we are",
    },
    "signal": {
        "sentence": "What it means",
        "sum": "What the pattern is",
        "evidence": "What it rests on",
        "meets": "What ends it",
        "next": "What comes of it",
        "says": "The rule says",
        "source": "Where the rule comes from",
        "confidence": "How sure we are",
    },
}


def parts(why: Explanation) -> tuple[Part, ...]:
    """The parts that have something to say, in the order in which people ask."""
    said = {
        "sentence": (why.sentence,),
        "sum": tuple(f"{upper(line).rstrip('.')}." for line in (why.sum, *why.notes) if line),
        "evidence": evidence(why),
        "meets": (why.what_would_meet,),
        "next": (why.who_next,),
        "says": (says_words(why.procedure.says, why.procedure.confidence),),
        "source": (why.source,),
        "confidence": (why.confidence, f"{why.procedure.title}, version {why.procedure.version}."),
    }
    titles = _TITLES[why.about]
    found = (Part(key, titles[key], tuple(filter(None, lines))) for key, lines in said.items())
    return tuple(part for part in found if part.said)


def evidence(why: Explanation) -> tuple[str, ...]:
    """What may be seen, a line each; what may not is only counted."""
    seen = [str(line) for line in why.evidence if not line.is_hidden]
    unseen = len(why.evidence) - len(seen)
    if not unseen:
        return tuple(seen)
    return (*seen, f"And {unseen} more that you may not see.") if seen else (NOTHING_SEEN,)
