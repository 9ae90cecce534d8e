"""Screens about one application."""
