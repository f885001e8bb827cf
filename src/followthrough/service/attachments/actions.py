"""A file is added to a draft, taken off again, and goes with the share to the entry. Each is audited with the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.attachments import kinds, queries, scanning, uploading
from followthrough.service.attachments.cleaning import apart
from followthrough.service.attachments.models import Attachment, Content
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, acting


class CannotAttach(ValueError):
    """The message says why, and what to do."""


def add(*, draft: str, files: Iterable[UploadedFile], by: Viewer) -> list[str]:
    """Each file is kept or refused by itself. Returns a sentence for each that was refused."""
    refused, is_silent = [], False
    for file in files:
        try:
            if is_silent:
                raise scanning.NotScanned  # nobody waits for the scanner ten times
            add_one(draft=draft, name=file.name or "", content=uploading.content_of(file), by=by)
        except kinds.Refused as why:
            refused.append(f"“{shown(file.name or '')}” was not added. {why}")
            audit.record("attachment.refused", by=by, detail={"draft": draft, "why": str(why)}, outcome="refused")
            is_silent = is_silent or isinstance(why, scanning.NotScanned)
    return refused


@transaction.atomic
def add_one(*, draft: str, name: str, content: bytes, by: Viewer) -> Attachment:
    """Raises Refused. The same file a second time is the first one."""
    held = queries.of_draft(by, draft)
    given = hashlib.sha256(content).hexdigest()
    if (same := next((each for each in held if each.given_digest == given), None)) is not None:
        return same
    if len(held) >= kinds.MOST_FILES:
        raise kinds.Refused(f"A share takes {kinds.MOST_FILES} files. Send the rest with another one.")
    _check_quota(by, len(content))
    scanning.check(content)
    cleaned, kind = apart.clean(content, name)
    made = Attachment(
        name=kinds.name_for(name, kind),
        kind=kind.key,
        size=len(cleaned),
        digest=hashlib.sha256(cleaned).hexdigest(),
        given_digest=given,
        uploaded_by=by.practitioner_id,
        agency=by.agency,
        at=clock.now(),
        draft=draft,
    )
    _keep(made, cleaned)
    audit.record("attachment.added", by=by, detail={"attachment": made.pk, "draft": draft, "digest": made.digest})
    return made


def take_off(*, draft: str, ids: Collection[str], by: Viewer) -> None:
    for each in queries.of_draft(by, draft):
        if each.pk in ids:
            _forget(each, by)


def discard(*, draft: str, by: Viewer) -> None:
    """With the draft that is thrown away."""
    for each in queries.of_draft(by, draft):
        _forget(each, by)


def attach(*, draft: str, ids: Collection[str], event: str, share: str, subject: Subject, by: Viewer) -> None:
    """From the draft to the entry and the share that it came with, for good. Raises CannotAttach."""
    held = {each.pk: each for each in queries.of_draft(by, draft)}
    if set(ids) - held.keys():
        raise CannotAttach("One of the files is no longer there. Add it again.")
    for identity, each in held.items():
        if identity not in ids:
            _forget(each, by)
            continue
        each.draft, each.event_id, each.share = "", event, share
        each.subject_kind, each.subject_id = subject
        each.save(update_fields=["draft", "event", "share", "subject_kind", "subject_id"])
        detail = {"attachment": identity, "event": event, "digest": each.digest}
        audit.record("attachment.attached", by=by, subject=subject, detail=detail)


def copy(*, share: str, event: str, subject: Subject, of: Viewer, by: Viewer) -> None:
    """What was sent with a share goes to an entry of a closed record too, whose keepers must have it."""
    with acting(of):
        sent = [(each, queries.content(each)) for each in queries.of_share(of, share, ())]
    with acting(by):
        for each, content in sent:
            made = Attachment(
                **{name: getattr(each, name) for name in ("name", "kind", "size", "digest", "given_digest", "agency")},
                uploaded_by=by.practitioner_id,
                at=clock.now(),
                event_id=event,
                subject_kind=subject.kind,
                subject_id=subject.id,
            )
            _keep(made, content)
            audit.record("attachment.attached", by=by, subject=subject, detail={"attachment": made.pk, "event": event})


def shown(name: str) -> str:
    """What somebody called their file, safe to be read on a page."""
    return "".join(c for c in name if c.isprintable())[:80] or "A file without a name"


def _keep(made: Attachment, content: bytes) -> None:
    made.save(force_insert=True)
    Content(attachment=made, sealed=content).save(force_insert=True)


def _check_quota(by: Viewer, size: int) -> None:
    """Raises Refused for who has added as much in a day as one person may."""
    count, together = queries.added_since(by, clock.now() - timedelta(days=1))
    if count >= kinds.MOST_IN_A_DAY or together + size > kinds.MOST_BYTES_IN_A_DAY:
        raise kinds.Refused(
            f"In one day a person adds up to {kinds.MOST_IN_A_DAY} files, of {kinds.MOST_BYTES_IN_A_DAY >> 30} GB "
            "together. Send without it, and ring whoever needs it."
        )


def _forget(found: Attachment, by: Viewer) -> None:
    identity = found.pk
    Content.objects.filter(pk=identity).delete()
    Attachment.objects.filter(pk=identity).delete()
    audit.record("attachment.taken-off", by=by, detail={"attachment": identity})
