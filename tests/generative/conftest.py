"""How many histories: few on every run, thousands in `make proof`."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.support import tally

settings.load_profile("few")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in tally.summary():
        terminalreporter.write_line(line)
