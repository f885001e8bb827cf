"""A share is sent, once: the events, the duties that follow, and who works with the child from now on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access.models import Relationship
from followthrough.service.access.policies import POLICE, can_see_child
from followthrough.service.access.redacting import Recipient, redact
from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.models import Team
from followthrough.service.attachments import actions as attachments
from followthrough.service.children import actions as children
from followthrough.service.children import talking
from followthrough.service.children.models import Child
from followthrough.service.children.queries import known
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.actions import NewEvent
from followthrough.service.ledger.models import Event
from followthrough.service.sharing import custody, kinds, queries
from followthrough.service.sharing.actions.writing import Step, write
from followthrough.service.sharing.addressing import resolve
from followthrough.service.sharing.models import Asks, Draft, Leg, Share
from followthrough.service.sharing.outgoing import CONCERN, CannotSend, Outgoing, check
from followthrough.service.sharing.policies import CannotDo

_ONCE = "sharing_share_once"


def send(*, outgoing: Outgoing, by: Viewer, facts: Sequence[NewEvent] = (), is_recorded: bool = False) -> Share:
    """The share; the one that was sent before when this is its second click. Raises CannotSend, in words.

    Whatever happens, there is one share for one key: a second sender waits for the first, and takes theirs. `facts`
    stand for what would be made of the outgoing words: the first is what is shared; `is_recorded` when they are in the
    record already.
    """
    with transaction.atomic():
        check(outgoing, own_team=own_team_key(by))
        sent = _sent_before(outgoing, by)
        if sent is None:
            try:
                with transaction.atomic():
                    sent = _send(outgoing, by, facts, is_recorded)
            except IntegrityError as error:
                if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != _ONCE:
                    raise
                sent = _sent_before(outgoing, by)
                assert sent is not None
        Draft.objects.filter(pk=outgoing.key, practitioner=by.practitioner_id).delete()
        return sent


def own_team_key(by: Viewer) -> str:
    """The team in whose name a person shares: the first that they belong to."""
    if not by.teams:
        raise CannotSend("You belong to no team, so nobody could answer you. Ask your manager to add you to one.")
    return by.teams[0]


def _sent_before(outgoing: Outgoing, by: Viewer) -> Share | None:
    sent = Share.objects.filter(sender=by.practitioner_id, idempotency_key=outgoing.key).first()
    if sent is not None and sent.request_digest != outgoing.digest:
        raise CannotSend(
            f"This was sent already with other words, as {sent.reference}. Nothing more was sent. "
            "To add something, begin a new share."
        )
    return sent


def _send(outgoing: Outgoing, by: Viewer, facts: Sequence[NewEvent], is_recorded: bool) -> Share:
    if outgoing.asks == Asks.KNOWLEDGE:
        raise CannotSend("Ask what an agency knows on the page for that.")
    teams = list(agencies.teams())
    own = next((team for team in teams if team.key == own_team_key(by)), None)
    if own is None:
        raise CannotSend("One of the teams is no longer there. Choose again whom to share with.")
    addressed = resolve(outgoing.recipients, teams, clock.now())
    recipients = list({each.team.pk: each.team for each in addressed}.values())
    if own in recipients:
        raise CannotSend("Your own team knows already. Choose another team.")
    child = _child(outgoing, by)
    _check_colleagues(recipients, outgoing, by)
    _check_items(recipients, outgoing, by)
    facts = facts or [_what_happened(outgoing, recipients, child, by)]
    happened = facts[0]
    news = talking.heard_in_a_share(child, outgoing.language, outgoing.interpreter_needed)
    is_told = bool(outgoing.language) or outgoing.interpreter_needed is not None
    details = next((each.id for each in news if each.kind == talking.FAMILY), talking.details_of(child.pk))
    share = Share.objects.create(
        child=child,
        sender_id=by.practitioner_id,
        sender_team=own,
        teams=[own.key, *(team.key for team in recipients)],
        asks=outgoing.asks,
        lawful_basis=outgoing.lawful_basis,
        kind=happened.kind,
        words=outgoing.words,
        occurred_from=outgoing.occurred_from,
        occurred_to=happened.occurred_to or happened.occurred_from,
        items=[happened.id, *outgoing.items, *([details] if is_told and details else [])],
        family_told=outgoing.family_told,
        why_not_told="" if outgoing.family_told else outgoing.why_not_told,
        spoke_to=outgoing.spoke_to,
        language=outgoing.language,
        interpreter_needed=outgoing.interpreter_needed,
        age_note=outgoing.age_note,
        sent_at=outgoing.told_at or clock.now(),
        idempotency_key=outgoing.key,
        request_digest=outgoing.digest,
    )
    legs = [Leg.objects.create(share=share, team=each.team, role=each.role, person=each.person) for each in addressed]
    involve(recipients, share, by)
    by_voice = {"means": outgoing.means, "items": None, "spoken_to": outgoing.spoke_to} if outgoing.told_at else {}
    steps = [sent_step(share, leg, **by_voice) for leg in legs]
    write(share, steps, by=by, before=[*([] if is_recorded else facts), *news], at=outgoing.told_at)
    _attach(share, outgoing, by)
    custody.tell(share, outgoing, by)
    return share


def _attach(share: Share, outgoing: Outgoing, by: Viewer) -> None:
    """To what happened, so that the files are where the entry is, wherever it goes."""
    child = Subject("child", share.child_id)
    try:
        attachments.attach(
            draft=outgoing.key, ids=outgoing.files, event=share.items[0], share=share.pk, subject=child, by=by
        )
    except attachments.CannotAttach as error:
        raise CannotSend(str(error)) from error


def involve(teams: Iterable[Team], share: Share, by: Viewer) -> None:
    """Recipients must be able to read what was shared, and act on it.

    Given is the child's record as far as it is core and narrative, to the members of a recipient team and to the
    team managers and safeguarding leads of its agency, from now on until the involvement is ended; also by a share
    for information, whose recipient may have to act on what it means beside what else happened (decision 0007).
    Each is audited as `involvement.began`. `_check_colleagues` refuses to give it to the sender's own agency where
    the record is closed to the sender, so nobody opens it to themselves.
    """
    access.involve_teams(
        teams=teams,
        relationship=Relationship.RECIPIENT,
        subject=Subject("child", share.child_id),
        reason=f"was sent {share.reference}",
        by=by,
    )


def add_leg(share: Share, team: Team, by: Viewer, *, passed_on_from: Leg | None = None) -> Leg:
    """Another team gets it. The share is locked: two who add a team at once must not lose each other's."""
    held = Share.objects.select_for_update().get(pk=share.pk)
    share.teams = list(dict.fromkeys([*held.teams, team.key]))
    share.save(update_fields=["teams"])
    leg = Leg.objects.create(share=share, team=team, passed_on_from=passed_on_from)
    involve([team], share, by)
    return leg


def check_is_new_to(share: Share, team: Team) -> None:
    """Raises CannotDo where the team has an open part of it."""
    if share.legs.filter(team=team).exclude(state__in=[Leg.State.REDIRECTED, Leg.State.WITHDRAWN]).exists():
        raise CannotDo(f"{team} has this share already. Choose another team, or record what was done.")


def check_may_have(events: Iterable[Event], team: Team) -> None:
    """Raises CannotSend: nobody passes on what its receiver may not have."""
    to = Recipient(team.agency_id, is_police=team.agency.kind == POLICE)
    for _, why in redact(events, to).withheld:
        raise CannotSend(f"One of the entries cannot go to {team}. {why} Leave it out, or choose another team.")


def sent_step(share: Share, leg: Leg, **more: object) -> Step:
    return (
        leg,
        "share.sent",
        {
            "asks": share.asks,
            "sender_team": share.sender_team.slug,
            "recipient_agency": leg.team.agency_id,
            "recipient_team": leg.team.slug,
            "for_role": leg.role,
            "for_person": leg.person_id or "",
            "from_school": share.sender_team.agency.kind == kinds.SCHOOL,
            "means": "system",
            "items": tuple(share.items),
            **more,
        },
    )


def _child(outgoing: Outgoing, by: Viewer) -> Child:
    if outgoing.new_child is not None:
        return children.register_child(about=outgoing.new_child, reason="shared a concern about the child", by=by)
    if not queries.may_share_about(by, outgoing.child_id):
        raise CannotSend("Find the child again: we could not tell whom this is about.")
    return known(outgoing.child_id)


def _check_colleagues(recipients: list[Team], outgoing: Outgoing, by: Viewer) -> None:
    """A share opens the record to its recipients. So nobody opens it to their own agency whom it is closed to."""
    is_closed = outgoing.new_child is None and not can_see_child(by, outgoing.child_id)
    check_opens_nothing(recipients, is_closed, by)


def check_opens_nothing(recipients: Iterable[Team], is_closed: bool, by: Viewer) -> None:
    """`is_closed` when the child's record is, to the sender."""
    if is_closed and any(team.agency_id == by.agency for team in recipients):
        raise CannotSend(
            "Your agency does not work with this child, so you cannot send this to a team of your own. "
            "Send it to another agency, and speak to your safeguarding lead."
        )


def _check_items(recipients: list[Team], outgoing: Outgoing, by: Viewer) -> None:
    """Nobody passes on what they may not read themselves, nor what its receiver may not have."""
    offered = {event.id: event for event in queries.events_to_carry(by, outgoing.child_id, outgoing.items)}
    if set(outgoing.items) - set(offered):
        raise CannotSend("One of the entries cannot be shared. Choose again which entries to add.")
    for team in recipients:
        check_may_have([offered[each] for each in outgoing.items], team)


def _what_happened(outgoing: Outgoing, recipients: list[Team], child: Child, by: Viewer) -> NewEvent:
    vocabulary = rulebook.current().vocabulary
    kind = vocabulary.kind(outgoing.kind)
    subject = kinds.subject_for(kind, child)
    detail: dict[str, object] = dict(outgoing.detail)
    if subject is None:  # of a household that nobody knows yet: kept as a concern about the child
        detail = {"category": kinds.concern_category(kind.id)}
        kind, subject = vocabulary.kind(CONCERN), Subject("child", child.pk)
    # Who was told by voice has known it since, though nothing went with the call.
    at, spoken_to = outgoing.told_at, outgoing.spoke_to
    known_to = {team.agency_id: at for team in recipients} if at is not None and spoken_to else None
    return NewEvent(
        id=new_id(),
        kind=kind.id,
        subject=subject,
        occurred_from=outgoing.occurred_from,
        occurred_to=min(outgoing.occurred_to, clock.now()),  # today is not over yet
        data=kinds.data_of(kind, child, outgoing.words, detail),
        text=outgoing.words,
        stated_known=known_to,
    )
