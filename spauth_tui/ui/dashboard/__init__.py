"""The board of panes and its strips."""
