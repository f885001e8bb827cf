"""Which file did an agency's case system put into its folder? The newest one, once it has stood still for a minute.

The folder is only read. A file is known by its content, so nothing is moved and nothing comes in twice.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from followthrough.service.caseload import expecting
from followthrough.service.caseload.models import Came, CaseList
from followthrough.service.caseload.reading import MOST_BYTES
from followthrough.service.caseload.setting_up import list_of
from followthrough.service.caseload.taking import TooOld, take_in
from followthrough.service.core import clock
from followthrough.service.core.viewer import as_part

STILL: Final = timedelta(minutes=1)  # a file that is being written is longer a moment later
_log = logging.getLogger(__name__)


class UnfitFolder(ValueError):
    """FOLLOWTHROUGH_CASELOADS cannot be used as it stands; the message says why."""


@dataclass(frozen=True)
class Folder:
    """AGENCY=/a/folder"""

    agency: str
    path: Path


def folders() -> list[Folder]:
    found = []
    for each in settings.FOLLOWTHROUGH_CASELOADS:
        agency, _, path = each.partition("=")
        if not agency or not path:
            raise UnfitFolder("Write each folder as AGENCY=/the/folder.")
        found.append(Folder(agency, Path(path)))
    return found


def take_in_due() -> int:
    """For the sweep: how many lists came in."""
    return sum(_take_in_one(each) for each in folders()) if settings.FOLLOWTHROUGH_CASELOADS else 0


def _take_in_one(folder: Folder) -> int:
    held = list_of(folder.agency)
    if held is None:
        _log.error("Nobody has set up the list of %s, so its folder is not read.", folder.agency)
        return 0
    try:
        file = _newest(folder.path)
        if file is None or (mark := _mark(file)) == held.looked_at:
            return 0
        raw = file.read_bytes() if file.stat().st_size <= MOST_BYTES + 1 else b" " * (MOST_BYTES + 1)
        written = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except OSError as error:
        _log.error("The folder of %s could not be read: %s", folder.agency, type(error).__name__)
        expecting.could_not_be_read(held, "The folder could not be read.")
        return 0
    return _took(held, raw, min(written, clock.now()), mark)


def _took(held: CaseList, raw: bytes, as_of: datetime, mark: str) -> int:
    try:
        done = take_in(held=held, raw=raw, as_of=as_of, came_by=Came.FOLDER)
    except TooOld:
        done = None  # an older file was put back; what stands is newer
    _remember(held, mark)
    return int(done is not None)


@as_part("caseload")
def _remember(held: CaseList, mark: str) -> None:
    CaseList.objects.filter(pk=held.pk).update(looked_at=mark)


def _newest(path: Path) -> Path | None:
    still = clock.real_now() - STILL
    files = [each for each in path.iterdir() if each.suffix.lower() == ".csv" and each.is_file()]
    ready = [each for each in files if datetime.fromtimestamp(each.stat().st_mtime, UTC) <= still]
    return max(ready, key=lambda each: (each.stat().st_mtime, each.name), default=None)


def _mark(file: Path) -> str:
    stat = file.stat()
    return f"{file.name[:120]}:{stat.st_mtime_ns}:{stat.st_size}"
