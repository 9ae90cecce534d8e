"""The SQLCipher vault: opening, and the one connection that reads and writes."""
