"""Agencies, their teams, the practitioners in them and the roles that they hold."""

# How the invented people of the example partnership are told from real ones, before anything is loaded or deleted.
DEMO_ADDRESS = ".wealdshire.example"
