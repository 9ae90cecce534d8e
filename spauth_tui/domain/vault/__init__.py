"""What concerns the vault as a file, and two windows on it.

No file is opened here.
"""
