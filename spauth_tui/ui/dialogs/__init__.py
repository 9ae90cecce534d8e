"""Dialogs and questions that any screen may open."""
