"""How do the pages of a review read?"""
