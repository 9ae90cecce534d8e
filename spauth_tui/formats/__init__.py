"""The file formats of other clients, one file each, and their registry."""
