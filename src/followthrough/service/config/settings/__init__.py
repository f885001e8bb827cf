"""Settings by environment: base holds always; demo, test and production add to it."""
