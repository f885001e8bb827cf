"""A rota comes as a file: columns are named, each row is looked at, good ones are put in, and never twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from followthrough.service.agencies.models import Shift
from followthrough.service.core import clock
from followthrough.service.core.clock import FixedClock
from followthrough.service.cover.models import RotaFile
from integration.cover import rotas
from integration.cover.rotas import START, keep
from integration.cover.test_cover import plain, signed_in

pytestmark = pytest.mark.django_db
HERE = "/rotas/of/social-care/out-of-hours/file/"
ROTA = """Shift start,Shift end,Grade,Staff name,Duty,Mobile
2013-03-25 17:00,2013-03-26 09:00,worker,Night One,Duty social worker,01632 960177
26/03/2013 17:00,27/03/2013 09:00,,night.two,Duty social worker,01632 960178
2013-03-27 17:00,2013-03-28 09:00,worker,Nobody Known,Duty social worker,01632 960179
2013-03-25 20:00,2013-03-26 02:00,worker,Night Two,Duty social worker,01632 960180
2013-03-31 01:30,2013-03-31 09:00,worker,Night Two,Duty social worker,01632 960181
28 March,2013-03-29 09:00,worker,Night Two,Duty social worker,01632 960182
2013-04-20 17:00,2013-04-21 09:00,manager,,Manager on call,01632 960183
"""


@pytest.fixture
def manager(db: None) -> Iterator[Client]:
    with clock.use(FixedClock(START)):
        rotas.build()
        keep("worker", "manager")
        yield signed_in("night.manager")


def brought(client: Client, text: str = ROTA) -> str:
    answer = client.post(HERE, {"file": SimpleUploadedFile("easter.csv", text.encode())})
    assert answer.status_code == 302, plain(answer.content)
    return str(answer["Location"])


def test_each_row_is_shown_with_what_becomes_of_it_before_anything_is_put_in(manager: Client) -> None:
    page = plain(manager.get(brought(manager)).content)
    assert "Put in 3 shifts" in page and not Shift.objects.exists()
    assert "Nobody called “Nobody Known” has an account in your agency." in page
    assert "Somebody holds this level then: Night One" in page
    assert "there is no 2013-03-31 01:30, because the clocks go forward then" in page
    assert "“28 March” is no day and time. Write it as 2013-03-28 17:00" in page


def test_good_rows_are_put_in_and_the_same_file_again_changes_nothing(manager: Client) -> None:
    answer = manager.post(brought(manager), {"do": "put-in"}, follow=True)
    assert "3 shifts were put in. 4 stayed out." in answer.content.decode()
    held = list(Shift.objects.values_list("level", "practitioner__name", "telephone"))
    assert held == [
        ("worker", "Night One", "01632 960177"),
        ("worker", "Night Two", "01632 960178"),
        ("manager", None, "01632 960183"),
    ]
    again = manager.post(brought(manager), {"do": "put-in"}, follow=True).content.decode()
    assert "0 shifts were put in. 3 were there already. 4 stayed out." in again and Shift.objects.count() == 3


def test_a_name_that_comes_later_fills_the_role(manager: Client) -> None:
    manager.post(brought(manager), {"do": "put-in"})
    later = ROTA.replace("manager,,Manager", "manager,Night Manager,Manager")
    answer = manager.post(brought(manager, later), {"do": "put-in"}, follow=True)
    assert "1 shift was put in." in answer.content.decode()
    assert Shift.objects.get(level="manager").practitioner == rotas.person("night.manager")


def test_columns_that_nobody_could_guess_are_asked_for(manager: Client) -> None:
    strange = "A;B;C\n2013-03-25 17:00;2013-03-26 09:00;Night One\n"
    where = brought(manager, strange)
    assert "There is nothing to put in." in plain(manager.get(where).content)
    wrong = manager.post(where, {"do": "columns", "starts_at": "A"}).content.decode()
    assert "Choose the column of “Ends”" in wrong
    said = {"do": "columns", "starts_at": "A", "ends_at": "B", "name": "C"}
    page = plain(manager.post(where, said, follow=True).content)
    assert "Put in 1 shift" in page and "Night One, worker, Mon 25 Mar 17:00 to Tue 26 Mar 09:00" in page


@pytest.mark.parametrize(
    "said, words",
    [
        ({"pasted": ""}, "Choose a file, or paste its rows"),
        ({"pasted": "only a head"}, "The file has no rows below its first line"),
        ({"pasted": "a,a\n1,2"}, "Two columns have the same name"),
        ({"file": SimpleUploadedFile("r.xlsx", b"PK\x03\x04\x00\xff\xfe")}, "This is not a CSV file. In Excel"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(manager: Client, said: dict[str, object], words: str) -> None:
    assert words in manager.post(HERE, said).content.decode()
    assert not RotaFile.objects.exists()


def test_only_who_keeps_the_rota_brings_or_reads_a_file(manager: Client) -> None:
    where = brought(manager)
    for name in ("night.one", "sergeant"):
        for path in (HERE, where):
            assert signed_in(name).get(path).status_code == 403
            assert signed_in(name).post(path, {"do": "put-in"}).status_code == 403
    assert manager.get(where.replace("out-of-hours", "front-door")).status_code == 404
