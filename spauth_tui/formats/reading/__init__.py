"""Reads credentials from any text by their shapes: containers become one tree, its values are recognised and grouped.

There is no list of clients here: a file is understood from its content.
"""
