"""Words kept after a time-out and secrets of second factors are sealed under keys that change, and anew with them."""

from __future__ import annotations

import json
from importlib import import_module
from types import SimpleNamespace

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.test import RequestFactory
from pytest_django import Settings

from followthrough.service.access import ciphers, keeping, passkeys
from followthrough.service.access.models import KeptWords
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.config.checks import every_key_is_there, no_second_factor_is_lost
from followthrough.service.core import rotating
from integration.agencies import making

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "assessor"])
OLD, NEW = "2025:" + "an-old-secret-0123456789" * 3, "2026:" + "a-new-secret-0123456789" * 3
WORDS = "She is at her aunt’s in Heron Lane"
resealing = import_module("followthrough.service.access.migrations.0012_sealed_with_the_rest")


@pytest.fixture(autouse=True)
def person() -> object:
    making.agency("police", "response")
    return making.practitioner("constable", ("police", "response", "worker"))


def factor() -> Authenticator:
    return Authenticator.objects.get(type="totp")


def fill(person: object) -> None:
    request = RequestFactory().post("/x/", {"words": WORDS})
    request.session = SessionStore()
    keeping.keep(request, person.pk)  # type: ignore[attr-defined]
    sealed = [get_adapter().encrypt(each) for each in ("JBSWY3DPEHPK3PXP", "seed-of-codes", "code-one", "code-two")]
    Authenticator.objects.create(user=person, type="totp", data={"secret": sealed[0]})
    Authenticator.objects.create(
        user=person, type="webauthn", data={"name": "Key", "credential": {"id": "a", "b": [1]}}
    )
    Authenticator.objects.create(
        user=person, type="recovery_codes", data={"seed": sealed[1], "migrated_codes": sealed[2:], "used_mask": 3}
    )


def test_both_are_sealed_anew_when_keys_change_and_still_open(person: object, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_FIELD_KEYS = [OLD]
    fill(person)
    assert rotating.keys_in_use() == {"2025": 6}
    settings.FOLLOWTHROUGH_FIELD_KEYS = [NEW, OLD]
    assert rotating.rotate(batch=1) == {"access_keptwords": 1, "mfa_authenticator": 3}
    assert rotating.rotate() == {}
    assert rotating.keys_in_use() == {"2026": 6}
    settings.FOLLOWTHROUGH_FIELD_KEYS = [NEW]
    (kept,) = keeping.kept_for(viewer_of(person))  # type: ignore[arg-type]
    assert kept.words == [WORDS]
    codes = Authenticator.objects.get(type="recovery_codes").data
    assert ciphers.open_factor(factor().data["secret"]) == "JBSWY3DPEHPK3PXP"
    assert [ciphers.open_factor(each) for each in codes["migrated_codes"]] == ["code-one", "code-two"]
    assert codes["used_mask"] == 3
    passkeys.check(Authenticator.objects.get(type="webauthn"))


def test_the_site_does_not_start_without_the_key_of_a_second_factor(person: object, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_FIELD_KEYS = [OLD]
    fill(person)
    assert every_key_is_there(["default", "owner"]) == []
    settings.FOLLOWTHROUGH_FIELD_KEYS = [NEW]
    (problem,) = every_key_is_there(["default", "owner"])
    assert "6 texts are sealed with the key 2025" in problem.msg


def test_an_upgrade_seals_anew_what_the_secret_key_sealed(person: object, settings: Settings) -> None:
    """As the migration does, there and back; what nobody can open is deleted, or named by the check."""
    old_words, old_factor = resealing._before("kept words"), resealing._before("second factor")
    held = json.dumps({"path": "/x/", "fields": [["words", WORDS]], "had_files": False})
    with connections["owner"].cursor() as cursor:
        for token in (old_words.encrypt(held.encode()).hex(), "00"):
            cursor.execute(
                "insert into access_keptwords (practitioner_id, at, sealed) values (%s, now(), %s)",
                [person.pk, token],  # type: ignore[attr-defined]
            )
    Authenticator.objects.create(
        user=person, type="totp", data={"secret": old_factor.encrypt(b"JBSWY3DPEHPK3PXP").decode()}
    )
    assert no_second_factor_is_lost(["default", "owner"]) != []
    editor = SimpleNamespace(connection=connections["owner"])
    resealing.seal_all(None, editor)
    (kept,) = keeping.kept_for(viewer_of(person))  # type: ignore[arg-type]
    assert kept.words == [WORDS] and KeptWords.objects.count() == 1
    assert ciphers.open_factor(factor().data["secret"]) == "JBSWY3DPEHPK3PXP"
    assert no_second_factor_is_lost(["default", "owner"]) == []
    resealing.open_all(None, editor)
    assert old_factor.decrypt(factor().data["secret"].encode()) == b"JBSWY3DPEHPK3PXP"
    settings.SECRET_KEY = "another-secret-that-nobody-kept-" * 3
    resealing.seal_all(None, editor)
    assert factor().data["secret"].startswith("gAAAA")
    (problem,) = no_second_factor_is_lost(["default", "owner"])
    assert "1 second factors are sealed under a secret key of earlier" in problem.msg
