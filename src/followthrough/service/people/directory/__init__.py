"""The partnership's directory: each agency's numbers, teams and hours, kept by its own administrator."""
