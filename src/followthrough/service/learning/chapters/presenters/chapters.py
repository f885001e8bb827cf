"""How do the list of chapters, one chapter and one version read?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from followthrough.service.agencies import queries as agencies
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Link, Row, Table, Tag
from followthrough.service.learning.changes.models import Proposal
from followthrough.service.learning.chapters import policies
from followthrough.service.learning.chapters.models import Version
from followthrough.service.learning.chapters.presenters.audience import words_of
from followthrough.service.learning.chapters.queries.holding import Course, must_read
from followthrough.service.learning.chapters.queries.reach import FEWEST, Reach
from followthrough.service.learning.chapters.queries.words import Block, blocks
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.learning.recommendations.policies import visible_recommendations

TO_READ, IS_READ, DRAFT = Tag("For you to read", "due"), Tag("You have read it", "done"), Tag("Draft", "waiting")
HOLDS, COMES, OVER = Tag("In force", "done"), Tag("Not in force yet", "waiting"), Tag("Replaced", "neutral")


def address(version: Version, name: str = "version") -> str:
    return reverse(f"chapters:{name}", args=[version.chapter_id, version.number])


def chapters_table(viewer: Viewer, courses: Iterable[Course], read: Collection[str]) -> Table:
    """What is for the viewer to read stands first."""
    rows = []
    for each in courses:
        held = each.holds
        is_due = held is not None and must_read(viewer, held) and held.pk not in read
        tag = TO_READ if is_due else IS_READ if held and held.pk in read else None
        href = reverse("chapters:chapter", args=[each.chapter.pk])
        since = f"Version {held.number}, since {dates.short_day(held.from_on)}" if held else "None yet"
        comes = each.comes or (each.draft if policies.can_write(viewer) else None)
        line = (Cell(each.chapter.title, href), each.chapter.about, since, _coming(comes), Cell(tag=tag))
        rows.append((not is_due, line))
    rows.sort(key=lambda pair: pair[0])
    head = ("Chapter", "What it is about", "In force", "What comes", "You")
    return Table("Chapters", head, tuple(line for _, line in rows), "There is no chapter yet.", is_caption_hidden=True)


def _coming(version: Version | None) -> str:
    if version is None:
        return "Nothing"
    return f"Version {version.number}, {'a draft' if version.approved_at is None else dates.short_day(version.from_on)}"


def course_table(course: Course) -> Table:
    rows = tuple(
        (
            Cell(f"Version {each.number}", address(each)),
            Cell(tag=tag_of(course, each)),
            _span(course, each),
            each.what_changed,
            _compare(course, each),
        )
        for each in course.versions
    )
    head = ("Version", "State", "In force", "What is new", "Compare")
    return Table("All versions", head, rows, "There is none yet.", is_caption_hidden=True)


def tag_of(course: Course, version: Version) -> Tag:
    if version.approved_at is None:
        return DRAFT
    if version.from_on > course.on:
        return COMES
    return HOLDS if version == course.holds else OVER


def _span(course: Course, version: Version) -> str:
    if version.approved_at is None:
        return f"From {dates.short_day(version.from_on)}, if it is approved"
    until = course.last_day(version)
    since = f"From {dates.short_day(version.from_on)}"
    return f"{since} until {dates.short_day(until)}" if until else since


def _compare(course: Course, version: Version) -> Cell:
    before = course.before(version)
    if before is None:
        return Cell("It is the first")
    href = reverse("chapters:compare", args=[version.chapter_id, before.number, version.number])
    return Cell(f"With version {before.number}", href)


@dataclass(frozen=True)
class VersionPage:
    title: str
    number: int
    chapter_href: str
    tag: Tag
    rows: tuple[Row, ...]
    blocks: tuple[Block, ...]
    link: str
    answers: tuple[Link, ...]
    compare: Link | None
    read_href: str  # where it is said that it was read; empty where that is said, or it is a draft
    is_due: bool
    approve_href: str
    write_href: str
    readers_href: str


def version_page(
    viewer: Viewer,
    course: Course,
    version: Version,
    *,
    titles: Mapping[str, str],
    has_read: bool,
    answers: Iterable[Recommendation],
) -> VersionPage:
    is_approved = version.approved_at is not None
    may_write = policies.can_write(viewer)
    compare = _compare(course, version)
    return VersionPage(
        title=course.chapter.title,
        number=version.number,
        chapter_href=reverse("chapters:chapter", args=[version.chapter_id]),
        tag=tag_of(course, version),
        rows=tuple(_rows(course, version, titles, has_read=has_read)),
        blocks=tuple(blocks(version.text)),
        link=version.link,
        answers=tuple(_answer(each) for each in answers),
        compare=Link(compare.text, compare.href) if compare.href else None,
        read_href=address(version, "read") if is_approved and not has_read else "",
        is_due=is_approved and not has_read and must_read(viewer, version),
        approve_href=address(version, "approve") if policies.can_approve(viewer, version) else "",
        write_href=reverse("chapters:next", args=[version.chapter_id]) if may_write and not is_approved else "",
        readers_href=address(version, "readers") if is_approved and policies.can_count(viewer) else "",
    )


def _answer(made: Recommendation) -> Link:
    return Link(made.words, reverse("recommendations:recommendation", args=[made.key]))


def _rows(course: Course, version: Version, titles: Mapping[str, str], *, has_read: bool) -> Iterator[Row]:
    yield Row("In force", _span(course, version))
    yield from _said(version, titles)
    approved = [f"{each.by.name}, {dates.in_short(each.at)}" for each in version.approvals.select_related("by")]
    yield _written(version)
    missing = policies.NEEDED - len(approved)
    waits = [f"{missing} more {'person has' if missing == 1 else 'people have'} to approve it"] if missing > 0 else []
    yield Row("Approved by", values=(*approved, *waits))
    if has_read:
        yield Row("You", "You have said that you read it")


def _said(version: Version, titles: Mapping[str, str]) -> Iterator[Row]:
    yield Row("What is new", version.what_changed)
    yield Row("Who must read it", words_of(version.must_read, titles))
    if version.change:
        carrying = Proposal.objects.filter(reference=version.change).first()
        href = reverse("changes:proposal", args=[carrying.pk]) if carrying else ""
        yield Row("Rule that carries it", str(carrying or version.change), href=href)


def _written(version: Version) -> Row:
    """All who wrote any of it, the last with the time: none of them approves it."""
    earlier = agencies.names(set(version.writers) - {version.written_by_id})
    last = f"{version.written_by.name}, {dates.in_short(version.written_at)}"
    return Row("Written by", values=(*sorted(earlier.values()), last))


def said_of(viewer: Viewer, version: Version, titles: Mapping[str, str]) -> list[Row]:
    """What is approved beside the text. Of the recommendations that it answers, those that the approver may see."""
    asked = list(visible_recommendations(viewer).filter(pk__in=version.answers.values("pk")))
    return [
        *_said(version, titles),
        *([Row("What it answers", values=tuple(each.words for each in asked))] if asked else []),
        _written(version),
    ]


def _read(of: Reach) -> str:
    if of.read is not None:
        return str(of.read)
    return "All but a few" if of.has_most else f"Fewer than {FEWEST}"


def reach_table(caption: str, found: Iterable[Reach]) -> Table:
    """Without those of whom no number is given: the page says so."""
    rows = tuple(
        (each.title, Cell(str(each.people), is_number=True), Cell(_read(each), is_number=True))
        for each in found
        if each.people is not None
    )
    return Table(caption, ("Whose", "For how many", "How many have read it"), rows, "No number can be given.")
