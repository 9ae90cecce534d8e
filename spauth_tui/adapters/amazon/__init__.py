"""Login with Amazon and SP-API over HTTP.

Nothing of a reply leaves but through `reply`.
"""
