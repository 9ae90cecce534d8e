"""Amazon's facts, each with its source.

No opinions of ours.
"""
