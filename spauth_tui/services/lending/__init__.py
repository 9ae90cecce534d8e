"""Tokens for programs that never hold the real credentials."""
