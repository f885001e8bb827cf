"""What has the site acknowledged? One line for each, written down before the next request is made."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BEGUN, SENT, AGAIN, ANSWERED, TOOK = "begun", "sent", "again", "answered", "took"


class History:
    """Lines of one process; its threads take turns. A process that is killed leaves whole lines behind."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("a", encoding="utf-8")
        self._alone = threading.Lock()
        self.counts: dict[str, int] = {}

    def note(self, what: str, **said: Any) -> None:
        with self._alone:
            self._file.write(json.dumps({"what": what, **said}) + "\n")
            self._file.flush()
            self.counts[what] = self.counts.get(what, 0) + 1

    @property
    def acknowledged(self) -> int:
        return self.counts.get(SENT, 0)

    @property
    def lines(self) -> int:
        return sum(self.counts.values())

    def close(self) -> None:
        self._file.close()


def read(*files: Path) -> Iterator[dict[str, Any]]:
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.endswith("}"):
                yield json.loads(line)
