"""What should happen: given what is known about a child, who owes what by when, and why?

Pure Python. Imports nothing else of ours and never Django.
"""
