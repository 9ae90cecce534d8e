"""The terminal dashboard for tokens of private Amazon SP-API applications."""
