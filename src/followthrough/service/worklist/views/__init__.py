"""Pages of the work list: what is owed, one duty, and what a person says of it."""

from followthrough.service.worklist.views.managing import manage
from followthrough.service.worklist.views.pages import duty, hand_back, home, take
from followthrough.service.worklist.views.saying import answer, consider, excuse, not_ours, wrong

__all__ = ["answer", "consider", "duty", "excuse", "hand_back", "home", "manage", "not_ours", "take", "wrong"]
