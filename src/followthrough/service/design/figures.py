"""How wide is a picture drawn? Once for a desk and once for a phone; the stylesheet shows one of them."""

from __future__ import annotations

from typing import Final

WIDTHS: Final = {"ft-wide": 1040, "ft-narrow": 290}  # class of the figure, and px at which its letters read well
