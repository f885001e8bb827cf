"""Agencies, their teams, the practitioners in them and the roles that they hold."""
