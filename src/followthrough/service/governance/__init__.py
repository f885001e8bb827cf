"""Who may look, who has looked, and on what footing do agencies share? For those who answer for information."""
