"""What do the pages of the work list show? Rows of the ledger as shapes that components take."""
