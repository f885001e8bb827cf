"""How does a file come in? Into memory, as far as it may be large, and never onto a disk, where it would stand open.

What is too large is read to its end and forgotten, so that the form that it came with arrives whole.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from followthrough.service.attachments.kinds import LARGEST, LARGEST_TOGETHER, Refused


class InMemory(FileUploadHandler):
    room = LARGEST_TOGETHER

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        piece = raw_data[: max(0, min(self.room, LARGEST - self.kept.tell()))]
        self.room -= self.kept.write(piece)

    def file_complete(self, file_size: int) -> UploadedFile:
        """With its true size, also where less was kept."""
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept, self.field_name, self.file_name or "", self.content_type or "", file_size, self.charset
        )


def content_of(file: UploadedFile) -> bytes:
    """Raises Refused for what was too large to keep."""
    content: bytes = file.read()
    if len(content) < (file.size or 0):
        if (file.size or 0) > LARGEST:
            raise Refused(f"It is larger than {LARGEST >> 20} MB. Make it smaller, or add it in parts.")
        raise Refused(f"The files together are larger than {LARGEST_TOGETHER >> 20} MB. Add it by itself.")
    return content
