"""Connects screens and verbs to the outside world; the only place that knows both."""
