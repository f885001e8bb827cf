"""What comes in from outside belongs to a team, with a clock, until a person says to which child it belongs."""
