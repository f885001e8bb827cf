"""Engines: one meaning, several ways to work it out. `plain` is the definition."""
