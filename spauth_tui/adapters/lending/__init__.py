"""The loopback HTTP endpoint."""
