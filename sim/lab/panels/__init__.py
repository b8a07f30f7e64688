"""Panels: the sandbox and the other parts of a page that a trainee works with."""
