"""The pages that are read from the service's code say what the code says now."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_limits_who_sees_what_and_what_is_audited_are_as_the_code_says() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    import make_service_pages

    made = make_service_pages.pages()
    sys.path.remove(str(ROOT / "tools"))
    stale = [name for name, text in made.items() if (ROOT / "docs/reference" / name).read_text("utf-8") != text]
    assert stale == [], "Run .venv/bin/python tools/make_service_pages.py"
    assert made["limits.md"].count("\n") > 60 and made["what-is-audited.md"].count("`\u0020|") > 40
