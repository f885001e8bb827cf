"""What became of each letter, and how does each person want to be told of what is urgent?"""
