"""The clipboard of this machine or terminal."""
