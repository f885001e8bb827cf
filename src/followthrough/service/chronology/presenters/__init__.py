"""What does a child's page show? The record as entries, cards and one picture."""
