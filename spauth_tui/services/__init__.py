"""What a person can do, one class for each concern.

Services keep no data; they reach the outside world only through `ports`.
"""
