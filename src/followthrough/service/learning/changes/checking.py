"""Is a change sound? The language says so, in its own sentences; a rule that has a source is only ever tightened."""

from __future__ import annotations

from dataclasses import dataclass

from followthrough.procedures.language import Fault, Written
from followthrough.procedures.language.faults import Faults
from followthrough.procedures.language.written import Kind
from followthrough.procedures.model.errors import ModelError
from followthrough.procedures.model.fromaday import changed_between
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.learning.changes import wording
from followthrough.service.learning.changes.holding import Held
from followthrough.service.ledger import amending, rulebook


class NotSound(ValueError):
    """`said` are sentences, each with the part of the change that it is about, "" for the whole."""

    def __init__(self, *said: tuple[str, str]) -> None:
        self.said = said
        super().__init__(" ".join(sentence for _, sentence in said))


@dataclass(frozen=True)
class Sound:
    """The rulebook as it would be asked with all that is agreed, and with this change besides."""

    before: Rulebook
    after: Rulebook
    changed: tuple[str, ...]


def held() -> tuple[Written, ...]:
    """All that is agreed already."""
    return amending.written_until_now(amending.agreed())


def shipped() -> Rulebook:
    """The files alone: what says which times rest on a source."""
    return amending.loaded(rulebook.folder(), rulebook.packs())


def of(identity: str) -> Written | None:
    """What the partnership's own pack says of a procedure now, with what is agreed since."""
    told = next((each for each in held() if (each.kind, each.id) == (Kind.PROCEDURE, identity)), None)
    return told or wording.file_of(rulebook.folder(), rulebook.packs()[-1], identity)


def check(written: Written) -> Sound:
    """Raises NotSound."""
    agreed = held()
    others = tuple(each for each in agreed if (each.kind, each.id) != (written.kind, written.id))
    before = amending.loaded(rulebook.folder(), rulebook.packs(), agreed)
    try:
        after = amending.loaded(rulebook.folder(), rulebook.packs(), (*others, written))
    except Fault as fault:
        raise NotSound(_said(fault, written)) from fault
    except Faults as faults:
        raise NotSound(*(_said(each, written) for each in faults.faults)) from faults
    except ModelError as error:
        raise NotSound(("", str(error))) from error
    changed = changed_between(before, after)
    if not changed:
        raise NotSound(("value", "This is what the rulebook says already. Nothing would change."))
    if looser := list(Held(shipped(), before, rulebook.packs()[-1]).looser(after, changed, written)):
        raise NotSound(*looser)
    return Sound(before, after, changed)


def _said(fault: Fault | ModelError, written: Written) -> tuple[str, str]:
    if not isinstance(fault, Fault):
        return "", str(fault)
    if fault.place.file != written.file:
        return "", str(fault)
    at = wording.setting_part_at if written.kind is Kind.SETTING else wording.part_at
    return at(written.text, fault.place.line), fault.message
