"""What a WSGI server calls."""

from __future__ import annotations

import gc

from django.core.wsgi import get_wsgi_application

from followthrough.service.config.environment import choose_settings

choose_settings()
application = get_wsgi_application()

# The rulebook is read before the first page asks for it, and then left alone by the collector of garbage: it stays as
# long as the worker does. To walk over it, and after every 700 new objects over what a page has just made, took a third
# of the time of a long page; a page of five thousand entries makes a quarter of a million objects.
from followthrough.service.ledger import rulebook  # noqa: E402

rulebook.current()
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 10, 10)
