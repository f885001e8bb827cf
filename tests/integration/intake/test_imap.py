"""A real IMAP server is read over TLS: each mail once, whatever is cut off, and who can mend what fails is told."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from pytest_django import Settings

from followthrough.service.agencies.models import Team
from followthrough.service.intake import imap, mailboxes
from followthrough.service.intake.models import Item, Mailbox
from integration.intake import mail_server, token_service
from integration.intake.mail_server import PASSWORD, TOKEN, USER, MailServer
from integration.intake.mails import front_door, mail
from integration.sharing import world as made
from integration.sharing.world import World

MENDED = "failing-mailbox-mended"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    with mail_server.running(tmp_path_factory.mktemp("mail")) as found:
        yield found


@pytest.fixture
def server(
    world: World,
    running: MailServer,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> MailServer:
    """With an empty mailbox of the test's own."""
    running.make(f"In tray {request.node.name}")
    running.cut_after = None
    monkeypatch.setenv("SSL_CERT_FILE", str(running.authority))
    settings.FOLLOWTHROUGH_MAILBOXES = [address(running)]
    return running


def address(server: MailServer, *, host: str = "localhost", password: str = PASSWORD, box: str = "") -> str:
    user, password, box = (quote(each, "") for each in (USER, password, box or server.box))
    return f"{made.FRONT_DOOR}=imaps://{user}:{password}@{host}:{server.port}/{box}"


def test_each_mail_comes_in_once_and_stays_as_it_was(server: MailServer) -> None:
    server.put(mail(), mail(number="2"), b"Subject: broken\r\n\r\n\xff\xfe")
    assert (mailboxes.take_in(), mailboxes.take_in()) == (3, 0)
    server.put(mail(number="3"))
    assert mailboxes.take_in() == 1 and Item.objects.count() == 4
    assert not any(b"Seen" in each for each in server.flags())


def test_killed_between_keeping_and_marking_it_does_not_double(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put(mail(), mail(number="2"))

    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(mailboxes, "_remember", killed)
        with pytest.raises(SystemExit):
            mailboxes.take_in()
    assert Item.objects.count() == 1, "the first was kept, and nothing remembers it"
    assert mailboxes.take_in() == 1 and Item.objects.count() == 2


def test_where_the_line_is_cut_it_goes_on_next_time(server: MailServer) -> None:
    server.put(mail(), mail("long " * 2_000, number="2"))
    server.cut_after = 3_000
    assert mailboxes.take_in() == 1
    assert Mailbox.objects.get().trouble == "broken off"
    server.cut_after = None
    assert mailboxes.take_in() == 1 and Item.objects.count() == 2
    assert Mailbox.objects.get().trouble == ""


def test_new_numbers_of_a_server_that_was_set_up_anew_double_nothing(server: MailServer) -> None:
    server.put(mail())
    mailboxes.take_in()
    Mailbox.objects.update(read_to="7:900")  # as another server numbered them
    server.put(mail(number="2"))
    assert mailboxes.take_in() == 1 and Item.objects.count() == 2


def test_what_is_too_large_is_not_fetched_whole(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "WHOLE", "(BODY.PEEK[]<0.400>)")
    server.put(mail("long " * 2_000))
    assert mailboxes.take_in() == 1 and len(Item.objects.get().original) < 600


def test_what_fails_is_told_to_a_person_with_what_to_do(
    server: MailServer, world: World, settings: Settings, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put(mail())
    client.force_login(world.people["duty"])

    def shown(configured: str) -> str:
        settings.FOLLOWTHROUGH_MAILBOXES = [configured]
        assert mailboxes.take_in() == 0
        return client.get("/intake/").content.decode()

    page = shown(address(server, password="wrong"))
    assert "does not take the name, or its password" in page and "Look into the mailbox by hand" in page
    assert "certificate does not fit" in shown(address(server, host="127.0.0.1")), "it is for another name"
    assert "no such mailbox" in shown(address(server, box="Other"))
    with monkeypatch.context() as patch:
        patch.delenv("SSL_CERT_FILE")
        assert "certificate does not fit" in shown(address(server)), "nobody whom we trust signed it"
    nobody_there = address(server).replace(f":{server.port}/", ":1/")
    assert "cannot be reached" in shown(nobody_there)
    assert not made.duties(MENDED), "it may be back in a minute"

    world.later(minutes=31)
    mailboxes.take_in()
    (duty,) = made.duties(MENDED)
    client.force_login(world.people["day"])
    assert "See what is wrong" in client.get(f"/duties/{duty.pk}/").content.decode()
    client.force_login(world.people["nurse"])
    assert "has not come in" not in client.get("/intake/").content.decode()

    settings.FOLLOWTHROUGH_MAILBOXES = [address(server)]
    assert mailboxes.take_in() == 1 and not made.duties(MENDED)
    client.force_login(world.people["duty"])
    assert "has not come in" not in client.get("/intake/").content.decode()


def test_where_the_service_wants_a_token_one_is_asked_for_and_a_refusal_says_which_service_it_was(
    server: MailServer, world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(server.authority))

    def by(service: str, secret: str = token_service.SECRET) -> str:
        asking = urlencode({"token": service, "client": token_service.CLIENT, "scope": token_service.SCOPE})
        return f"{address(server, password=secret)}?{asking}"

    def trouble(configured: str) -> str:
        settings.FOLLOWTHROUGH_MAILBOXES = [configured]
        mailboxes.take_in()
        return Mailbox.objects.get().trouble

    server.put(mail())
    with token_service.giving(TOKEN, server.folder / "server.pem") as service:
        assert trouble(by(service)) == "" and Item.objects.count() == 1
        assert trouble(by(service, secret="wrong")) == "no token"
    with token_service.giving("another", server.folder / "server.pem") as service:
        assert trouble(by(service)) == "password"
    assert trouble(by(service)) == "no token", "nobody answers there"


@pytest.mark.parametrize(
    ("asking", "says"),
    [
        ("token=https://login.example/token&client=a", "Say scope, too"),
        ("token=http://login.example/token&client=a&scope=b", "only asked for over https"),
    ],
)
def test_a_mailbox_that_does_not_say_how_to_get_its_token_is_refused(
    settings: Settings, asking: str, says: str
) -> None:
    settings.FOLLOWTHROUGH_MAILBOXES = [f"social-care/front-door=imaps://a:b@mail.example/INBOX?{asking}"]
    with pytest.raises(mailboxes.UnfitMailbox, match=says):
        mailboxes.sources()


def test_one_that_fails_keeps_no_other_waiting(server: MailServer, world: World, settings: Settings) -> None:
    server.put(mail())
    other = Team.objects.get(agency="social-care", slug="out-of-hours")
    wrong = address(server, password="wrong").replace(made.FRONT_DOOR, other.key)
    settings.FOLLOWTHROUGH_MAILBOXES = [wrong, address(server)]
    assert mailboxes.take_in() == 1
    assert Mailbox.objects.get(team=front_door()).trouble == ""
