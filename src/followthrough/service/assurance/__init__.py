"""Can the partnership be sure? Which procedures hold, and what they bring."""
