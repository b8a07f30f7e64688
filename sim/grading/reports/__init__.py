"""Reports: what a facilitator and each trainee read."""
