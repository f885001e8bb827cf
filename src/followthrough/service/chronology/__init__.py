"""What happened to a child, across agencies: the child's page, each entry with its corrections, and new entries."""
