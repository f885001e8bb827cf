"""How does a file read in a list: its name, what it is, how large, and the digest that tells it from another?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from followthrough.service.attachments import kinds
from followthrough.service.attachments.models import Attachment


@dataclass(frozen=True)
class File:
    id: str
    name: str
    about: str
    digest: str
    href: str


def files(found: Iterable[Attachment]) -> list[File]:
    return [
        File(each.pk, each.name, about(each), each.digest, reverse("attachments:file", args=[each.pk]))
        for each in found
    ]


def about(found: Attachment) -> str:
    return f"{kinds.KEPT[found.kind].title}, {size_words(found.size)}"


def line(found: Attachment) -> str:
    return f"{found.name} ({about(found)})"


def size_words(size: int) -> str:
    return f"{size / kinds.MIB:.1f} MB" if size >= kinds.MIB else f"{max(1, round(size / 1024))} KB"
