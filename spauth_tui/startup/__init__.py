"""What runs before anything else: environment, streams, hardening, the crash guard.

Nothing here imports the rest of the program.
"""
