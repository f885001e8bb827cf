"""How do the pages of an issue read: to all who read it, and to who composes, checks and releases it?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Link, Row, Table, Tag
from followthrough.service.learning.newsletter.content import PART_TITLES, Content, Part, section
from followthrough.service.learning.newsletter.disclosure import mended
from followthrough.service.learning.newsletter.editions import EDITIONS
from followthrough.service.learning.newsletter.models import Issue, Release, Shown, Talk, Where
from followthrough.service.learning.newsletter.presenters.files import FORMATS
from followthrough.service.learning.newsletter.queries.checking import Checked
from followthrough.service.learning.newsletter.queries.reaching import Reach, Talked

HIDDEN = "Fewer than 5, or hidden to protect a small number"
_FORMATS = {"pdf": "PDF", "docx": "Word", "html": "web page", "txt": "text", "eml": "e-mail"}


def issues_table(found: Iterable[Release]) -> Table:
    rows = tuple(
        (
            Cell(each.title, reverse("newsletter:issue", args=[each.number])),
            str(each.number),
            dates.short_day(each.at.astimezone(dates.LONDON).date()),
            Cell(tag=Tag("Corrected by a later one", "soon") if list(each.corrected_by.all()) else None),
        )
        for each in found
    )
    head = ("Issue", "Number", "Out since", "Note")
    return Table("Issues that are out", head, rows, "No issue is out yet.", is_caption_hidden=True)


def drafts_table(found: Iterable[Issue]) -> Table:
    rows = tuple(
        (Cell(each.title, reverse("newsletter:draft", args=[each.pk])), dates.in_short(each.changed_at))
        for each in found
        if each.release_id is None
    )
    return Table("Drafts", ("Draft", "Last changed"), rows, "Nothing is being written.", is_caption_hidden=True)


@dataclass(frozen=True)
class Section:
    """`lines` are told with where each is from."""

    title: str
    lines: tuple[tuple[str, str], ...]
    href: str


@dataclass(frozen=True)
class DraftPage:
    sections: tuple[tuple[str, tuple[Section, ...]], ...]
    rows: tuple[Row, ...]
    is_clear: bool
    may_release: bool


def draft_page(issue: Issue, open_hits: int, names: dict[str, str], *, may_release: bool) -> DraftPage:
    content = issue.issue
    front = Section("Title and opening words", _front(content), _write(issue, "front"))
    asks = Section("Questions for teams", tuple((each, "") for each in content.questions), _write(issue, "questions"))
    told = [
        (child.title, tuple(_section(issue, content, child.key, part) for part in Part)) for child in content.children
    ]
    writers = ", ".join(names.get(each, "Somebody who left") for each in issue.writers)
    left = f"{open_hits} to answer" if open_hits else "Everything is answered"
    return DraftPage(
        sections=(("The front", (front,)), *told, ("At the end", (asks,))),
        rows=(
            Row("Written by", writers),
            Row("Check", left, tag=Tag("Open", "soon") if open_hits else Tag("Done", "done")),
            Row("Second person", "Somebody of the Board’s office who wrote none of it reads it and releases it."),
        ),
        is_clear=not open_hits,
        may_release=may_release,
    )


def _front(content: Content) -> tuple[tuple[str, str], ...]:
    return tuple((each, "") for each in (content.title, *content.opening.splitlines(), content.correction) if each)


def _section(issue: Issue, content: Content, key: str, part: Part) -> Section:
    child = next(each for each in content.children if each.key == key)
    lines = tuple((line.words, line.origin) for line in child.of(part))
    return Section(PART_TITLES[part], lines, _write(issue, child.section(part)))


def _write(issue: Issue, section: str) -> str:
    return reverse("newsletter:section", args=[issue.pk, section])


@dataclass(frozen=True)
class HitPart:
    title: str
    rows: tuple[Row, ...]
    mark: str
    is_open: bool
    has_milder: bool


def hit_part(content: Content, found: Checked) -> HitPart:
    hit = found.hit
    what = f"“{hit.what}”" if hit.what else "Nothing that the check knows"
    rows = [Row("Where", where_words(content, hit.where)), Row("What", what), Row("Why", hit.why)]
    if found.passage and hit.milder is not None:
        rows.append(Row("Milder", mended(found.passage, hit) or "The passage goes."))
    if found.answer:
        rows.append(Row("It stays because", found.answer.words))
    title = hit.rule.value[:1].upper() + hit.rule.value[1:]
    return HitPart(title, tuple(rows), found.mark, found.answer is None, hit.milder is not None)


def where_words(content: Content, where: str) -> str:
    """A line by its section, in words."""
    for child in content.children:
        if where == child.key:
            return f"{child.title}, all that is told"
        for line in child.lines:
            if line.id == where:
                return f"{child.title}, {PART_TITLES[line.part].lower()}"
        if where.startswith(f"{child.key}-theme-"):
            return f"{child.title}, the name of a theme"
    return "Questions for teams" if where.startswith("question") else "Title and opening words"


def as_it_stands(content: Content, name: str) -> list[Row]:
    """What somebody else has written in a section meanwhile."""
    told = [each[-1] if isinstance(each, list) else each for each in section(content, name)]
    return [Row("It says now", values=tuple(filter(None, told)) or ("Nothing.",))]


def files_of(release: Release) -> list[tuple[str, list[Link]]]:
    return [
        (edition.title, [Link(_FORMATS[each], _file(release, name, each)) for each in FORMATS])
        for name, edition in EDITIONS.items()
    ]


def _file(release: Release, edition: str, ending: str) -> str:
    return reverse("newsletter:file", args=[release.number, edition, ending])


def reach_table(found: Sequence[Reach], caption: str) -> Table:
    rows = tuple(
        (each.title, Cell(HIDDEN if each.opened is None else str(each.opened), is_number=each.opened is not None),
         Cell("" if each.people is None else str(each.people), is_number=True))
        for each in found
    )  # fmt: skip
    return Table(caption, ("Where", "Opened it", "Work there"), rows, "Nobody has opened it yet.")


def reported_table(found: Iterable[tuple[str, int, int]], titles: dict[str, str]) -> Table:
    rows = tuple(
        (titles.get(agency, agency), Cell(str(read), is_number=True), Cell(str(discussed), is_number=True))
        for agency, read, discussed in found
    )
    return Table("What agencies say", ("Agency", "Read it", "Talked it over"), rows, "No agency has said it yet.")


def talked_table(content: Content, counted: Iterable[Talked]) -> Table:
    rows = tuple(_counted(content, each, [each.teams, *each.where.values()]) for each in counted)
    return Table("Questions that teams talked over", ("Question", "Teams", *map(str, Where.labels)), rows)


def tested_table(content: Content, counted: Iterable[Talked]) -> Table:
    """Of cases that teams went through in supervision. Which team said what is told to nobody."""
    rows = tuple(_counted(content, each, each.shown.values()) for each in counted if each.where[Where.SUPERVISION])
    none = "No team has gone through a case in supervision yet."
    return Table("Tested in supervision: is it done?", ("Question", *map(str, Shown.labels)), rows, none)


def _counted(content: Content, talked: Talked, told: Iterable[int | None]) -> tuple[Cell | str, ...]:
    numbers = (Cell("Hidden" if each is None else str(each), is_number=each is not None) for each in told)
    return (content.questions[talked.question - 1], *numbers)


def talk_rows(content: Content, found: Iterable[Talk], names: dict[str, str]) -> list[Row]:
    return [
        Row(content.questions[each.question - 1], values=tuple(filter(None, (each.words, *_told(each, names)))))
        for each in found
    ]


def _told(talk: Talk, names: dict[str, str]) -> tuple[str, str]:
    """What a case showed, if one was gone through; and where, who and when."""
    when = dates.short_day(talk.at.astimezone(dates.LONDON).date())
    where = f"{Where(talk.where).label}, {names.get(talk.team, talk.team)}, {when}"
    return (str(Shown(talk.shown).label) if talk.shown else "", where)


def teams_of(viewer: Viewer, titles: dict[str, str]) -> list[tuple[str, str]]:
    return [(each, titles.get(each, each)) for each in viewer.teams]
