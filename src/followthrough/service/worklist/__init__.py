"""What is to be done: what a team owes, what it waits for, what climbed to it, and the page of one duty."""
