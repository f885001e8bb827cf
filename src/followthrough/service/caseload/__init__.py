"""What an agency's own case system says of each child, night by night: who works with them, and how they stand."""
