"""How do drafts, shares and their legs read on a page?"""
