"""The records of a vault.

Frozen dataclasses and the rules of one record; nothing that looks at several.
"""
