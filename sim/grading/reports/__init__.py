"""Reports: pages and tables for the facilitator and for each trainee."""
