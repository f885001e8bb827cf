"""What people do with a share. Each is one transaction: own rows, the events through the one door, the audit row."""

from followthrough.service.sharing.actions.answering import accept, act, receive, redirect
from followthrough.service.sharing.actions.asking import ask, reply, tell
from followthrough.service.sharing.actions.calling import record_call
from followthrough.service.sharing.actions.changing import acknowledge, correct, put_right, tell_moved, withdraw
from followthrough.service.sharing.actions.circulating import circulate, key_of, reply_with
from followthrough.service.sharing.actions.drafting import begin_draft, discard_draft, keep_draft
from followthrough.service.sharing.actions.following import chase, confirm, rang, write_down
from followthrough.service.sharing.actions.moving import move_shares
from followthrough.service.sharing.actions.requesting import answer, answer_in_part, refuse, request
from followthrough.service.sharing.actions.sending import send
from followthrough.service.sharing.actions.widening import widen

__all__ = [
    "accept",
    "acknowledge",
    "act",
    "answer",
    "answer_in_part",
    "ask",
    "begin_draft",
    "chase",
    "circulate",
    "confirm",
    "correct",
    "discard_draft",
    "keep_draft",
    "key_of",
    "move_shares",
    "put_right",
    "rang",
    "receive",
    "record_call",
    "redirect",
    "refuse",
    "reply",
    "reply_with",
    "request",
    "send",
    "tell",
    "tell_moved",
    "widen",
    "withdraw",
    "write_down",
]
