"""Who joins, moves within and leaves an agency? Entered by its own administrator; idle accounts are switched off."""
