"""What every screen stands on: messages to the app, themes, typing ahead, the safe base of the app."""
