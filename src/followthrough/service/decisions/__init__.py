"""Decisions about a child, each made beside the history: a referral decided, a case closed, another’s signature."""
