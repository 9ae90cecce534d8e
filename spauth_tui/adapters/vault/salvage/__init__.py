"""Recovers rows from a file that does not open properly."""
