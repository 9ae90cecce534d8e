"""The verbs: the program without a screen."""
