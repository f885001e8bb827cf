"""Who belongs to the child's family and home, who comes and goes, who was checked, and which agencies stand around."""
