"""Bail, orders and who keeps away: what is in force, until when, who was told, and who cares for the child meanwhile.

There is no table of them: what is in the record says it. Custody never waits for a page: whatever was not considered
can be written down as that, and becomes a duty.
"""
