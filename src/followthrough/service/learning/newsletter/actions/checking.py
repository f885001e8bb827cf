"""A person answers what the check has found: takes the milder words, writes others, or says why it stays."""

from __future__ import annotations

from django.db import transaction

from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.newsletter.actions.drafting import rewrite
from followthrough.service.learning.newsletter.content import Content, passage, with_words
from followthrough.service.learning.newsletter.disclosure import MUST_GO, mended
from followthrough.service.learning.newsletter.models import Answer, Issue, Way
from followthrough.service.learning.newsletter.policies import CannotRelease, Changed
from followthrough.service.learning.newsletter.queries.checking import Checked, checked, unanswered
from followthrough.service.learning.newsletter.queries.knowing import names_and_places


@transaction.atomic
def accept(*, issue: Issue, found: Checked, by: Viewer) -> None:
    """The milder wording goes in. Raises Changed where the passage says something else by now, as the others do."""
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
    """It stays as it is, and who asks later finds out why. Raises CannotRelease for what can never stay."""
    if found.hit.rule in MUST_GO:
        raise CannotRelease("A name or a place is never told. Write it in other words.")
    _put(issue, found, found.passage, by)
    _answer(issue, found, Way.KEPT, reason, by)


@transaction.atomic
def accept_all(*, issue: Issue, by: Viewer) -> int:
    """Every milder wording there is. One may take away what another was about, so each is looked for again, but what
    is known beside the issue is asked once.
    """
    done, beside = 0, names_and_places(issue.reviews)
    while found := next((each for each in unanswered(checked(issue, beside)) if _has_milder(each)), None):
        accept(issue=issue, found=found, by=by)
        issue.refresh_from_db()
        done += 1
    return done


def _has_milder(found: Checked) -> bool:
    return found.hit.milder is not None and mended(found.passage, found.hit) != found.passage


def _put(issue: Issue, found: Checked, words: str, by: Viewer) -> None:
    """Under the lock of the issue, into the passage that was looked at and no other."""

    def put(content: Content) -> Content:
        if passage(content, found.hit.where) != found.passage:
            raise Changed("Somebody has changed this passage since. Look at it again.")
        return with_words(content, found.hit.where, words) if words != found.passage else content

    rewrite(issue=issue, change=put, by=by)


def _answer(issue: Issue, found: Checked, way: Way, words: str, by: Viewer) -> None:
    Answer.objects.create(
        issue=issue, key=found.hit.key, rule=found.hit.rule.value, what=found.hit.what, way=way, words=words,
        by=by.practitioner_id, at=clock.now(),
    )  # fmt: skip
