"""The list of children by when they were last seen, how a visit went, and what the child says."""

from followthrough.service.sight.views.visits import children, visit, write
from followthrough.service.sight.views.voice import hear, voice

__all__ = ["children", "hear", "visit", "voice", "write"]
