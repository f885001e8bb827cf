"""Somebody asks to see what is held about them, or about their child: gathered, read by two people, and given."""
