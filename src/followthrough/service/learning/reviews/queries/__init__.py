"""What is known of a review? Every function takes a viewer, and shows no more than row-level security does."""

from followthrough.service.learning.reviews.queries.findings import (
    Cited,
    Found,
    ThemeRow,
    ThemeYears,
    matrix,
    themes_over_years,
)
from followthrough.service.learning.reviews.queries.reviews import UnderReview, reviews, under_review

__all__ = [
    "Cited",
    "Found",
    "ThemeRow",
    "ThemeYears",
    "UnderReview",
    "matrix",
    "reviews",
    "themes_over_years",
    "under_review",
]
