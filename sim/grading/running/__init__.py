"""Running: answers are put into a master copy and run by nbval."""
