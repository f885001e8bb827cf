"""Passwords as people choose and type them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from pytest_django import Settings

from followthrough.service.access import forms
from followthrough.service.agencies import passwords
from followthrough.service.agencies.models import Practitioner
from followthrough.service.config.settings import base
from followthrough.service.core import clock
from followthrough.service.design.forms import Form
from integration.agencies import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def constable() -> Practitioner:
    making.agency("police", "response")
    return making.practitioner("constable", ("police", "response", "worker"))


def comes_in(password: str, username: str = "constable") -> bool:
    client = Client()
    client.post("/sign-in/", {"username": username, "password": password})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "password",
    ["lanternbadgerquilt", "LANTERN BADGER QUILT", "łabędź jezioro księżyc", "灯笼獾被子灯塔钢琴河流山羊云",
     "lantern 🦡 quilt drum",
     "x7!" + "lantern badger quilt " * 9, "  lantern badger quilt  "],
)  # fmt: skip
def test_any_signs_and_any_length_up_to_two_hundred_will_do_and_count_as_typed(
    constable: Practitioner, password: str
) -> None:
    assert 12 <= len(password) <= 200
    validate_password(password, constable)
    constable.set_password(password)
    constable.save()
    assert comes_in(password)
    for other in {password.swapcase(), password + " ", password[:-1], password.replace(" ", "", 1)} - {password}:
        assert not comes_in(other), "cut off, trimmed, or taken in other letters"


@pytest.mark.parametrize("word", [*passwords._LOCAL, *passwords._SEASONS])
def test_words_of_this_work_are_no_password(constable: Practitioner, word: str) -> None:
    for guess in (
        f"{word}2026",
        f"{word.title()}{word.title()}",
        f"{word}-{word}-12",
        word.replace("o", "0") + "123456",
    ):
        with pytest.raises(ValidationError):
            validate_password(guess, constable)


def test_it_is_typed_hidden_and_can_be_pasted() -> None:
    page = Client().get("/sign-in/").content.decode()
    tags = [each.partition(">")[0] for each in page.split("<input")[1:]]
    box = next(each for each in tags if 'name="password"' in each)
    assert 'type="password"' in box and 'autocomplete="current-password"' in box and "onpaste" not in box
    assert "readonly" not in box


def test_it_is_kept_by_argon2_slowly(constable: Practitioner, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS  # tests use a quick one
    constable.set_password("lantern badger quilt")
    constable.save()
    with connection.cursor() as cursor:
        cursor.execute("select password from agencies_practitioner where id = %s", [constable.pk])
        (kept,) = cursor.fetchone()
    way, kind, version, cost, *_ = kept.split("$")
    told = dict(each.split("=") for each in cost.split(","))
    assert (way, kind, version) == ("argon2", "argon2id", "v=19")
    assert int(told["m"]) >= 19_456 and int(told["t"]) >= 2, "as OWASP asks: 19 MiB and two rounds at least"


def test_it_does_not_end_with_the_calendar(constable: Practitioner, settings: Settings) -> None:
    constable.set_password("lantern badger quilt")
    constable.save()
    with clock.use(clock.FixedClock(clock.real_now() + timedelta(days=1000))):
        assert comes_in("lantern badger quilt")


def test_no_form_asks_a_secret_question_or_keeps_a_hint() -> None:
    names = {
        name.lower()
        for form in vars(forms).values()
        if isinstance(form, type) and issubclass(form, Form)
        for name in getattr(form, "base_fields", {})
    }
    assert "password" in names
    assert not [name for name in names if "question" in name or "hint" in name or "maiden" in name]
    columns = {each.name for each in Practitioner._meta.get_fields()}
    assert not [name for name in columns if "question" in name or "hint" in name]


def test_a_sessions_key_is_long_random_and_new_at_each_sign_in(constable: Practitioner) -> None:
    constable.set_password("lantern badger quilt")
    constable.save()
    keys = set()
    for _ in range(12):
        client = Client()
        client.get("/sign-in/")
        client.post("/sign-in/", {"username": "constable", "password": "lantern badger quilt"})
        key = client.session.session_key
        assert key is not None and len(key) == 32 and key.isalnum() and key.islower() | any(c.isdigit() for c in key)
        keys.add(key)
    assert len(keys) == 12
    assert len({key[n] for key in keys for n in range(32)}) > 25, "32 signs of 36: 165 bits"
