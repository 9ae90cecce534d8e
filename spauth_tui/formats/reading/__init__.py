"""Reads credentials from any text by their shapes: containers become one tree, its values are recognised and grouped.

No list of clients lives here: a file is understood by what is in it.
"""
