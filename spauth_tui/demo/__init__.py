"""The simulated Amazon and the sample it knows."""
