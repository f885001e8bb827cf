"""How does a pack leave with its files? As folders that any computer opens: the document, and beside it the files.

A folder is put together in memory and stands on no disk, so what would be too large for that goes in several. The
document names each file with its digest, so that whoever has the folders can tell that nothing is missing.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Final

from followthrough.service.attachments import kinds
from followthrough.service.attachments import queries as attachments
from followthrough.service.attachments.models import Attachment
from followthrough.service.core.viewer import Viewer
from followthrough.service.subjectaccess import queries
from followthrough.service.subjectaccess.models import Request
from followthrough.service.subjectaccess.policies import NotReady

_NO_DAY: Final = (1980, 1, 1, 0, 0, 0)  # a folder of the same pack is the same, whenever it is made


@dataclass(frozen=True)
class Folder:
    """Files by the name that each has in it; the first folder holds the document too."""

    number: int
    files: tuple[tuple[str, Attachment], ...]

    @property
    def size(self) -> int:
        return sum(each.size for _, each in self.files)


def folders(viewer: Viewer, found: Request) -> list[Folder]:
    """None where no file goes along. Raises NotReady where the viewer does not see all that do."""
    wanted = queries.given_files(found)
    files = attachments.some(viewer, wanted) if wanted else []
    if len(files) < len(wanted):
        raise NotReady("A file that goes along is not open to you. Ask whoever prepared the pack to get it.")
    made: list[list[tuple[str, Attachment]]] = []
    room = 0
    for number, each in enumerate(files, 1):
        if each.size > room:
            made.append([])
            room = kinds.LARGEST_TOGETHER
        made[-1].append((f"files/{number} {each.name}", each))
        room -= each.size
    return [Folder(number, tuple(each)) for number, each in enumerate(made, 1)]


def as_zip(found: Request, folder: Folder) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        if folder.number == 1:
            made.writestr(zipfile.ZipInfo(f"record-{found.reference}.pdf", _NO_DAY), queries.pack_of(found))
        for name, each in folder.files:
            made.writestr(zipfile.ZipInfo(name, _NO_DAY), attachments.content(each))
    return out.getvalue()
