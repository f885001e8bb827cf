"""How do lists of recommendations read: those asked of us, and those of one review or of several?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import reverse

from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Table
from followthrough.service.learning.recommendations.presenters import words
from followthrough.service.learning.recommendations.queries.held import Listed
from followthrough.service.learning.reviews.models import Review


def ours_table(
    found: Iterable[Listed], title: str = "What reviews ask of us", empty: str = "No review asks anything of us."
) -> Table:
    """What waits for us stands first."""
    lines = sorted(
        ((listed, of) for listed in found for of in listed.progress),
        key=lambda line: (not line[1].is_waiting, line[1].closed_at is not None),
    )
    rows = tuple(
        (
            Cell(listed.recommendation.words, _page(listed)),
            Cell(tag=words.TAGS[of.state]),
            dates.short_day(of.asked_at.astimezone(dates.LONDON).date()),
            dates.short_day(of.due_on) if of.due_on else "No day named yet",
        )
        for listed, of in lines
    )
    head = ("What is asked", "How far it is", "Asked on", "In place by")
    return Table(title, head, rows, empty, is_caption_hidden=True)


def shown_table(found: Iterable[Listed], titles: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            Cell(listed.recommendation.words, _page(listed)),
            titles.get(of.agency, of.agency),
            dates.short_day(of.shown_at.astimezone(dates.LONDON).date()) if of.shown_at else "",
        )
        for listed in found
        for of in listed.progress
    )
    head = ("What is asked", "Who shows what they did", "Shown on")
    empty = "Nothing was shown that your group has not looked at."
    return Table("For your group to look at", head, rows, empty, is_caption_hidden=True)


def review_table(found: Iterable[Listed], titles: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            Cell(each.recommendation.words, _page(each)),
            words.owner_words(each.recommendation, titles),
            words.answered_words(each.progress),
            words.waiting_words(each.progress, titles),
            words.effect_words(each.progress),
        )
        for each in found
    )
    head = ("What is asked", "Of whom", "Answered", "Who has not answered", "Shown to work")
    return Table("What this review asks", head, rows, "This review asks nothing yet.", is_caption_hidden=True)


def reviews_table(reviews: Iterable[Review], asked: Mapping[str, list[Listed]]) -> Table:
    rows = []
    for review in reviews:
        found = asked.get(review.pk, [])
        every = tuple(of for each in found for of in each.progress)
        link = Cell(review.title, reverse("recommendations:of-review", args=[review.pk]))
        rows.append((link, str(len(found)), words.answered_words(every), words.effect_words(every)))
    head = ("Review", "Recommendations", "Answers that came", "Shown to work")
    return Table("What each review asks", head, tuple(rows), "No review is open to you.", is_caption_hidden=True)


def _page(listed: Listed) -> str:
    return reverse("recommendations:recommendation", args=[listed.recommendation.key])
