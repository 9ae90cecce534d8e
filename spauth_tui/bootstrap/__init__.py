"""Introduces screens and verbs to the outside world; the one place that knows both."""
