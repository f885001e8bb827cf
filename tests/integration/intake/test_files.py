"""A file of rows: columns named and remembered, mistakes told by row, good rows in once."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from followthrough.service.intake import tables
from followthrough.service.intake.models import Item, Upload
from integration.sharing import world as made
from integration.sharing.world import World

FILE = (
    "Pupil;DOB;Notes;Staff\n"
    "Jonas Weber;04/05/2009;Nobody came for him until 17:10.;Carol Penn\n"
    "Łucja Nowak;31/02/2010;She had no coat.;Carol Penn\n"
    "Ada Frost;;Zażółć gęślą jaźń;\n"
    ";;;\n"
)


@pytest.fixture
def worker(world: World, client: Client) -> Client:
    client.force_login(world.people["duty"])
    return client


def bring(client: Client, content: str | bytes = FILE) -> str:
    raw = content.encode() if isinstance(content, str) else content
    answer = client.post("/intake/files/", {"file": SimpleUploadedFile("x.csv", raw), "sender": "Hillside"})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


COLUMNS = {"do": "columns", "text": "Notes", "name": "Pupil", "born_on": "DOB", "sender": "Staff"}


def test_good_rows_come_in_and_the_mistake_is_told(worker: Client) -> None:
    at = bring(worker)
    worker.post(at, COLUMNS)
    page = worker.get(at).content.decode()
    assert "What would come in: 2 rows" in page and not Item.objects.exists()
    assert "Row 3: “31/02/2010” is no date of birth. Write it as 27/3/2010." in page
    taken = worker.post(at, {"do": "take"}, follow=True).content.decode()
    assert "Two rows came in, to Out-Of-Hours" in taken, "their own team has shut"
    assert "One row must be put right in the file first." in taken
    assert {each.about["name"] for each in Item.objects.all()} == {"Jonas Weber", "Ada Frost"}
    assert len(made.duties("incoming-item-placed")) == 2
    assert Upload.objects.get().taken_at is None, "the row with the mistake is still to be seen"


def test_brought_again_nothing_doubles_and_the_columns_are_remembered(worker: Client) -> None:
    worker.post(at := bring(worker), COLUMNS)
    worker.post(at, {"do": "take"})
    again = bring(worker, FILE.replace("31/02/2010", "28/02/2010"))
    page = worker.get(again).content.decode()
    assert "What would come in: 1 row" in page and "2 rows came in before" in page
    worker.post(again, {"do": "take"})
    worker.post(again, {"do": "take"}) if Upload.objects.filter(pk=again.split("/")[-2], taken_at=None) else None
    assert Item.objects.count() == 3


def test_brought_again_with_other_columns_nothing_doubles(worker: Client) -> None:
    worker.post(at := bring(worker), COLUMNS)
    worker.post(at, {"do": "take"})
    before = {each.pk: each.text for each in Item.objects.all()}
    turned = "\n".join(";".join(reversed(line.split(";"))) for line in FILE.splitlines())
    worker.post(again := bring(worker, turned.replace("31/02", "28/02")), {**COLUMNS, "subject": "Staff", "sender": ""})
    page = worker.get(again).content.decode()
    assert "2 rows came in before" in page and "What would come in: 1 row" in page
    taken = worker.post(again, {"do": "take"}, follow=True).content.decode()
    assert "One row came in" in taken and Item.objects.count() == 3
    assert {each.pk: each.text for each in Item.objects.filter(pk__in=before)} == before


def test_the_page_of_a_row_shows_the_candidates_at_once(worker: Client, world: World) -> None:
    worker.post(at := bring(worker), COLUMNS)
    worker.post(at, {"do": "take"})
    item = next(each for each in Item.objects.all() if each.about["name"] == "Jonas Weber")
    page = worker.get(f"/intake/{item.reference}/").content.decode()
    assert "Jonas Weber" in page and "Which child is it?" in page


def test_others_do_not_see_the_file(worker: Client, world: World) -> None:
    at = bring(worker)
    other = Client()
    other.force_login(world.people["nurse"])
    assert other.get(at).status_code == 404 and other.post(at, {"do": "take"}).status_code == 404


@pytest.mark.parametrize(
    "raw, says",
    [
        (b"PK\x03\x04\x00", "This is no CSV file"),
        (b"Only a head\n", "The file has no rows"),
        (b"a,b\n" + b"1,2\n" * 501, "501 rows"),
    ],
)
def test_what_is_no_table_is_said(raw: bytes, says: str) -> None:
    with pytest.raises(tables.NoTable, match=says):
        tables.read(raw)


def test_files_of_other_programs_are_read() -> None:
    for raw in ("Name,Notes\r\nZoë,x\r\n".encode("cp1252"), "\ufeffName\tNotes\nZoë\tx\n".encode()):
        assert tables.read(raw).rows == (("Zoë", "x"),)


@pytest.mark.parametrize("words", ["1.5.2030", "2030-05-01"])
def test_a_day_in_the_future_is_told(words: str) -> None:
    table = tables.Table(("t", "d"), (("x", words),))
    (row,) = tables.rows_of(table, {"text": "t", "born_on": "d"}, sender="s", today=date(2013, 3, 28))
    assert row.arrival is None and "future" in row.fault
