"""Rows out of a file that does not open as it should."""
