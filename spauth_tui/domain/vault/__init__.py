"""Rules about the vault as a file, and about two windows sharing it. Opens no file."""
