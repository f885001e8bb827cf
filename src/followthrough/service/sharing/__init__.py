"""Shares and their follow-through: sent, received by a named person, accepted or redirected, acted on, confirmed."""
