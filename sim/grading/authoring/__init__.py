"""Authoring: master copies, their checks, and the notebooks that are released."""
