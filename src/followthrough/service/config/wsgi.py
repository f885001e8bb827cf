"""What a WSGI server calls."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

from followthrough.service.config.environment import choose_settings

choose_settings()
application = get_wsgi_application()
