"""Conversion between rows and records, and the tables that hold them."""
