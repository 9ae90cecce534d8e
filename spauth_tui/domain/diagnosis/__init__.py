"""From a failure to its likely causes and what to do."""
