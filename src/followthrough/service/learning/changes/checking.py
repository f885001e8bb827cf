"""Is a change sound? The language says so, in its own sentences; a rule that has a source is only ever tightened."""

from __future__ import annotations

from dataclasses import dataclass

from followthrough.procedures.language import Fault, Written
from followthrough.procedures.language.faults import Faults
from followthrough.procedures.language.written import Kind
from followthrough.procedures.model.errors import ModelError
from followthrough.procedures.model.fromaday import changed_between
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.timescale import TimescaleError, parse_timescale
from followthrough.service.learning.changes import wording
from followthrough.service.learning.changes.holding import NOT_ONLY, Held, is_sourced
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
    """What every change is held to: the files, and each rule of the partnership's own as it was first agreed."""
    files = amending.loaded(rulebook.folder(), rulebook.packs())
    first = amending.written_at_first(amending.agreed())
    own = tuple(each for each in first if each.kind is Kind.PROCEDURE and each.id not in files.by_id)
    return amending.loaded(rulebook.folder(), rulebook.packs(), own)


def rules() -> Rulebook:
    """With all that is agreed, as if it held already: a change is made upon the last that was agreed."""
    return amending.loaded(rulebook.folder(), rulebook.packs(), held())


def of(identity: str) -> Written | None:
    """What the partnership's own pack says of a procedure now, with what is agreed since."""
    told = next((each for each in held() if (each.kind, each.id) == (Kind.PROCEDURE, identity)), None)
    return told or wording.file_of(rulebook.folder(), rulebook.packs()[-1], identity)


def check(written: Written, *, is_new: bool) -> Sound:
    """Raises NotSound. `is_new` says that it is of a rule that nobody has yet."""
    agreed = held()
    others = tuple(each for each in agreed if (each.kind, each.id) != (written.kind, written.id))
    before = amending.loaded(rulebook.folder(), rulebook.packs(), agreed)
    held_to = Held(shipped(), before, rulebook.packs()[-1])
    if is_new and written.id in before.by_id:
        raise NotSound(("title", "There is a rule of this name by now. Propose it again, under another name."))
    if written.kind is Kind.SETTING:
        _refuse_looser(held_to, written)
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
    if not held_to.is_only(after, written, is_new=is_new):
        raise NotSound(("", NOT_ONLY))
    if looser := list(held_to.looser(after, changed, written)):
        raise NotSound(*looser)
    return Sound(before, after, changed)


def _refuse_looser(held_to: Held, written: Written) -> None:
    """In plain words, where the value can be read; what cannot is the reader's to say."""
    try:
        value = parse_timescale(wording.value_of(written))
    except TimescaleError:
        return
    was = held_to.looser_setting(written.id, value)
    if was is not None:
        titles = wording.sources(rulebook.folder(), rulebook.packs())
        whence = f"rests on a source: {titles[was.source]}" if is_sourced(was) else "holds across all partnerships"
        which = "the same unit, and no less" if was.is_longer_tighter else "the same unit, and no more"
        raise NotSound(
            (
                "value",
                f"This time is {was.value} and {whence}. What you wrote, {value}, may loosen it. "
                f"It may only be tightened: use {which}.",
            )
        )


def _said(fault: Fault | ModelError, written: Written) -> tuple[str, str]:
    if not isinstance(fault, Fault):
        return "", str(fault)
    if fault.place.file != written.file:
        return "", str(fault)
    at = wording.setting_part_at if written.kind is Kind.SETTING else wording.part_at
    return at(written.text, fault.place.line), fault.message
