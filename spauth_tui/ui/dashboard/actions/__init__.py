"""What the dashboard's keys do, one file for each concern."""
