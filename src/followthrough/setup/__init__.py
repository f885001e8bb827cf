"""How does a bare machine become one that runs Followthrough? Standard library only.

`demo.py` and the scripts of `tools/` run these steps before anything is installed.
"""
