"""Is a change sound? The language says so, in its own sentences; a rule that has a source is only ever tightened."""

from __future__ import annotations

from dataclasses import dataclass

from followthrough.procedures.language import Fault, Written
from followthrough.procedures.language.faults import Faults
from followthrough.procedures.language.written import Kind
from followthrough.procedures.model.errors import ModelError
from followthrough.procedures.model.fromaday import changed_between, newest
from followthrough.procedures.model.procedure import AnyProcedure, Confidence, DutyProcedure, StandingProcedure
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.timescale import Timescale, When
from followthrough.service.learning.changes import wording
from followthrough.service.ledger import amending, rulebook

_OURS = frozenset({Confidence.OURS, Confidence.NEWSLETTER})  # what a partnership may weigh anew


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
    _refuse_looser(before, after, written)
    return Sound(before, after, changed)


def _said(fault: Fault | ModelError, written: Written) -> tuple[str, str]:
    if not isinstance(fault, Fault):
        return "", str(fault)
    if fault.place.file != written.file:
        return "", str(fault)
    at = wording.setting_part_at if written.kind is Kind.SETTING else wording.part_at
    return at(written.text, fault.place.line), fault.message


def _refuse_looser(before: Rulebook, after: Rulebook, written: Written) -> None:
    """The language holds settings to what the law says. A rule that was read in a source is held to it here."""
    if written.kind is Kind.SETTING or written.id not in before.by_id:
        return
    was, now = newest(before, written.id), newest(after, written.id)
    if was.confidence not in _OURS and _conditions(was) != _conditions(now):
        raise NotSound(
            (
                "if",
                "This rule was read in a source, so a partnership may not ask for it less often. Add a rule besides.",
            )
        )
    if not _is_from_a_source(was, before):
        return
    for old, new in zip(_times(was), _times(now), strict=False):
        if not _is_no_more(old, new):
            raise NotSound(
                ("value", f"“{was.title}” has {old} from a source; {new} may loosen it. It may only be tightened.")
            )


def _is_from_a_source(procedure: AnyProcedure, rules: Rulebook) -> bool:
    if isinstance(procedure, DutyProcedure):
        named = [limit.setting for limit in procedure.limits]
    elif isinstance(procedure, StandingProcedure):
        named = list(procedure.settings)
    else:
        return False
    base = {rules.settings[name].pack for name in named if name}
    return procedure.deadline_confidence not in _OURS or bool(base - {rulebook.packs()[-1]})


def _times(procedure: AnyProcedure) -> list[When | None]:
    if isinstance(procedure, DutyProcedure):
        return [limit.within for limit in procedure.limits]
    return list(procedure.every) if isinstance(procedure, StandingProcedure) else []


def _is_no_more(old: When | None, new: When | None) -> bool:
    if not (isinstance(old, Timescale) and isinstance(new, Timescale)):
        return old == new
    return (old.unit, old.office) == (new.unit, new.office) and new.amount <= old.amount


def _conditions(procedure: AnyProcedure) -> object:
    return getattr(procedure, "condition", None), getattr(procedure, "pattern", None)
