"""After one click every worker and the sweep go by the same time, though each is a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta

from django.test import Client

from followthrough.service.agencies.models import Practitioner
from followthrough.service.demo.clock import START

# As the demo's settings have it; it answers a word a line, and keeps its connection from answer to answer.
PROCESS = """
import sys, django
django.setup()
from django.conf import settings
settings.FOLLOWTHROUGH_CLOCK = "followthrough.service.demo.clock.DemoClock"
from followthrough.service.core import clock
from followthrough.service.ledger import sweep
for word in sys.stdin:
    print(sweep.run_once().fired if word == "sweep\\n" else clock.now().isoformat(), flush=True)
"""


@contextmanager
def started(addresses: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", PROCESS],
        env={**os.environ, **addresses},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.communicate()  # the end of what it reads ends it


def ask(process: subprocess.Popen[str], word: str) -> str:
    assert process.stdin and process.stdout
    process.stdin.write(f"{word}\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


def test_one_click_is_the_time_of_every_process(
    demo_db: None, database_addresses: dict[str, str], client: Client
) -> None:
    client.force_login(Practitioner.objects.get_by_natural_key("martin.oakes"))
    with ExitStack() as stack:
        worker, sweeper = (stack.enter_context(started(database_addresses)) for _ in range(2))
        assert [datetime.fromisoformat(ask(each, "time")) for each in (worker, sweeper)] == [START, START]
        client.post("/demo/clock/", {"step": "hour"})
        later = START + timedelta(hours=1)
        assert [datetime.fromisoformat(ask(each, "time")) for each in (worker, sweeper)] == [later, later]
        assert ask(sweeper, "sweep") == "0", "the click has fired what was due already"
