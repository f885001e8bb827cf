"""Which recommendations may somebody read, how far has each come, and who is a member of the partnership?"""

from followthrough.service.learning.recommendations.queries.directory import colleagues, members
from followthrough.service.learning.recommendations.queries.progress import Progress, progress, progress_of

__all__ = ["Progress", "colleagues", "members", "progress", "progress_of"]
