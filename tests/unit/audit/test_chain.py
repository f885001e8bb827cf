"""The chain of the audit: what is edited, deleted, inserted, moved or cut off shows, each time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followthrough.service.core.audit import chain
from followthrough.service.core.audit.chain import Entry, Head

START = datetime(2013, 3, 28, 17, 30, tzinfo=UTC)
KEY, OTHER = chain.key_from("one secret"), chain.key_from("another")
PUBLIC = [KEY.public_key()]


def row(number: int) -> dict[str, object]:
    at = START + timedelta(minutes=number)
    return {
        "id": number,
        "at": at,
        "real_at": at,
        "viewer": f"p-{number % 5}",
        "agency": "hospital",
        "action": "child.read",
        "subject_kind": "child",
        "subject_id": f"c-{number % 7}",
        "detail": {"n": number},
        "outcome": "done",
    }


def whole(rows: int, every: int = 10) -> tuple[list[Entry], list[Head]]:
    """A chain of so many rows, with a head every so many and at its end."""
    entries: list[Entry] = []
    heads: list[Head] = []
    link = chain.START
    for position in range(1, rows + 1):
        link = chain.link_after(link, row(position))
        entries.append(Entry(row(position), position, link))
        if position % every == 0 or position == rows:
            heads.append(chain.sign(KEY, position, link, START + timedelta(hours=position)))
    return entries, heads


def relinked(rows: list[dict[str, object]]) -> list[Entry]:
    """As somebody would make it anew who can write every table and lacks the key."""
    link, entries = chain.START, []
    for position, each in enumerate(rows, 1):
        link = chain.link_after(link, each)
        entries.append(Entry(each, position, link))
    return entries


def test_a_whole_chain_has_no_fault() -> None:
    entries, heads = whole(57)
    assert chain.verify(entries, heads, heads, PUBLIC) == []
    assert chain.verify([], [], [], PUBLIC) == []


def edit(entries: list[Entry], at: int) -> list[Entry]:
    held = entries[at]
    return [*entries[:at], Entry({**held.row, "viewer": "somebody else"}, held.position, held.link), *entries[at + 1 :]]


def delete(entries: list[Entry], at: int) -> list[Entry]:
    return [*entries[:at], *entries[at + 1 :]]


def empty(entries: list[Entry], at: int) -> list[Entry]:
    return [*entries[:at], Entry(None, entries[at].position, entries[at].link), *entries[at + 1 :]]


def insert(entries: list[Entry], at: int) -> list[Entry]:
    return [*entries[:at], Entry(row(9_999), entries[at].position, entries[at].link), *entries[at:]]


def insert_unlinked(entries: list[Entry], at: int) -> list[Entry]:
    return [*entries, Entry(row(9_999), None, None)]


def swap(entries: list[Entry], at: int) -> list[Entry]:
    other = (at + 1) % len(entries)
    found = list(entries)
    a, b = entries[at], entries[other]
    found[at], found[other] = Entry(b.row, a.position, a.link), Entry(a.row, b.position, b.link)
    return found


def truncate(entries: list[Entry], at: int) -> list[Entry]:
    return entries[:at]


def edit_and_relink(entries: list[Entry], at: int) -> list[Entry]:
    return relinked([dict(each.row or {}) for each in edit(entries, at)])


def delete_and_relink(entries: list[Entry], at: int) -> list[Entry]:
    return relinked([dict(each.row or {}) for each in delete(entries, at)])


TAMPERS: list[Callable[[list[Entry], int], list[Entry]]] = [
    edit,
    delete,
    empty,
    insert,
    insert_unlinked,
    swap,
    truncate,
    edit_and_relink,
    delete_and_relink,
]


@pytest.mark.parametrize("tamper", TAMPERS)
@given(at=st.integers(0, 39))
@settings(max_examples=40, deadline=None)
def test_every_tampering_shows(tamper: Callable[[list[Entry], int], list[Entry]], at: int) -> None:
    entries, heads = whole(40)
    assert chain.verify(tamper(entries, at), heads, heads, PUBLIC) != []


def test_one_edit_is_one_sentence_that_names_the_row() -> None:
    entries, heads = whole(40)
    (said,) = chain.verify(edit(entries, 12), heads, heads, PUBLIC)
    assert said == "Row 13 at position 13 does not fit its link: it was changed or moved."


def test_a_cut_with_its_heads_is_told_by_the_heads_that_were_kept_and_by_nothing_else() -> None:
    entries, heads = whole(40)
    cut, cut_heads = entries[:20], [head for head in heads if head.position <= 20]
    assert chain.verify(cut, cut_heads, [], PUBLIC) == []
    found = chain.verify(cut, cut_heads, heads, PUBLIC)
    assert found == [
        "A head speaks of position 30, and there is none: the end was cut off.",
        "A head speaks of position 40, and there is none: the end was cut off.",
    ]


def test_a_chain_made_anew_and_signed_with_another_key_is_told() -> None:
    entries, heads = whole(20)
    remade = edit_and_relink(entries, 3)
    last = remade[-1]
    assert last.link is not None
    forged = [chain.sign(OTHER, 20, last.link, START)]
    assert any("a key that is not known" in said for said in chain.verify(remade, forged, [], PUBLIC))
    renamed = [Head(20, last.link, START, heads[-1].key, forged[0].signature)]
    assert any("not signed with its key" in said for said in chain.verify(remade, renamed, [], PUBLIC))


def test_a_head_survives_its_way_as_a_line_and_nonsense_is_refused_in_words() -> None:
    _, (head,) = whole(3)
    assert Head.from_json(head.as_json()) == head
    with pytest.raises(ValueError, match="no head of the audit"):
        Head.from_json('{"position": 1}')


def test_keys_survive_their_way_as_words() -> None:
    assert chain.key_name(chain.public_from(chain.public_words(PUBLIC[0]))) == chain.key_name(PUBLIC[0])
