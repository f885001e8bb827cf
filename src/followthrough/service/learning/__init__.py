"""What is learnt from what happened, and what it changes: reviews, recommendations, and what they lead to.

Each folder is an app of its own; later ones read earlier ones, never the other way (`pyproject.toml` holds the order).
"""
