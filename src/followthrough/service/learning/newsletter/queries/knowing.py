"""What does our own record know that an issue may not tell? Names, places, schools, and words of the entries.

Read as the service itself, so that a name is found in a text also where the writer may not open the child. Nothing of
it is shown: it only marks what stands in the text already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from followthrough.service.access.policies import BOARD
from followthrough.service.agencies.models import Agency, Practitioner
from followthrough.service.children.models import Child, HouseholdMember
from followthrough.service.core.viewer import as_part
from followthrough.service.learning.newsletter.disclosure import Known
from followthrough.service.learning.reviews.models import Citation, Reviewed
from followthrough.service.ledger.models import Event

CHILD, FAMILY, WORKER = "the child", "a member of the family", "a worker"
PLACES = {"school": "a school", "gp": "a surgery", "hospital": "the hospital"}  # kinds of agency
AREA, HOME = "the area", "at home"
MANY = 3  # agencies that share the first word of their names: it is the area's


def known(reviews: Collection[str]) -> Known:
    names, places = _who_and_where(reviews)
    cited = Citation.objects.filter(finding__review__in=reviews).values("event_id")
    entries = Event.objects.filter(pk__in=cited)  # those that the viewer may read, as whoever wrote the finding could
    return Known(names, places, tuple(words for each in entries for words in _words(each)))


def _words(entry: Event) -> Iterator[str]:
    yield entry.text
    yield from (said for said in entry.data.values() if isinstance(said, str))


@as_part("newsletter")
def _who_and_where(reviews: Collection[str]) -> tuple[dict[str, str], dict[str, str]]:
    children = list(Reviewed.objects.filter(review__in=reviews).values_list("child_id", flat=True))
    homes = HouseholdMember.objects.filter(child__in=children).values("household")
    members = HouseholdMember.objects.filter(household__in=homes).select_related("child", "person", "household")
    names = dict.fromkeys(Child.objects.filter(pk__in=children).values_list("name", flat=True), CHILD)
    names |= {each.person.name: FAMILY for each in members if each.person}
    names |= {each.child.name: FAMILY for each in members if each.child and each.child.name not in names}
    workers = Practitioner.objects.exclude(agency=BOARD)  # the Board's people work with no child
    names |= dict.fromkeys(workers.values_list("name", flat=True), WORKER)
    places = {part: HOME for each in members for part in _parts(each.household.address_label)}
    return names, places | _of_the_directory()


def _of_the_directory() -> dict[str, str]:
    found = list(Agency.objects.values_list("title", "kind"))
    first = Counter(title.split()[0] for title, _ in found if title)
    area = {word: AREA for word, count in first.items() if count >= MANY and len(word) > 4}
    return {title: PLACES[kind] for title, kind in found if kind in PLACES} | area


def _parts(address: str) -> list[str]:
    return [part.strip() for part in address.split(",") if len(part.strip()) > 4]
