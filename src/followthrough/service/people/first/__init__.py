"""Who enters the first administrator of an agency? Two people of the Board: one names, another agrees."""
