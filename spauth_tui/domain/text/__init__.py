"""How texts from outside are cleaned, and how times and numbers are written."""
