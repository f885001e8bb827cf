"""The pages of sharing: writing a share in three, and following it on one."""

from followthrough.service.sharing.views.calling import call
from followthrough.service.sharing.views.following import answer, share
from followthrough.service.sharing.views.keeping import keep
from followthrough.service.sharing.views.requesting import request
from followthrough.service.sharing.views.writing import about, check, discard, sent, start, what

__all__ = ["about", "answer", "call", "check", "discard", "keep", "request", "sent", "share", "start", "what"]
