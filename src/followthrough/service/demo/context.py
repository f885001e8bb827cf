"""What every page of the demo says besides: its time, and on the sign-in page its people."""

from __future__ import annotations

from django.http import HttpRequest

from followthrough.service.core import clock
from followthrough.service.demo.people import OTHERS, PASSWORD, SIGN_INS
from followthrough.service.design.dates import When, when


def demo(request: HttpRequest) -> dict[str, object]:
    return {
        "clock_bar_template": "demo/clock_bar.html",
        "sign_in_help_template": "demo/sign_in_help.html",
        "demo_now": _now,  # a template calls it; a page that shows no bar reads no clock
        "demo_sign_ins": SIGN_INS,
        "demo_others": OTHERS,
        "demo_password": PASSWORD,
    }


def _now() -> When:
    return when(clock.now())
