"""The spine: append-only events, the duties that follow from them, the one door, the sweep, the outbox.

Knows subjects by kind and id only.
"""
