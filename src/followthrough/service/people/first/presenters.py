"""How does a nomination read to the person who is to agree?"""

from __future__ import annotations

from followthrough.service.design import dates
from followthrough.service.design.components import Row
from followthrough.service.people.models import Nomination


def rows(found: Nomination) -> tuple[Row, ...]:
    number = found.agency.telephone or found.team.telephone or "None in the directory"
    said = [
        Row("Name", found.name),
        Row("Username", found.username),
        Row("E-mail address", found.email),
        Row("Telephone", found.telephone or "None"),
        Row("Team", found.team.title),
        Row("Named by", f"{found.named_by.name}, {dates.in_words(found.named_at)}"),
        Row("How they know that the agency wants this person", found.checked),
        Row("The agency’s own number", number),
    ]
    if found.decided_at and found.decided_by:
        answer = "Agreed" if found.is_agreed else "Refused"
        said.append(Row(f"{answer} by", f"{found.decided_by.name}, {dates.in_words(found.decided_at)}"))
        said.append(Row("Because", found.words))
    return tuple(said)
