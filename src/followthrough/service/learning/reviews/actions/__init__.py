"""What people do to a review. What a clock rests on is an event, in the same transaction as the rows of the act."""

from followthrough.service.learning.reviews.actions.beginning import begin
from followthrough.service.learning.reviews.actions.findings import find, take_back

__all__ = ["begin", "find", "take_back"]
