"""What people do with a share. Each is one transaction: own rows, the events through the one door, the audit row."""

from followthrough.service.sharing.actions.answering import accept, act, receive, redirect
from followthrough.service.sharing.actions.drafting import begin_draft, discard_draft, keep_draft
from followthrough.service.sharing.actions.following import chase, confirm, withdraw
from followthrough.service.sharing.actions.moving import move_shares
from followthrough.service.sharing.actions.sending import send
from followthrough.service.sharing.actions.widening import widen

__all__ = [
    "accept",
    "act",
    "begin_draft",
    "chase",
    "confirm",
    "discard_draft",
    "keep_draft",
    "move_shares",
    "receive",
    "redirect",
    "send",
    "widen",
    "withdraw",
]
