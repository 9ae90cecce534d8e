"""What every screen builds on: messages to the app, themes, type-ahead, the safe base of the app."""
