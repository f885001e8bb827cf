"""Keeping a rota: put somebody in, name them, take a shift out, hand it over, say that somebody is away.

Each action writes what changed beside it, and looks at the gaps again: what it fills or opens is told in the same
transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from followthrough.service.agencies.models import HolidayContact, Practitioner, Rota, Shift, ShiftLevel, Team
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.cover import policies
from followthrough.service.cover.actions.gaps import look_again
from followthrough.service.cover.models import Absence, Handing, RotaChange
from followthrough.service.cover.presenters.words import shift_words, span_words, title_of
from followthrough.service.design.dates import LONDON
from followthrough.service.ledger import outbox


class CannotRoster(ValueError):
    """The message says what stands in the way, and what to do."""


@transaction.atomic
def keep(*, team: Team, levels: Sequence[str], begins_on: date, by: Viewer) -> Rota:
    """The team keeps a rota from a day on, with these levels. Kept already: this is what holds now."""
    policies.check_can_keep(by, team.agency_id)
    ordered = [level.value for level in ShiftLevel if level.value in levels]
    begins_at = max(datetime.combine(begins_on, time.min, tzinfo=LONDON), clock.now())
    rota, _ = Rota.objects.update_or_create(team=team, defaults={"levels": ordered, "begins_at": begins_at})
    titles = ", ".join(title_of(level).lower() for level in ordered)
    write(team, None, f"The team keeps a rota from {begins_on:%-d %B %Y}: {titles}.", by)
    look_again([team])
    return rota


@transaction.atomic
def put_in(
    *,
    team: Team,
    level: str,
    starts_at: datetime,
    ends_at: datetime,
    practitioner: Practitioner | None,
    role: str,
    telephone: str,
    by: Viewer,
) -> Shift:
    """Raises CannotRoster for a level that is held, and for somebody who is on duty elsewhere or away."""
    policies.check_can_keep(by, team.agency_id)
    shift = Shift(
        team=team,
        level=level,
        starts_at=starts_at,
        ends_at=ends_at,
        practitioner=practitioner,
        role=role,
        telephone=telephone,
    )
    save(shift)
    write(team, shift, f"Put in: {shift_words(shift)}.", by)
    look_again([team])
    return shift


@transaction.atomic
def change(
    *, shift: Shift, practitioner: Practitioner | None, role: str, telephone: str, by: Viewer, why: str = ""
) -> Shift:
    """Another name, role or number for the same time."""
    policies.check_can_keep(by, shift.team.agency_id)
    before = shift_words(shift)
    shift.practitioner, shift.role, shift.telephone = practitioner, role, telephone
    save(shift)
    Handing.objects.filter(shift=shift, answer=Handing.Answer.WAITING).exclude(giver=practitioner).update(
        answer=Handing.Answer.TAKEN_BACK, answered_at=clock.now()
    )
    write(shift.team, shift, f"Changed: {before}. Now: {shift_words(shift)}.", by)
    look_again([shift.team])
    return shift


@transaction.atomic
def take_out(*, shift: Shift, by: Viewer) -> None:
    policies.check_can_keep(by, shift.team.agency_id)
    write(shift.team, shift, f"Taken out: {shift_words(shift)}.", by)
    shift.delete()
    look_again([shift.team])


@transaction.atomic
def offer(*, shift: Shift, taker: Practitioner, in_return: Shift | None, by: Viewer) -> Handing:
    """Ask somebody to take the shift; nothing changes until they accept."""
    policies.check_can_hand(by, shift)
    giver = shift.practitioner
    if giver is None:
        raise CannotRoster("Nobody is named on this shift yet. Name somebody instead.")
    if taker.pk == giver.pk:
        raise CannotRoster(f"It is the shift of {giver.name} already. Choose somebody else.")
    if in_return is not None and in_return.practitioner_id != taker.pk:
        raise CannotRoster(f"That shift is not one of {taker.name}’s any more. Choose again.")
    waiting, said = Handing.Answer.WAITING, {"giver": giver, "taker": taker, "in_return": in_return}
    if Handing.objects.filter(shift=shift, answer=waiting).exists():
        raise CannotRoster("Somebody was asked already. Take that back first.")
    handing = Handing.objects.create(shift=shift, asked_at=clock.now(), **said)
    swap = f" in return for {shift_words(in_return)}" if in_return else ""
    write(shift.team, shift, f"{taker.name} was asked to take {shift_words(shift)}{swap}.", by)
    outbox.enqueue(
        key=f"rota-offer:{handing.pk}",
        to=taker.email,
        owner=shift.team.key,
        sentence=f"{giver.name} asks you to take a shift: {span_words(shift.starts_at, shift.ends_at)}. "
        "Until you accept, it stays theirs.",
        reference=f"Shift {handing.pk}",
        link="/rotas/",
    )
    return handing


@transaction.atomic
def answer(*, handing: Handing, accepts: bool, by: Viewer) -> None:
    """By whoever was asked. A swap changes both shifts or neither."""
    handing = Handing.objects.select_for_update().get(pk=handing.pk)
    if handing.taker_id != by.practitioner_id:
        raise policies.CannotKeep("Only the person who was asked can answer.")
    _check_waits(handing)
    shift, taker = handing.shift, handing.taker
    if accepts:
        _exchange(handing)
    _settle(handing, Handing.Answer.ACCEPTED if accepts else Handing.Answer.DECLINED)
    said = "accepted" if accepts else "declined"
    write(shift.team, shift, f"{taker.name} {said}: {shift_words(shift)}.", by)
    look_again([shift.team])


@transaction.atomic
def take_back(*, handing: Handing, by: Viewer) -> None:
    policies.check_can_hand(by, handing.shift)
    handing = Handing.objects.select_for_update().get(pk=handing.pk)
    _check_waits(handing)
    _settle(handing, Handing.Answer.TAKEN_BACK)
    write(
        handing.shift.team, handing.shift, f"{handing.taker.name} need not take it: {shift_words(handing.shift)}.", by
    )


@transaction.atomic
def be_away(*, practitioner: Practitioner, starts_at: datetime, ends_at: datetime, by: Viewer) -> int:
    """Their shifts in that time keep role and number and lose the name: gaps, to be filled. Returns how many."""
    if by.practitioner_id != practitioner.pk:
        policies.check_can_keep(by, practitioner.agency_id)
    Absence.objects.create(
        practitioner=practitioner, starts_at=starts_at, ends_at=ends_at, entered_by=by.practitioner_id,
        entered_at=clock.now(),
    )  # fmt: skip
    theirs = Shift.objects.filter(practitioner=practitioner, ends_at__gt=starts_at, starts_at__lt=ends_at)
    found = list(theirs.select_related("team__agency").select_for_update(of=("self",)))
    for shift in found:
        shift.practitioner = None
        shift.save(update_fields=["practitioner"])
        write(shift.team, shift, f"{practitioner.name} is away: {shift_words(shift)} needs a name.", by)
    look_again({shift.team_id: shift.team for shift in found}.values())
    return len(found)


@transaction.atomic
def name_holiday_contact(*, name: str, telephone: str, from_on: date, to_on: date, by: Viewer) -> HolidayContact:
    """For the viewer's own agency. Named again for the same days, the latest holds."""
    policies.check_can_name_contact(by)
    return HolidayContact.objects.create(
        agency_id=by.agency,
        name=name,
        telephone=telephone,
        from_on=from_on,
        to_on=to_on,
        entered_by=by.practitioner_id,
        entered_at=clock.now(),
    )


def _exchange(handing: Handing) -> None:
    shift, other = handing.shift, handing.in_return
    if shift.practitioner_id != handing.giver_id or (other and other.practitioner_id != handing.taker_id):
        raise CannotRoster("The rota has changed since you were asked. Nothing was changed: talk to each other.")
    shift.practitioner = other_now = None
    shift.save(update_fields=["practitioner"])
    if other:
        other.practitioner = other_now
        other.save(update_fields=["practitioner"])
        other.practitioner = handing.giver
        save(other)
        write(other.team, other, f"Swapped: {shift_words(other)}.", Viewer.system("cover"))
    shift.practitioner = handing.taker
    save(shift)


def _check_waits(handing: Handing) -> None:
    if handing.answer != Handing.Answer.WAITING:
        raise CannotRoster(f"This was answered already: {handing.get_answer_display().lower()}.")


def _settle(handing: Handing, to: Handing.Answer) -> None:
    handing.answer, handing.answered_at = to, clock.now()
    handing.save(update_fields=["answer", "answered_at"])


def save(shift: Shift) -> None:
    if problem := standing_in_the_way(shift):
        raise CannotRoster(problem)
    try:
        with transaction.atomic():
            shift.save()
    except IntegrityError as error:  # somebody else was a moment earlier
        raise CannotRoster("Somebody has just changed the rota at this place. Look at it, and try again.") from error


def standing_in_the_way(shift: Shift) -> str:
    """Why the shift cannot stand, in words; empty when it can."""
    if shift.ends_at <= shift.starts_at:
        return "The shift ends before it begins. Give a later end."
    near = Shift.objects.filter(starts_at__lt=shift.ends_at, ends_at__gt=shift.starts_at).exclude(pk=shift.pk)
    near = near.select_related("team", "practitioner")
    if held := near.filter(team=shift.team, level=shift.level).first():
        return f"Somebody holds this level then: {shift_words(held)}. Take that out first, or change it."
    if shift.practitioner is None:
        return ""
    if elsewhere := near.filter(practitioner=shift.practitioner).first():
        return f"{shift.practitioner.name} is on duty already: {shift_words(elsewhere)}, {elsewhere.team.title}."
    away = Absence.objects.filter(practitioner=shift.practitioner, starts_at__lt=shift.ends_at)
    if missing := away.filter(ends_at__gt=shift.starts_at).first():
        return f"{shift.practitioner.name} is away then: {span_words(missing.starts_at, missing.ends_at)}."
    return ""


def write(team: Team, shift: Shift | None, words: str, by: Viewer) -> None:
    RotaChange.objects.create(
        team=team,
        starts_at=shift.starts_at if shift else None,
        words=words[:300],
        by=by.practitioner_id,
        at=clock.now(),
    )
