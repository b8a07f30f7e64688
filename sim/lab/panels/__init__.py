"""Panels: the sandbox and all else that a page puts before a trainee."""
