"""The certificate of a destroyed record as a file that a screen reader can read."""

from __future__ import annotations

from collections.abc import Iterable

from followthrough.service.design.components import Row
from followthrough.service.design.documents import pdf
from followthrough.service.retention.models import Disposal
from followthrough.service.retention.presenters import WHAT_REMAINS


def as_pdf(found: Disposal, rows: Iterable[Row]) -> bytes:
    said = [{"key": each.key, "values": list(each.values) or [each.value]} for each in rows]
    data = {"title": f"Certificate of destruction {found.reference}", "rows": said, "last": WHAT_REMAINS}
    return pdf("retention/certificate.typ", data)
