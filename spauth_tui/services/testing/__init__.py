"""Test calls, and the rotation that ends with one."""
