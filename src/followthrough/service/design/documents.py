"""How does a page become a PDF that a screen reader can read? By typst, tagged after PDF/UA-1.

What people wrote is handed over as data and is never read as markup. typst refuses a document that would not be
accessible, so a fault shows where the document is made. No date of its making and no author is written into the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from followthrough.service.core import lanes

SERVICE = Path(__file__).parents[1]


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """`template` is "app/name.typ", in the folder `papers` of that app. Raises Busy."""
    app, _, name = template.rpartition("/")
    with lanes.slow.place():
        made: bytes = typst.compile(
            SERVICE / app / "papers" / name,
            root=SERVICE,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,
        )
    return made
