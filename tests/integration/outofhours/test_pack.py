"""The out-of-hours pack: made for each shift, sealed, audited, and opened in a browser without our service."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from pytest_django import Settings

from followthrough.procedures.model.event import Subject
from followthrough.service.agencies.models import Team
from followthrough.service.core import clock
from followthrough.service.core.models import AuditRow
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.outofhours import actions, queries
from followthrough.service.outofhours.sealing import WeakPassword
from integration.sharing.world import World, local

PASSWORD = "five plain words of mine"


@pytest.fixture
def team(world: World) -> Team:
    Team.objects.filter(agency="social-care", slug="front-door").update(is_default=True)
    return Team.objects.get(agency="social-care", slug="out-of-hours")


def _make(team: Team, tmp_path: Path) -> str:
    out = tmp_path / "pack.html"
    actions.make_pack(team=team, out=out, password=PASSWORD)
    return out.read_text(encoding="utf-8")


def _held(file: str) -> dict[str, str]:
    found = re.search(r'id="held">(.*?)</script>', file)
    assert found is not None
    held: dict[str, str] = json.loads(found[1])
    return held


def _opened(file: str, password: str = PASSWORD, **changed: str) -> str:
    held = _held(file) | changed
    salt, nonce, words = (base64.b64decode(held[name]) for name in ("salt", "nonce", "words"))
    key = PBKDF2HMAC(SHA256(), length=32, salt=salt, iterations=int(held["rounds"])).derive(password.encode())
    return AESGCM(key).decrypt(nonce, words, held["expires"].encode()).decode()


def test_it_holds_what_is_asked_for_at_two_in_the_morning(world: World, team: Team, tmp_path: Path) -> None:
    share = world.send()
    page = _opened(_make(team, tmp_path))
    assert "Out-Of-Hours, Social-Care" in page and "01632 960102" in page  # who is on duty, and how to ring them
    assert f"Urgent share {share.reference}" in page
    assert world.child.name in page
    for fact in ("Age", "Language", "Legal status", "None is recorded", "Lead professional", "Last seen", "To be done"):
        assert fact in page
    assert "Cover ends Tuesday 2 April 2013, 09:00" in page  # the office opens after Easter Monday


def test_legal_status_says_what_has_begun_and_not_ended(world: World, team: Team, tmp_path: Path) -> None:
    world.send()
    child, nurse = Subject("child", world.child.pk), world.viewer("nurse")
    at = clock.now() - timedelta(days=3)
    record(
        [
            NewEvent(
                kind="order.made", subject=child, occurred_from=at, data={"order": "o", "type": "interim care order"}
            ),
            NewEvent(kind="care.began", subject=child, occurred_from=at, data={"care": "c", "basis": "remand"}),
            NewEvent(kind="care.ended", subject=child, occurred_from=at + timedelta(days=1), data={"care": "c"}),
        ],
        by=nurse,
    )
    page = _opened(_make(team, tmp_path))
    assert "Interim care order, since 25 Mar 2013" in page
    assert "remand" not in page.lower()


def test_nothing_of_a_child_stands_in_the_file_in_plain(world: World, team: Team, tmp_path: Path) -> None:
    share = world.send()
    file = _make(team, tmp_path)
    for words in (world.child.name, share.reference, "iron", "01632"):
        assert words not in file
    assert "http" not in re.sub(r"http-equiv", "", file)  # it asks nobody for anything
    assert (tmp_path / "pack.html").stat().st_mode & 0o777 == 0o600


def test_another_password_or_another_end_does_not_open_it(world: World, team: Team, tmp_path: Path) -> None:
    file = _make(team, tmp_path)
    with pytest.raises(InvalidTag):
        _opened(file, "five plain words of yours")
    with pytest.raises(InvalidTag):
        _opened(file, expires="2999-01-01T00:00:00+00:00")


def test_it_ends_with_its_cover(world: World, team: Team, tmp_path: Path) -> None:
    left = datetime.fromisoformat(_held(_make(team, tmp_path))["expires"]) - clock.real_now()
    until = local(2013, 4, 2, 9, 0) - clock.now()
    assert abs(left - until) < timedelta(minutes=1)


def test_each_making_is_written_down_with_every_child(world: World, team: Team, tmp_path: Path) -> None:
    world.send()
    _make(team, tmp_path)
    pack = AuditRow.objects.get(action="pack.made")
    assert pack.detail["children"] == 1 and pack.detail["team"] == "social-care/out-of-hours"
    included = AuditRow.objects.get(action="pack.included")
    assert (included.subject_id, included.detail["pack"]) == (world.child.pk, pack.detail["pack"])


def test_it_holds_no_child_whom_its_reader_could_not_open(world: World, team: Team, tmp_path: Path) -> None:
    world.send("police/response")  # not to the team of the night
    file = _opened(_make(team, tmp_path))
    assert world.child.name not in file and "No case was open" in file


def test_without_the_audit_there_is_no_pack(
    world: World, team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise RuntimeError("the audit cannot be written")

    monkeypatch.setattr(actions.audit, "record", refused)
    with pytest.raises(RuntimeError):
        _make(team, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_weak_password_is_refused_in_words(world: World, team: Team, tmp_path: Path) -> None:
    with pytest.raises(WeakPassword, match="15 letters or more"):
        actions.make_pack(team=team, out=tmp_path / "pack.html", password="short")


def test_the_sweep_makes_it_before_each_shift_and_deletes_what_has_ended(
    world: World, team: Team, tmp_path: Path, settings: Settings
) -> None:
    settings.FOLLOWTHROUGH_PACK_FOLDER, settings.FOLLOWTHROUGH_PACK_PASSWORD = str(tmp_path), PASSWORD
    old = tmp_path / "out-of-hours-social-care-out-of-hours-until-2013-03-28T0800Z.html"
    old.write_text("yesterday's")
    world.at.at = local(2013, 3, 28, 12, 0).astimezone(UTC)
    assert actions.make_due() == 0  # at noon nobody needs it
    assert not old.exists()
    world.at.at = local(2013, 3, 28, 16, 31).astimezone(UTC)
    assert actions.make_due() == 1
    assert actions.make_due() == 0  # it is there, and fresh
    assert len(list(tmp_path.glob("*.html"))) == 1


def test_without_a_folder_the_sweep_makes_none(world: World, team: Team, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_PACK_FOLDER = ""
    assert actions.make_due() == 0 and queries.night_teams() == [team]
