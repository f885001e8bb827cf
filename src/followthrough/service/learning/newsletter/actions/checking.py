"""A person answers what the check has found: takes the milder words, writes others, or says why it stays."""

from __future__ import annotations

from django.db import transaction

from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.newsletter.actions.drafting import rewrite
from followthrough.service.learning.newsletter.content import with_words
from followthrough.service.learning.newsletter.disclosure import mended
from followthrough.service.learning.newsletter.models import Answer, Issue, Way
from followthrough.service.learning.newsletter.queries.checking import Checked, checked


@transaction.atomic
def accept(*, issue: Issue, found: Checked, by: Viewer) -> None:
    """The milder wording goes in."""
    words = mended(found.passage, found.hit)
    _put(issue, found, words, by)
    _answer(issue, found, Way.ACCEPTED, words, by)


@transaction.atomic
def change(*, issue: Issue, found: Checked, words: str, by: Viewer) -> None:
    """The whole passage in other words; the check looks at them again."""
    _put(issue, found, words, by)
    _answer(issue, found, Way.CHANGED, words, by)


@transaction.atomic
def keep(*, issue: Issue, found: Checked, reason: str, by: Viewer) -> None:
    """It stays as it is, and who asks later finds out why."""
    rewrite(issue=issue, change=lambda content: content, by=by)
    _answer(issue, found, Way.KEPT, reason, by)


@transaction.atomic
def accept_all(*, issue: Issue, by: Viewer) -> int:
    """Every milder wording there is. One may take away what another was about, so each is looked for again."""
    done = 0
    while found := next((each for each in checked(issue) if each.answer is None and each.hit.milder is not None), None):
        accept(issue=issue, found=found, by=by)
        issue.refresh_from_db()
        done += 1
    return done


def _put(issue: Issue, found: Checked, words: str, by: Viewer) -> None:
    rewrite(issue=issue, change=lambda content: with_words(content, found.hit.where, words), by=by)


def _answer(issue: Issue, found: Checked, way: Way, words: str, by: Viewer) -> None:
    Answer.objects.create(
        issue=issue, key=found.hit.key, rule=found.hit.rule.value, what=found.hit.what, way=way, words=words,
        by=by.practitioner_id, at=clock.now(),
    )  # fmt: skip
