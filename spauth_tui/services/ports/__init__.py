"""What the services ask of the outside world, as protocols: clock, vault, amazon, system.

Adapters and test doubles fulfil them; nothing here does anything.
"""
