"""Between rows and records, and the tables they lie in."""
