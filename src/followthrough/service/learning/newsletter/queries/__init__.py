"""What is asked of the record for an issue: what it tells, what must not come out, and how far it reached?"""
