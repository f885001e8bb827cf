"""Information about a child is followed through: shared, received, acted on, confirmed."""
