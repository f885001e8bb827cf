"""The terminal's words that need the service; followthrough.cli lists them."""
