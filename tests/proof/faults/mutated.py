"""A build of the service in which one line is wrong on purpose."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

_AFTER_COMMIT = "from django.db import transaction; from followthrough.service.core.viewer import Viewer, acting"
_AS_ASSESSOR = "from followthrough.service.ledger.assessor import as_assessor"


@dataclass(frozen=True)
class Fault:
    """`was` stands once in `file` and becomes `now`. `caught_by` is the question of `probing` that must find it, in
    words that hold `shows`: a build that fails for another reason was not caught.
    """

    says: str
    file: str
    was: str
    now: str
    caught_by: str
    shows: str


FAULTS = (
    Fault(
        "letters are written after the commit",
        "service/ledger/outbox.py",
        "    Outbox.objects.bulk_create(list(notices), ignore_conflicts=True)",
        f"    {_AFTER_COMMIT}; {_AS_ASSESSOR}; written = list(notices); "
        "transaction.on_commit(acting(Viewer.system('outbox'))(as_assessor()("
        "lambda: Outbox.objects.bulk_create(written, ignore_conflicts=True))))",
        "crashes",
        "no letter tells of a part",
    ),
    Fault(
        "a share is acknowledged before anybody owes anything",
        "service/sharing/actions/sending.py",
        "    write(share, steps, by=by, before=[*([] if is_recorded else facts), *news], at=outgoing.told_at)",
        f"    {_AFTER_COMMIT}; transaction.on_commit(acting(by)("
        "lambda: write(share, steps, by=by, before=[*([] if is_recorded else facts), *news], at=outgoing.told_at)))",
        "crashes",
        "no duty follows",
    ),
    Fault(
        "the audit is written by a job of its own",
        "service/ledger/actions.py",
        '        audit.record("events.recorded", by=by, subject=subject, detail={"events": ids})',
        '        audit.record_apart("events.recorded", by=by, subject=subject, detail={"events": ids}, outcome="done")',
        "crashes",
        "its audit was written apart",
    ),
    Fault(
        "who sends again sends without the key",
        "service/sharing/actions/sending.py",
        "        idempotency_key=outgoing.key,",
        "        idempotency_key=new_id(),",
        "again",
        "one key became",
    ),
    Fault(
        "two people may answer without taking turns",
        "service/sharing/actions/writing.py",
        '    found = Leg.objects.select_for_update(of=("self",)).select_related(',
        "    found = Leg.objects.select_related(",
        "at-once",
        "2 people accepted",
    ),
    Fault(
        "hours are counted on the clock on the wall",
        "procedures/calendars/calendar.py",
        "            return localtime.in_utc(start) + _elapsed(when)",
        "            return localtime.in_utc(local + _elapsed(when))",
        "clocks",
        "expected",
    ),
    Fault(
        "what is ten minutes late is left out, as some queues do",
        "service/ledger/sweep.py",
        "    return SubjectState.objects.filter(changes_at__lte=clock.now())",
        "    return SubjectState.objects.filter(changes_at__lte=clock.now(), changes_at__gte=clock.now() - "
        '__import__("datetime").timedelta(minutes=10))',
        "clocks",
        "missed",
    ),
)


def build(folder: Path, fault: Fault | None) -> Path:
    """The source as it is, with one line changed where `fault` says so. Returns the folder to import from."""
    source = folder / "src"
    shutil.copytree(ROOT / "src", source)
    for name in ("rulebooks", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    if fault:
        file = source / "followthrough" / fault.file
        text = file.read_text(encoding="utf-8")
        assert text.count(fault.was) == 1, f"{fault.file} no longer has the line of: {fault.says}"
        file.write_text(text.replace(fault.was, fault.now), encoding="utf-8")
    return source


def ask(question: str, source: Path, addresses: dict[str, str], *where: str, **more: str) -> list[str]:
    """What the build says is wrong; or why it could not answer."""
    environment = {
        **os.environ,
        **addresses,
        **more,
        "PYTHONPATH": os.pathsep.join([str(source), str(ROOT / "tests")]),
        "DJANGO_SETTINGS_MODULE": "followthrough.service.config.settings.test",
        "FOLLOWTHROUGH_HOME": str(source.parent / "home"),
    }
    words = [sys.executable, "-m", "proof.faults.probing", question, *where]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        return [done.stderr[-2000:]]
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found
