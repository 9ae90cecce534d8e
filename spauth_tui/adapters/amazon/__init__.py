"""Login with Amazon and SP-API over HTTP.

A reply's content leaves this package only through `reply`.
"""
