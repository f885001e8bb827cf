"""Which duties are about Vulnerable Child forms? The procedures say, by what closes them."""

from __future__ import annotations

from followthrough.procedures.model.procedure import Obliging
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.models import Duty
from followthrough.service.police.queries import CHECKED, FORM


def closes(duty: Duty, kind: str) -> bool:
    rules = rulebook.current()
    found = next((each for each in rules.by_id.get(duty.procedure, ()) if each.version == duty.version), None)
    return isinstance(found, Obliging) and any(kind in closing.match.kinds for closing in found.closed_by)


def wants_form(duty: Duty) -> bool:
    """A form is missing, or was sent back."""
    return closes(duty, FORM)


def wants_check(duty: Duty) -> bool:
    return closes(duty, CHECKED)


def is_about_forms(duty: Duty) -> bool:
    return wants_form(duty) or wants_check(duty)
