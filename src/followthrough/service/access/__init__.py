"""Who may see and do what: relationships with children, what follows from them, signing in, and refusals."""
