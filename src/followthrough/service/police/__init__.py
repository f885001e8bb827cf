"""What police saw of each child at a call: the attendance once, a Vulnerable Child form for each child, and a sergeant
who looks through each form before it goes to the triage team.

There is no table of them: what is in the record says which form is missing, and a duty says by when.
"""
