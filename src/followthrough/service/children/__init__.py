"""Children, the households they live in, the adults around them, and what a conversation with them needs."""
