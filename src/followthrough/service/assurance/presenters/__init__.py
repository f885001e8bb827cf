"""How do the pages of assurance read?"""
