"""The facts and rules, as data and pure functions.

No screens, no network, no files, no clock: the time is passed in.
"""
