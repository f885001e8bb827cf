"""Core's only table is the audit's."""

from followthrough.service.core.audit.models import AuditRow

__all__ = ["AuditRow"]
