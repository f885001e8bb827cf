"""Agencies together hold enough about a child, and none of them alone does: the triage manager is told, and nobody
else. The manager brings the agencies to a meeting; no agency learns from here what another one holds (decision 0023).
"""
