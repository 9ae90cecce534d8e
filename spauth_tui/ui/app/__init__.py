"""The app, which chooses screens and nothing else."""
