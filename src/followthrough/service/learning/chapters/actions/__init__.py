"""What people do to chapters: write a version, approve it, say that they have read it."""

from followthrough.service.learning.chapters.actions.approving import approve
from followthrough.service.learning.chapters.actions.reading import read
from followthrough.service.learning.chapters.actions.writing import begin, write

__all__ = ["approve", "begin", "read", "write"]
