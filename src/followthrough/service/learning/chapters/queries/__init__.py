"""Which version holds, who must read it, how many have, and what is different between two?"""
