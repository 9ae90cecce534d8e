"""What holds for every test."""

from hypothesis import HealthCheck, settings

from tests.processes import heed_signals

heed_signals()

# How quickly inputs are made says something of the computer and of its first run, not of the program: every test takes
# the time it needs. All else that Hypothesis looks for stays on.
settings.register_profile("whatever the computer", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("whatever the computer")
