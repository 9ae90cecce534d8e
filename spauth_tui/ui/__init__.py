"""The dashboard, in Textual."""
