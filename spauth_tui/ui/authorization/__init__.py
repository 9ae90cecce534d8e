"""Screens about one authorization."""
