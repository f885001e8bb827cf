"""What is sealed opens in its own place with its own key and nowhere else; a dump of the database does not tell it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from followthrough.procedures.model.event import Subject
from followthrough.service.access.models import RecordClass
from followthrough.service.config.checks import every_key_is_there
from followthrough.service.config.embedded import programs
from followthrough.service.core import clock, rotating
from followthrough.service.core.encryption import CannotOpen, Place, UnfitKeys, check_keys, key_of, seal, unseal
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from followthrough.service.ledger.models.event import SEALED_CLASSES
from followthrough.service.ledger.translating import to_event
from followthrough.service.sharing.actions import begin_draft, keep_draft
from followthrough.service.sharing.models import Draft
from integration.sharing import world

HERE = Place("sharing_draft", "data", "one")
OLD, NEW = "2025:" + "an-old-secret-0123456789" * 3, "2026:" + "a-new-secret-0123456789" * 3
CANARY = "heron-under-the-third-bridge"
committed = pytest.mark.django_db(transaction=True, databases=["default", "owner", "assessor"])


def test_what_is_sealed_opens_in_its_own_place_only() -> None:
    moved = 0

    @settings(max_examples=200)
    @given(st.text(), st.text(max_size=30))
    def check(words: str, elsewhere: str) -> None:
        nonlocal moved
        token = seal(words, HERE)
        assert unseal(token, HERE) == words
        for place in (
            Place("ledger_event", "data", "one"),
            Place("sharing_draft", "text", "one"),
            Place("sharing_draft", "data", f"one{elsewhere}."),
        ):
            with pytest.raises(CannotOpen, match="it was changed, it was moved there"):
                unseal(token, place)
            moved += 1

    check()
    assert moved >= 3 * 200


def test_a_changed_byte_does_not_open() -> None:
    changed = 0

    @settings(max_examples=200)
    @given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
    def check(at: int, change: int) -> None:
        nonlocal changed
        letters = bytearray(seal("words about a child", HERE), "ascii")
        start = len("ft1:tests:")
        letters[start + at % (len(letters) - start)] ^= change
        with pytest.raises(CannotOpen):
            unseal(letters.decode("latin-1"), HERE)
        changed += 1

    check()
    assert changed >= 200


def test_the_last_letter_does_not_open_in_another_spelling() -> None:
    """Base64 leaves bits of it unused: each other letter of the same bytes is a change, too."""
    token = seal("words about a child", HERE)
    letters, last, end = token[:-2], token[-2], token[-1]
    assert end == "=" and unseal(token, HERE) == "words about a child"
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    same_bytes = [each for each in alphabet if each != last and alphabet.index(each) // 4 == alphabet.index(last) // 4]
    assert len(same_bytes) == 3
    for each in same_bytes:
        with pytest.raises(CannotOpen):
            unseal(f"{letters}{each}{end}", HERE)


def test_the_same_words_are_never_sealed_alike() -> None:
    assert len({seal("the same", HERE) for _ in range(50)}) == 50


def test_a_key_that_is_missing_is_named(settings: Settings) -> None:
    settings.FOLLOWTHROUGH_FIELD_KEYS = [OLD]
    token = seal("words", HERE)
    settings.FOLLOWTHROUGH_FIELD_KEYS = [NEW]
    with pytest.raises(CannotOpen, match="sealed with the key 2025"):
        unseal(token, HERE)


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ([], "No key is given"),
        (["nameless"], "no name"),
        (["a b:" + "x1y2z3w4v5u6" * 5], "no name"),
        (["a:short"], "too easy to guess"),
        (["a:" + "x" * 60], "too easy to guess"),
        ([OLD, OLD], "same name"),
        ([OLD, OLD.replace("2025:", "2026:")], "same secret"),
    ],
)
def test_unfit_keys_are_refused_in_words(keys: list[str], sentence: str) -> None:
    with pytest.raises(UnfitKeys, match=sentence):
        check_keys(keys)


def test_every_class_of_the_service_that_does_most_harm_is_sealed() -> None:
    assert {RecordClass.PLACEMENT_ADDRESS, RecordClass.POLICE_INTELLIGENCE} <= SEALED_CLASSES
    assert not {RecordClass.CORE, RecordClass.NARRATIVE} & SEALED_CLASSES


@pytest.fixture
def nurse(transactional_db: None) -> Iterator[Viewer]:
    with clock.use(world.started()) as at:
        yield world.build(at).viewer("nurse")


def _placement(by: Viewer, words: str, record_class: str = RecordClass.PLACEMENT_ADDRESS) -> str:
    new = NewEvent(
        kind="placement.started",
        subject=Subject("child", "sealed-words"),
        data={"placement": "place", "out_of_area": True, "words": words},
        occurred_from=clock.now() - timedelta(hours=1),
        text=words,
        record_class=record_class,
    )
    return record([new], by=by).event_ids[0]


def _read(event: str) -> str:
    """What the engine reads of it."""
    with transaction.atomic(), as_assessor():
        found = to_event(Event.objects.get(pk=event), rulebook.current().vocabulary)
    assert found.data == {"placement": "place", "out_of_area": True, "words": found.text}
    return found.text


@committed
def test_a_dump_of_the_database_does_not_tell_what_is_sealed(nurse: Viewer, database_addresses: dict[str, str]) -> None:
    with acting(nurse):
        draft = begin_draft(data={"what": {"text": [CANARY]}}, by=nurse)
    event = _placement(nurse, f"She lives by the {CANARY}")
    plain = _placement(nurse, "otter-in-plain-words", RecordClass.NARRATIVE)
    # As a superuser, for whom no row-level security holds: all that a stolen copy could have.
    address = os.environ.get("DATABASE_URL") or database_addresses["FOLLOWTHROUGH_DATABASE_OWNER"].replace(
        "followthrough_owner@", "postgres@"
    )
    name = database_addresses["FOLLOWTHROUGH_DATABASE_OWNER"].rpartition("/")[2].partition("?")[0]
    words = [str(programs() / "pg_dump"), "--dbname", address.rpartition("/")[0] + f"/{name}"]
    dump = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert draft.pk in dump and event in dump and "otter-in-plain-words" in dump
    assert CANARY not in dump
    with acting(nurse):
        assert Draft.objects.get(pk=draft.pk).data == {"what": {"text": [CANARY]}}
    assert _read(event) == f"She lives by the {CANARY}"
    assert _read(plain) == "otter-in-plain-words"


@committed
def test_words_that_look_sealed_come_back_as_they_were_written(nurse: Viewer) -> None:
    assert _read(_placement(nurse, "ft1:2025:abc", RecordClass.NARRATIVE)) == "ft1:2025:abc"


@committed
def test_rotation_seals_anew_goes_on_where_it_stopped_and_is_audited(nurse: Viewer, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_FIELD_KEYS = [OLD]
    with acting(nurse):
        drafts = [begin_draft(data={"name": f"{CANARY} {n}"}, by=nurse).pk for n in range(5)]
    event = _placement(nurse, CANARY)
    settings.FOLLOWTHROUGH_FIELD_KEYS = [NEW, OLD]
    draft_field = next(each for each in rotating.sealed_fields() if each.model is Draft)
    assert rotating._one_batch(draft_field, 2) == 2  # and there the machine went down
    assert rotating.keys_in_use() == {"2025": 5, "2026": 2}
    assert rotating.rotate(batch=2) == {"sharing_draft": 3, "ledger_event": 2}
    assert rotating.rotate() == {}
    settings.FOLLOWTHROUGH_FIELD_KEYS = [NEW]
    with acting(nurse):
        assert [Draft.objects.get(pk=pk).data for pk in drafts] == [{"name": f"{CANARY} {n}"} for n in range(5)]
    assert _read(event) == CANARY
    done = AuditRow.objects.filter(action="keys.rotated").first()
    assert done is not None and done.detail == {"to": "2026", "texts": {"sharing_draft": 3, "ledger_event": 2}}


@committed
def test_the_site_does_not_start_without_a_key_that_is_in_use(nurse: Viewer, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_FIELD_KEYS = [OLD]
    _placement(nurse, CANARY)
    assert every_key_is_there(["default", "owner"]) == []
    settings.FOLLOWTHROUGH_FIELD_KEYS = [NEW]
    (problem,) = every_key_is_there(["default", "owner"])
    assert "sealed with the key 2025" in problem.msg and "2025:SECRET" in str(problem.hint)
    assert every_key_is_there(["default"]) == []  # only who may see every row can say


@committed
def test_the_owner_changes_what_seals_an_event_and_nothing_else(nurse: Viewer) -> None:
    event = _placement(nurse, CANARY)
    for change in (
        "text = 'other words'",
        "agency = 'police'",
        "text = 'ft1:x:y', kind = 'child.died'",
        "sealed = null",
    ):
        refused = pytest.raises(DatabaseError, match="append-only")
        with refused, transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            cursor.execute("select set_config('app.rotating', 'on', true)")
            cursor.execute(f"update ledger_event set {change} where id = %s", [event])
    with pytest.raises(DatabaseError, match="append-only"), connections["owner"].cursor() as cursor:
        cursor.execute("update ledger_event set text = 'ft1:x:y' where id = %s", [event])
    refused = pytest.raises(DatabaseError, match=r"append-only|permission denied")
    with refused, acting(nurse), connections["default"].cursor() as cursor:
        cursor.execute("select set_config('app.rotating', 'on', true)")
        cursor.execute("update ledger_event set text = 'ft1:x:y' where id = %s", [event])
    assert _read(event) == CANARY


@committed
def test_an_owners_forged_seal_does_not_open(nurse: Viewer) -> None:
    event, other = _placement(nurse, CANARY), _placement(nurse, "Other words.")
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("select set_config('app.rotating', 'on', true)")
        cursor.execute(
            "update ledger_event set text = (select text from ledger_event where id = %s) where id = %s",
            [other, event],
        )
    with pytest.raises(CannotOpen, match="it was moved there"):
        _read(event)


@committed
def test_a_draft_is_not_opened_to_be_saved_and_cannot_be_searched(nurse: Viewer) -> None:
    with acting(nurse):
        draft = begin_draft(data={"name": CANARY}, by=nurse)
        held = Draft.objects.get(pk=draft.pk)
        keep_draft(draft=held, data={"age": "4"}, by=nurse)
        assert Draft.objects.get(pk=draft.pk).data == {"name": CANARY, "age": "4"}
        token = str(Draft.objects.values_list("data", flat=True).get(pk=draft.pk))
        assert token == "(sealed)"
    with pytest.raises(TypeError, match="cannot be searched"), acting(nurse):
        Draft.objects.filter(data="x").exists()
    with pytest.raises(TypeError, match="written by saving its row"), acting(nurse):
        Draft.objects.update(data={})


def test_a_token_names_its_key() -> None:
    assert key_of(seal("words", HERE)) == "tests"
