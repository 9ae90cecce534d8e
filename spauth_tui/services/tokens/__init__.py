"""Getting access tokens, and handing them out."""
