"""Backup, restore and the drill that proves both. Keys are never in a backup."""
