"""Pages: lessons, exercises and the open lab."""
