"""Import and export of credential files."""
