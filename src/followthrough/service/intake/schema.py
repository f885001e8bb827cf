"""What may another system send? One table of fields: it checks what comes, and the OpenAPI document is made from it.

A field that nobody knows is refused, so that a slip in a name does not lose what stood in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from followthrough.service.children.models import Number
from followthrough.service.children.numbers import NotANumber
from followthrough.service.children.numbers import check as check_number

_SIGN: Final = r"[^\u0000-\u0008\u000b\u000c\u000e-\u001f]"  # what `_is_text` lets through, for the document
_WORDS: Final = rf"^{_SIGN}*[^\u0000-\u001f\s]{_SIGN}*$"
_NUMBER: Final = rf"^{_SIGN}*[A-Za-z0-9]{_SIGN}*$"


@dataclass(frozen=True)
class Field:
    name: str
    says: str
    longest: int
    example: str
    is_required: bool = False
    format: str = ""
    pattern: str = rf"^{_SIGN}*$"

    @property
    def schema(self) -> dict[str, Any]:
        made: dict[str, Any] = {"type": "string", "description": self.says, "examples": [self.example]}
        made |= {"maxLength": self.longest}
        made |= {"minLength": 1} if self.is_required else {}
        return made | ({"format": self.format} if self.format else {"pattern": self.pattern})


FIELDS: Final = (
    Field("subject", "One line: what it is about.", 300, "A pupil was not collected", True, pattern=_WORDS),
    Field("text", "What happened, in plain words.", 20_000, "Nobody came for her until 17:10.", True, pattern=_WORDS),
    Field("sender", "Who wrote it: a name and a role.", 200, "Carol Penn, school office", True, pattern=_WORDS),
    Field("written_at", "When it was written, with its time zone.", 40, "2026-11-30T15:52:00Z", False, "date-time"),
)
CHILD: Final = (
    Field("name", "Full name.", 120, "Rosie Dunne"),
    Field("born_on", "Date of birth.", 10, "2014-09-14", False, "date"),
    Field("number", "NHS number or unique pupil number, if you know one.", 60, "999 123 4543"),
    Field("address", "Where the child lives.", 120, "14 Mill Lane"),
    Field("case_number", "By which your own system knows the child.", 60, "HP-2291", pattern=_NUMBER),
)


@dataclass(frozen=True)
class Fault:
    """RFC 9457: where it is, as a JSON Pointer, and what to do."""

    pointer: str
    detail: str


@dataclass(frozen=True)
class Sent:
    subject: str
    text: str
    sender: str
    written_at: datetime | None
    about: dict[str, str]


def check(body: Any) -> Sent | list[Fault]:
    faults = list(_object(body, (*(each.name for each in FIELDS), "child"), ""))
    if not faults:
        faults = [*_fields(body, FIELDS, ""), *_child(body.get("child"))]
    if faults:
        return faults
    about = {name: value.strip() for name, value in (body.get("child") or {}).items() if value.strip()}
    return Sent(body["subject"].strip(), body["text"].strip(), body["sender"].strip(), _instant(body), about)


def _object(value: Any, known: tuple[str, ...], at: str) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault(at, "Send a JSON object.")
        return
    for name in value:
        if name not in known:
            yield Fault(f"{at}/{_escaped(name)}", f"There is no such field. The fields are: {', '.join(known)}.")


def _child(child: Any) -> Iterator[Fault]:
    if child is None:
        return
    wrong = list(_object(child, tuple(each.name for each in CHILD), "/child"))
    yield from wrong or _fields(child, CHILD, "/child")


def _fields(body: dict[str, Any], fields: tuple[Field, ...], at: str) -> Iterator[Fault]:
    for field in fields:
        value, pointer = body.get(field.name), f"{at}/{field.name}"
        if field.name not in body:
            if field.is_required:
                yield Fault(pointer, "This is missing.")
        elif not isinstance(value, str):
            yield Fault(pointer, "Send a string.")
        elif field.is_required and not value.strip():
            yield Fault(pointer, "This is empty.")
        elif len(value) > field.longest:
            yield Fault(pointer, f"This is longer than {field.longest} characters.")
        elif not all(map(_is_text, value)):
            yield Fault(pointer, "This has signs that are no text.")
        else:
            yield from _formed(field, value, pointer)


def _is_text(sign: str) -> bool:
    """Neither a control sign nor half of a pair: no database holds them, and no page can show them."""
    return sign in "\n\r\t" or (sign >= " " and not "\ud800" <= sign <= "\udfff")


def _formed(field: Field, value: str, pointer: str) -> Iterator[Fault]:
    try:
        if field.format == "date":
            date.fromisoformat(value)
        if field.format == "date-time":
            if _parsed(value).tzinfo is None:
                raise ValueError
            _parsed(value).astimezone(UTC)  # the first and the last day there is may lie beyond it elsewhere
        if field.name == "case_number" and value.strip():
            check_number(Number.Scheme.CASE, value)
    except NotANumber as error:
        yield Fault(pointer, str(error))
    except (ValueError, OverflowError):
        wanted = "a date, such as 2014-09-14" if field.format == "date" else "an instant with its time zone"
        yield Fault(pointer, f"Send {wanted}.")


def _parsed(value: str) -> datetime:
    return datetime.fromisoformat(value)


def _instant(body: dict[str, Any]) -> datetime | None:
    return _parsed(body["written_at"]).astimezone(UTC) if body.get("written_at") else None


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
