"""How does an issue read: as a page, a file, a letter, and to whoever works on it?"""
