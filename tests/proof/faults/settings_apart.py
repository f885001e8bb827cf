"""As `settings`, for a site whose database stands behind a line of this very machine: nobody else can hear it."""

from __future__ import annotations

from followthrough.service.config import safety

safety._HERE = (*safety._HERE, "10.77.0.2")

from proof.faults.settings import *
