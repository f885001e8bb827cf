"""Core's only tables are the audit's."""

from followthrough.service.core.audit.models import AuditLink, AuditRow, AuditSeal, AuditSink

__all__ = ["AuditLink", "AuditRow", "AuditSeal", "AuditSink"]
