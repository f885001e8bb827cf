"""How does an organisation without an account take part? By a link in a letter, and a code that goes another way."""
