"""What does the Board see of the whole partnership, quarter by quarter? Numbers, each with what it counts."""
