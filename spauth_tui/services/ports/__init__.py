"""What the services need from the outside world, as protocols: clock, vault, amazon, system.

Adapters and test doubles implement them; nothing here does anything.
"""
