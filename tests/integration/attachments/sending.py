"""A share that goes with a file."""

from __future__ import annotations

from typing import Any

from followthrough.service.attachments import actions
from followthrough.service.attachments.models import Attachment
from followthrough.service.core.viewer import acting
from followthrough.service.sharing import actions as sharing
from followthrough.service.sharing.models import Share
from integration.sharing.world import World
from support import files


def with_file(
    world: World, *recipients: str, name: str = "scan.pdf", content: bytes | None = None, by: str = "nurse", **more: Any
) -> tuple[Share, Attachment]:
    viewer = world.viewer(by)
    with acting(viewer):
        draft = sharing.begin_draft(data={"child_id": world.child.pk}, by=viewer)
        made = actions.add_one(draft=draft.pk, name=name, content=content or files.pdf(), by=viewer)
    share = world.send(*recipients, by=by, key=draft.pk, files=(made.pk,), **more)
    with acting(viewer):
        return share, Attachment.objects.get(pk=made.pk)
