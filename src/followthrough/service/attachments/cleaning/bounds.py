"""How much may the cleaning of one file take? Apart from `worker`, so that no page loads what reads the files."""

from __future__ import annotations

from typing import Final

WORKER: Final = "followthrough.service.attachments.cleaning.worker"
MEMORY: Final = 1536 << 20  # bytes: a picture of fifty million dots, turned and written again
SECONDS: Final = 40
