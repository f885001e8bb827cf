"""What is known of audits: who owes one, how far it is, which cases could be drawn, and what was found."""
