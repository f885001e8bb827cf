"""Which version of each chapter holds on a day, which comes, and which are over? Who must read it?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from followthrough.service.core import clock
from followthrough.service.core.asread import digest_of
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.learning.chapters.models import EVERYBODY, Chapter, Reading, Version
from followthrough.service.learning.chapters.policies import visible_versions


@dataclass(frozen=True)
class Course:
    """The versions of one chapter, the latest first, as they stand on a day."""

    chapter: Chapter
    versions: tuple[Version, ...]
    on: date

    @property
    def holds(self) -> Version | None:
        return next((each for each in self.versions if each.approved_at and each.from_on <= self.on), None)

    @property
    def comes(self) -> Version | None:
        return next((each for each in reversed(self.versions) if each.approved_at and each.from_on > self.on), None)

    @property
    def draft(self) -> Version | None:
        return next((each for each in self.versions if each.approved_at is None), None)

    def before(self, version: Version) -> Version | None:
        return next((each for each in self.versions if each.number < version.number), None)

    def last_day(self, version: Version) -> date | None:
        """The first day on which a later one holds; None while there is none."""
        later = [each.from_on for each in self.versions if each.approved_at and each.number > version.number]
        return min(later, default=None)


def digest(version: Version) -> str:
    """Of all that is approved with it. The same for whoever reads, also one who may not see each recommendation."""
    answers = sorted(
        Version.answers.through.objects.filter(version=version).values_list("recommendation_id", flat=True)
    )
    said = [version.text, version.link, version.what_changed, version.must_read, version.change, answers]
    return digest_of([version.pk, version.from_on.isoformat(), *said])


def today() -> date:
    return clock.now().astimezone(LONDON).date()


def courses(viewer: Viewer) -> list[Course]:
    """Of every chapter that the viewer may read, by title."""
    found: dict[Chapter, list[Version]] = {}
    for each in visible_versions(viewer).order_by("chapter__title", "-number"):
        found.setdefault(each.chapter, []).append(each)
    return [Course(chapter, tuple(versions), today()) for chapter, versions in found.items()]


def course(viewer: Viewer, chapter: Chapter) -> Course:
    found = visible_versions(viewer).filter(chapter=chapter).order_by("-number")
    return Course(chapter, tuple(found), today())


def must_read(viewer: Viewer, version: Version) -> bool:
    keys = {EVERYBODY, f"agency:{viewer.agency}"}
    keys |= {f"team:{team}" for team in viewer.teams} | {f"role:{role}" for role in viewer.roles}
    return bool(keys & set(version.must_read))


def read_by(viewer: Viewer, versions: Iterable[Version]) -> set[str]:
    """Ids of those that the viewer has read. Row-level security shows nobody else’s."""
    ids = [each.pk for each in versions]
    mine = Reading.objects.filter(practitioner=viewer.practitioner_id, version__in=ids)
    return set(mine.values_list("version", flat=True))
