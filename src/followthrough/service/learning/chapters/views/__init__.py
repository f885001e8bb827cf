"""The pages of chapters: read one, compare versions, write and approve the next, see how many have read it."""
