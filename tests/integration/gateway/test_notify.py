"""GOV.UK Notify, played by a server of our own that speaks its documented interface and refuses what Notify refuses."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from django.test import Client
from pytest_django import Settings

from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger import delivery, outbox
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event, Letter

pytestmark = pytest.mark.django_db
SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
TOKEN = "agreed between the two"
RATE = (429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds")
DAY = (429, "TooManyRequestsError", "Exceeded send limits (250000) for today")
NO_PHONE = (400, "ValidationError", "phone_number Not enough digits")
NO_TEMPLATE = (400, "BadRequestError", "Template not found")
BROKEN = (500, "Exception", "Internal server error")
WRONG_KEY = (403, "AuthError", "Invalid token: API key not found")


class Notify(ThreadingHTTPServer):
    """`answers` are given before any letter is taken, one a request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[tuple[str, dict[str, Any]]] = []
        self.answers: list[tuple[int, str, str]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Notify

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.answers:
            return self._refuse(*self.server.answers.pop(0))
        try:
            token = self.headers["Authorization"].removeprefix("Bearer ")
            claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"require": ["iss", "iat"]})
        except jwt.PyJWTError:
            return self._refuse(*WRONG_KEY)
        if claims["iss"] != SERVICE or abs(claims["iat"] - clock.real_now().timestamp()) > 30:
            return self._refuse(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds")
        self.server.taken.append((self.path, body))
        self._answer(201, {"id": "740e5834-3a29-46b4-9a6f-16142fde533a", "reference": body["reference"]})
        return None

    def _refuse(self, status: int, error: str, message: str) -> None:
        self._answer(status, {"status_code": status, "errors": [{"error": error, "message": message}]})

    def _answer(self, status: int, said: dict[str, Any]) -> None:
        written = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def notify(settings: Settings) -> Iterator[Notify]:
    with Notify() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.FOLLOWTHROUGH_NOTIFY = {
            "address": f"http://127.0.0.1:{server.server_port}",
            "key": f"our-key-{SERVICE}-{SECRET}",
            "email_template": "an-email",
            "text_template": "a-text",
            "callback_token": TOKEN,
        }
        settings.FOLLOWTHROUGH_CHANNELS = {
            channel: f"followthrough.service.gateway.notify.{channel}" for channel in ("email", "text")
        }
        yield server
        server.shutdown()


def tell(to: str = "+447700900123") -> None:
    with acting(Viewer("p", "p", "social-care")):
        outbox.enqueue(
            key=to,
            to=to,
            owner="social-care/front-door",
            sentence="Something urgent is waiting for your team.",
            reference="D-1",
            link="/duties/1/",
        )


def letter() -> Letter:
    with as_assessor():
        return Letter.objects.get()


def failures() -> int:
    with as_assessor():
        return Event.objects.filter(kind="delivery.failed").count()


def test_a_text_and_an_email_go_signed_with_the_words_and_the_letters_reference(notify: Notify) -> None:
    tell()
    tell("gp@practice.example")
    assert delivery.deliver() == (2, 0)
    sent = {path: body for path, body in notify.taken}
    text, email = sent["/v2/notifications/sms"], sent["/v2/notifications/email"]
    assert text["phone_number"] == "+447700900123" and text["template_id"] == "a-text"
    assert text["personalisation"]["body"].startswith("Followthrough: Something urgent is waiting")
    assert email["email_address"] == "gp@practice.example" and "D-1" in email["personalisation"]["subject"]
    with as_assessor():
        assert {text["reference"], email["reference"]} == set(Letter.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("answer", [RATE, DAY, BROKEN, WRONG_KEY, NO_TEMPLATE])
def test_what_may_be_right_later_is_tried_again(notify: Notify, answer: tuple[int, str, str]) -> None:
    notify.answers = [answer]
    tell()
    assert delivery.deliver() == (0, 0)
    assert (letter().state, letter().last_error) == ("waiting", "NotNow")
    with clock.use(clock.FixedClock(letter().due_at)):
        assert delivery.deliver() == (1, 0)
    assert len(notify.taken) == 1


def test_a_number_that_notify_refuses_came_back_and_somebody_is_asked(notify: Notify) -> None:
    notify.answers = [NO_PHONE]
    tell("+44770")
    assert delivery.deliver() == (0, 1)
    assert (letter().state, letter().last_error) == ("bounced", "GOV.UK Notify refused the address")
    assert failures() == 1


def test_a_notify_that_does_not_answer_is_tried_again(notify: Notify, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_NOTIFY = {**settings.FOLLOWTHROUGH_NOTIFY, "address": "http://127.0.0.1:1"}
    tell()
    assert delivery.deliver() == (0, 0)
    assert letter().state == "waiting"


def call(fate: str, *, token: str = TOKEN, reference: str = "") -> int:
    said = {"id": "x", "reference": reference or letter().pk, "to": "07700900123", "status": fate}
    answer = Client(enforce_csrf_checks=True).post(
        "/gateway/notify/status/", said, content_type="application/json", headers={"Authorization": f"Bearer {token}"}
    )
    return answer.status_code


@pytest.mark.parametrize(
    "fate, state, asked",
    [
        ("delivered", "delivered", 0),
        ("permanent-failure", "bounced", 1),
        ("temporary-failure", "failed", 1),
        ("technical-failure", "failed", 1),
        ("a word to come", "sent", 0),
    ],
)
def test_what_notify_says_later_is_the_letters_fate(notify: Notify, fate: str, state: str, asked: int) -> None:
    tell()
    delivery.deliver()
    assert [call(fate), call(fate)] == [204, 204]
    assert (letter().state, failures()) == (state, asked)


def test_only_notify_says_what_became_of_a_letter(notify: Notify) -> None:
    tell()
    delivery.deliver()
    assert call("delivered", token="guessed") == 403
    assert call("delivered", token="") == 403
    assert letter().state == "sent"
    assert call("delivered", reference="no letter of ours") == 204


def test_nobody_is_notify_while_no_token_is_agreed(notify: Notify, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_NOTIFY = {**settings.FOLLOWTHROUGH_NOTIFY, "callback_token": ""}
    tell()
    assert call("delivered", token="", reference="x") == 403


@pytest.mark.parametrize("body", ["", "[]", "{", '{"status": 7}', '"words"'])
def test_nonsense_is_refused_in_words(notify: Notify, body: str) -> None:
    answer = Client().post(
        "/gateway/notify/status/",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    assert (answer.status_code, b"status is needed" in answer.content) == (400, True)
