"""The pages of sharing: writing a share in three, and following it on one."""

from followthrough.service.sharing.views.following import answer, share
from followthrough.service.sharing.views.writing import about, check, discard, sent, start, what

__all__ = ["about", "answer", "check", "discard", "sent", "share", "start", "what"]
