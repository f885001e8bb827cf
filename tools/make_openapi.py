"""Write docs/reference/openapi.json: what other systems may send, from the table that checks it.

python tools/make_openapi.py
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "followthrough.service.config.settings.test")

import django

django.setup()

from followthrough.service.intake.openapi import document

PAGE = ROOT / "docs" / "reference" / "openapi.json"


def text() -> str:
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
