"""Authoring: master notebooks, their checks, and the notebooks that trainees get."""
