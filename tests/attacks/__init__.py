"""What attackers with fresh eyes tried, to be tried again.

`python -m tests.attacks.NAME` prints what it saw, and ends with 1 where something broke.
"""
