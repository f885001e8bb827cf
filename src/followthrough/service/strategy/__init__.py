"""A person judges that a child may suffer significant harm; the agencies talk, agree what is to be done, and say that
they have understood it. What was said in full stays in each agency's own system: here stand who was there, what was
decided, the arrangements, and a link.
"""
