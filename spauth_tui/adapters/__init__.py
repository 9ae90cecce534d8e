"""The outside world, behind the services' ports.

No screens; nothing here imports `ui`, `commands` or `demo`.
"""
