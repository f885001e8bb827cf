"""How do recommendations read, in lists and one by one?"""
