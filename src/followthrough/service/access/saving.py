"""What if a session cannot be saved after a page was answered? The answer stands: what it says was done is done.

Django answers 400 then, in place of it. But the request's own transaction is over: a page that says nothing was sent,
when it was, is the worst that this service can say. Whoever was signed out meanwhile is signed out at the next request.
"""

from __future__ import annotations

import logging

from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import Error
from django.http import HttpRequest, HttpResponse

_LOG = logging.getLogger(__name__)


class SavingMiddleware(SessionMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except (SessionInterrupted, Error) as trouble:
            _LOG.warning("A session could not be saved after %s: %s", response.status_code, type(trouble).__name__)
            return response
