"""Is every file still what was passed on? Each is opened, and its digest taken again.

To open all takes long, so whoever checks each hour opens another part of them each time: every file once a day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Final

from followthrough.service.attachments.models import Content
from followthrough.service.core.encryption import CannotOpen, Place, unseal_bytes

PARTS: Final = 24
_PLACE: Final = ("attachments_content", "sealed")


def differing(cursor: Any, part: int | None = None) -> Iterator[tuple[str, str]]:
    """Id and what is wrong, through a cursor whose role sees every row. `part` of PARTS; None for all."""
    of_part = "" if part is None else f"where mod(abs(hashtext(id)::bigint), {PARTS}) = {int(part)}"
    cursor.execute(f"select id, digest, size from attachments_attachment {of_part} order by id")
    for identity, digest, size in cursor.fetchall():
        cursor.execute("select sealed from attachments_content where attachment_id = %s", [identity])
        held = cursor.fetchone()
        if held is not None and (why := _wrong(identity, digest, size, held[0])):
            yield identity, why


def _wrong(identity: str, digest: str, size: int, sealed: str) -> str:
    assert Content._meta.db_table == _PLACE[0]
    try:
        content = unseal_bytes(sealed, Place(*_PLACE, identity))
    except CannotOpen:
        return "is a file that does not open"
    is_same = len(content) == size and hashlib.sha256(content).hexdigest() == digest
    return "" if is_same else "is a file that is no longer what was passed on"
