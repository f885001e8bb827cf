"""What would a county's record look like? A made-up one, for measuring and for trying rules: nobody in it is real."""

from __future__ import annotations
