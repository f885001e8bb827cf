"""How does cover read: what was signed, and who is on duty when?"""
