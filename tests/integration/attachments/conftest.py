"""The world of the share tests, with its clock standing at Thursday 28 March 2013, 17:30."""

from __future__ import annotations

from integration.sharing.conftest import world

__all__ = ["world"]
